// SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for code scanning services.
import type { CheckResult, Excerpt } from '../result/verdict.js';
import { toJson } from './json.js';
import { codeLine } from './part/edge-line.js';
import { type Problem, type ProblemRule, problemsOf, RULES } from './part/problem.js';
import type { Report } from './report.js';

const RULE_IDS = Object.keys(RULES) as readonly ProblemRule[];

/** A path as a URI relative to the top of the tree (SARIF 3.4.3; RFC 3986). */
const uriOf = (path: string): string =>
  path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');

const locationOf = (
  place: { readonly path: string; readonly line: number },
  excerpts: readonly Excerpt[],
) => {
  const excerpt = excerpts.find((one) => one.path === place.path && one.line === place.line);
  const code = excerpt?.lines[place.line - excerpt.first];
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(place.path), uriBaseId: 'SRCROOT' },
      region: { startLine: place.line, ...(code === undefined ? {} : { snippet: { text: codeLine(code) } }) },
    },
  };
};

const resultOf = (problem: Problem, excerpts: readonly Excerpt[]) => {
  const { rule, level, message, place, edge, state, messageId } = problem;
  return {
    ruleId: rule,
    ruleIndex: RULE_IDS.indexOf(rule),
    level,
    message: { text: message },
    locations: place === null ? [] : [locationOf(place, excerpts)],
    ...(edge?.export
      ? { relatedLocations: [{ ...locationOf(edge.export, []), message: { text: 'exported here' } }] }
      : {}),
    partialFingerprints: { 'kvmVfioSeries/v1': problem.fingerprint },
    properties: {
      ...(state === null ? {} : { state }),
      ...(messageId === null ? {} : { messageId }),
      ...(edge === null
        ? {}
        : {
            consumer: edge.consumer,
            provider: edge.provider,
            symbol: edge.symbol,
            kind: edge.kind,
            condition: edge.condition,
            architectures: edge.architectures,
            ...(edge.builtIn === undefined ? {} : { builtIn: edge.builtIn }),
          }),
    },
  };
};

const logOf = (result: CheckResult) => ({
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: 'kvm-vfio-series',
          rules: RULE_IDS.map((id) => ({
            id,
            name: id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
            shortDescription: { text: RULES[id].title },
            fullDescription: { text: RULES[id].help },
            help: { text: RULES[id].help },
          })),
        },
      },
      invocations: [{ executionSuccessful: result.states.every((state) => state.applied) }],
      originalUriBaseIds: { SRCROOT: { description: { text: 'The top of the kernel tree.' } } },
      columnKind: 'utf16CodeUnits',
      results: problemsOf(result).map((problem) => resultOf(problem, result.excerpts ?? [])),
    },
  ],
});

export const sarif: Report = {
  name: 'sarif',
  description: 'SARIF 2.1.0, for code scanning services',
  render: (result) => toJson(logOf(result)),
};
