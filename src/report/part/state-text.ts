// Pieces of a check in lines of text: an edge, a patch that does not apply, a finding, the verdict.

import { diffArrays } from 'diff';
import { counted } from '../../base/count.js';
import type { ApplyFailure, CheckResult, Edge, Finding, State } from '../../result/verdict.js';
import {
  architecturesOf,
  classNote,
  codeLine,
  conditionOf,
  exportOf,
  placeOf,
  plural,
  sentence,
  shown,
} from './edge-line.js';
import { type Ink, lines, type Pen, withLink } from './pen.js';
import { clip } from './wrap.js';

/** `4 edges, 1 removed`. */
export const countsOf = (state: State): string =>
  [plural(state.edges.length, 'edge'), ...changesOf(state)].join(', ');

/** `1 added`, `2 removed`; nothing for a state that changes no edge. */
export const changesOf = ({ added, removed }: State): readonly string[] => [
  ...(added.length > 0 ? [`${added.length} added`] : []),
  ...(removed.length > 0 ? [`${removed.length} removed`] : []),
];

/** The pair of the query, and the series. */
export const titleOf = (result: CheckResult): string => {
  const [first = '', second = ''] = result.between.map(shown);
  const asked = result.oneWay ? `${first} -> ${second}` : `${first} <-> ${second}`;
  if (!result.series) return asked;
  const { revision, patches, subject } = result.series;
  const count = `v${revision}, ${counted(patches, 'patch', 'patches')}`;
  return `${asked}: ${subject === undefined ? count : `${shown(subject)} (${count})`}`;
};

/** What is shown of a refused patch, so that a series for another kernel does not fill the terminal. */
const BRIEF = { failures: 2, lines: 4 } as const;

/** The lines that were expected and are not there, and those that are there instead; all when none differs. */
const differing = ({ expected, found }: ApplyFailure): Pick<ApplyFailure, 'expected' | 'found'> => {
  const changes = diffArrays([...expected], [...found]);
  const missing = changes.filter(({ removed }) => removed).flatMap(({ value }) => value);
  const instead = changes.filter(({ added }) => added).flatMap(({ value }) => value);
  return missing.length + instead.length > 0 ? { expected: missing, found: instead } : { expected, found };
};

const codeLines = (pen: Pen, mark: string, texts: readonly string[]): readonly string[] =>
  texts.map((text) => pen.ink.dim(clip(`      ${mark} ${codeLine(text)}`, pen.columns).trimEnd()));

/** The line says where the hunk ought to be; without one, its header does. */
const placeOfFailure = ({ path, hunk, line }: ApplyFailure): string => {
  if (line !== undefined) return `${shown(path)}:${line}`;
  return hunk === null ? shown(path) : `${shown(path)} ${codeLine(hunk)}`;
};

const failureText = (pen: Pen, failure: ApplyFailure, brief: boolean): readonly string[] => {
  const { expected, found } = brief ? differing(failure) : failure;
  const some = (texts: readonly string[]): readonly string[] => (brief ? texts.slice(0, BRIEF.lines) : texts);
  const message = failure.message.replace(/, nearest at line \d+$/, '');
  return [
    ...lines(pen, pen.ink.red, `${placeOfFailure(failure)}: ${sentence(message)}`, '    ! ', 6),
    ...codeLines(pen, '<', some(found)),
    ...codeLines(pen, '>', some(expected)),
  ];
};

/** Where a patch does not apply: the tree's lines, then those that the patch expects. */
export const failureLines = (pen: Pen, { failures = [] }: State, brief: boolean): readonly string[] => {
  const some = brief ? failures.slice(0, BRIEF.failures) : failures;
  const left = failures.length - some.length;
  return [
    ...some.flatMap((failure) => failureText(pen, failure, brief)),
    ...(left > 0
      ? lines(pen, pen.ink.red, `and ${plural(left, 'more hunk')}; --verbose shows all`, '    ! ')
      : []),
  ];
};

/** `kvm_put_kvm (dynamic)`. */
export const edgeName = (edge: Edge): string => `${shown(edge.symbol)} (${edge.kind}${classNote(edge)})`;

/** An edge with its places, condition and architectures. */
export const edgeLines = (
  pen: Pen,
  mark: string,
  ink: Ink,
  edge: Edge,
  name = edgeName(edge),
): readonly string[] => {
  const conditions = [conditionOf(edge), architecturesOf(edge)].filter((one) => one !== '').join(' ');
  const from = lines(pen, pen.ink.dim, placeOf(edge.reference), '      needed at ', 8);
  const to = lines(pen, pen.ink.dim, exportOf(edge), edge.export ? '      exported  ' : '      ', 8);
  return [
    ...lines(pen, ink, name, `  ${mark} `),
    ...from.map((line) => withLink(pen, line, edge.reference)),
    ...to.map((line) => (edge.export ? withLink(pen, line, edge.export) : line)),
    ...lines(pen, edge.condition === null ? pen.ink.dim : pen.ink.yellow, conditions, '      ', 8),
  ];
};

const SEVERITY_MARK: { readonly [severity in Finding['severity']]: string } = {
  error: '!',
  warning: '!',
  note: '*',
};

/** The findings that the lines of the states do not show. */
export const otherFindings = (result: CheckResult): readonly Finding[] =>
  result.findings.filter((finding) => finding.kind !== 'patch-unapplied');

/** A finding with the place that it concerns, and with the patch when `about` names it. */
export const findingLines = (pen: Pen, finding: Finding, about = ''): readonly string[] => {
  const { severity, path, line } = finding;
  const ink = severity === 'error' ? pen.ink.red : severity === 'warning' ? pen.ink.yellow : pen.ink.dim;
  const place = path === undefined ? '' : ` (${shown(path)}${line === undefined ? '' : `:${line}`})`;
  const told = lines(
    pen,
    ink,
    `${about}${sentence(finding.message)}${place}`,
    `  ${SEVERITY_MARK[severity]} `,
  );
  return path === undefined || line === undefined
    ? told
    : told.map((one) => withLink(pen, one, { path, line }));
};

/** The verdict: what fails, then each direction. */
export const verdictLines = (pen: Pen, result: CheckResult): readonly string[] => {
  const { failed, reason } = result.verdict;
  return lines(pen, failed ? pen.ink.red : pen.ink.green, sentence(reason), failed ? 'FAIL: ' : 'ok: ');
};
