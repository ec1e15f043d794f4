// JUnit XML, as CI systems read it (the "surefire" dialect): a suite of the patches, and one of the edges.
import type { CheckResult, State } from '../result/verdict.js';
import { escapeXml, shorten } from './part/escape.js';
import { type PatchOutcome, patchOutcomes } from './part/outcome.js';
import { type Problem, problemsOf } from './part/problem.js';
import type { Report } from './report.js';

/** CI systems cut names themselves, but some choke on long ones. */
const TEXT_LIMIT = 1000;
const text = (raw: string): string => escapeXml(shorten(raw, TEXT_LIMIT));

interface Case {
  readonly suite: string;
  readonly name: string;
  /** Message and details; null when the case passed. */
  readonly failure: { readonly message: string; readonly detail: string } | null;
}

const stateCase = (state: State, outcome: PatchOutcome | undefined): Case => {
  const detail = (state.failures ?? [])
    .map(({ path, hunk, message }) => `${path}: ${hunk ?? ''} ${message}`)
    .join('\n');
  return {
    suite: 'states',
    name: state.subject === undefined ? state.label : `${state.label} ${state.subject}`,
    failure: outcome?.level === 'error' ? { message: outcome.summary, detail } : null,
  };
};

const problemCase = (problem: Problem): Case => {
  const { edge, place, level, message } = problem;
  const where = place === null ? '' : `${place.path}:${place.line}`;
  return {
    suite: edge === null ? 'findings' : 'edges',
    name: edge === null ? message : `${edge.consumer} -> ${edge.provider} ${edge.symbol} (${edge.kind})`,
    failure: level === 'error' ? { message, detail: where } : null,
  };
};

const caseXml = (one: Case): string => {
  const head = `    <testcase classname="kvm-vfio-series.${text(one.suite)}" name="${text(one.name)}"`;
  if (one.failure === null) return `${head}/>`;
  const { message, detail } = one.failure;
  const body = detail.split('\n').map(text).join('\n');
  return `${head}>\n      <failure message="${text(message)}">${body}</failure>\n    </testcase>`;
};

const suiteXml = (name: string, cases: readonly Case[]): string => {
  const failures = cases.filter((one) => one.failure !== null).length;
  const head = `  <testsuite name="${name}" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">`;
  return [head, ...cases.map(caseXml), '  </testsuite>'].join('\n');
};

const render = (result: CheckResult): string => {
  const outcomes = patchOutcomes(result);
  const cases = [
    ...result.states.map((state) =>
      stateCase(
        state,
        outcomes.find((one) => one.state === state),
      ),
    ),
    ...problemsOf(result).map(problemCase),
  ];
  const suites = ['states', 'edges', 'findings'].map((name) =>
    suiteXml(
      name,
      cases.filter((one) => one.suite === name),
    ),
  );
  const failures = cases.filter((one) => one.failure !== null).length;
  const head = `<testsuites name="kvm-vfio-series" tests="${cases.length}" failures="${failures}" errors="0">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${[head, ...suites, '</testsuites>'].join('\n')}\n`;
};

export const junit: Report = {
  name: 'junit',
  description: 'JUnit XML, for CI systems',
  render,
};
