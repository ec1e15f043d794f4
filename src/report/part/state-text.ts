// States, edges and findings in lines of text: what the terminal report and the mail report share.

import { diffArrays } from 'diff';
import { groupBy } from '../../base/group.js';
import type { ApplyFailure, CheckResult, Edge, Finding, State } from '../../result/verdict.js';
import {
  architecturesOf,
  classNote,
  codeLine,
  conditionOf,
  directionOf,
  exportOf,
  placeOf,
  plural,
  sentence,
  shown,
} from './edge-line.js';
import { type LedgerGroup, ledgerOf } from './ledger.js';
import { type Ink, inkOf, lines, type Pen, plainInk, withLink } from './pen.js';
import { clip, pad } from './wrap.js';

/** Counters and short commit ids are shorter. */
const MOST_LABEL = 16;

/** `4 edges, 1 removed`. */
export const countsOf = (state: State): string =>
  [
    plural(state.edges.length, 'edge'),
    ...(state.added.length > 0 ? [`${state.added.length} added`] : []),
    ...(state.removed.length > 0 ? [`${state.removed.length} removed`] : []),
  ].join(', ');

/** Which pair was asked for, and of which series. */
export const titleOf = (result: CheckResult): string => {
  const [first = '', second = ''] = result.between.map(shown);
  const asked = result.oneWay ? `${first} -> ${second}` : `${first} <-> ${second}`;
  if (!result.series) return asked;
  const { revision, patches, subject } = result.series;
  const count = `v${revision}, ${patches} patch${patches === 1 ? '' : 'es'}`;
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

const codeLines = (pen: Pen, name: string, texts: readonly string[]): readonly string[] =>
  texts.map((text) => pen.ink.dim(clip(`      ${pad(name, 8)} | ${codeLine(text)}`, pen.columns).trimEnd()));

const failureText = (pen: Pen, failure: ApplyFailure, brief: boolean): readonly string[] => {
  const where = failure.hunk === null ? '' : ` ${codeLine(failure.hunk)}`;
  const { expected, found } = brief ? differing(failure) : failure;
  const some = (texts: readonly string[]): readonly string[] => (brief ? texts.slice(0, BRIEF.lines) : texts);
  return [
    ...lines(pen, pen.ink.red, `${shown(failure.path)}${where}: ${sentence(failure.message)}`, '  ! ', 6),
    ...codeLines(pen, 'expected', some(expected)),
    ...codeLines(pen, 'found', some(found)),
  ];
};

const failureLines = (pen: Pen, state: State, brief: boolean): readonly string[] => {
  const failures = state.failures ?? [];
  const some = brief ? failures.slice(0, BRIEF.failures) : failures;
  const left = failures.length - some.length;
  return [
    ...some.flatMap((failure) => failureText(pen, failure, brief)),
    ...(left > 0
      ? lines(pen, pen.ink.red, `and ${plural(left, 'more hunk')}; --verbose shows all`, '  ! ')
      : []),
  ];
};

/** One line a state: label, counts, subject; under it, unless a listing follows, why a patch was refused. */
export const stateSummaries = (pen: Pen, result: CheckResult, withFailures = true): readonly string[] => {
  const labels = result.states.map((state) => clip(shown(state.label), MOST_LABEL));
  const width = Math.max(...labels.map((label) => label.length)) + 2;
  return result.states.flatMap((state, at) => {
    const subject = state.subject === undefined ? '' : `: ${shown(state.subject)}`;
    const counts = state.applied ? countsOf(state) : `does not apply, ${countsOf(state)}`;
    const ink = state.applied ? plainInk : pen.ink.red;
    return [
      ...lines(pen, ink, counts + subject, pad(labels[at] ?? '', width)),
      ...(withFailures ? failureLines(pen, state, true) : []),
    ];
  });
};

/** An edge with its places, condition and architectures. */
export const edgeLines = (pen: Pen, mark: string, ink: Ink, edge: Edge, note = ''): readonly string[] => {
  const conditions = [conditionOf(edge), architecturesOf(edge)].filter((one) => one !== '').join(' ');
  const from = lines(pen, pen.ink.dim, placeOf(edge.reference), '      needed at ', 8);
  const to = lines(pen, pen.ink.dim, exportOf(edge), edge.export ? '      exported  ' : '      ', 8);
  return [
    ...lines(pen, ink, `${shown(edge.symbol)} (${edge.kind}${classNote(edge)})${note}`, `  ${mark} `),
    ...from.map((line) => withLink(pen, line, edge.reference)),
    ...to.map((line) => (edge.export ? withLink(pen, line, edge.export) : line)),
    ...lines(pen, edge.condition === null ? pen.ink.dim : pen.ink.yellow, conditions, '      ', 8),
  ];
};

/** Each edge of all states once, as the last state has it that has it. */
export const everyEdge = (
  pen: Pen,
  result: CheckResult,
  groups: readonly LedgerGroup[] = ledgerOf(result),
): readonly string[] =>
  groups.flatMap((group) => [
    ...lines(pen, pen.ink.bold, `${shown(group.consumer)} -> ${shown(group.provider)}`, ''),
    ...group.rows.flatMap(({ edge, addedBy, removedBy }) => {
      if (removedBy !== null)
        return edgeLines(pen, '-', inkOf(pen, 'removed'), edge, `, removed by ${shown(removedBy)}`);
      return addedBy === null
        ? edgeLines(pen, '=', plainInk, edge)
        : edgeLines(pen, '+', inkOf(pen, 'added'), edge, `, added by ${shown(addedBy)}`);
    }),
  ]);

interface StateRow {
  readonly mark: string;
  readonly ink: Ink;
  readonly edge: Edge;
}

const rowsOf = (pen: Pen, state: State): readonly StateRow[] => {
  const fresh = new Set(state.added.map((edge) => JSON.stringify(edge)));
  return [
    ...state.added.map((edge) => ({ mark: '+', ink: inkOf(pen, 'added'), edge })),
    ...state.removed.map((edge) => ({ mark: '-', ink: inkOf(pen, 'removed'), edge })),
    ...state.edges
      .filter((edge) => !fresh.has(JSON.stringify(edge)))
      .map((edge) => ({ mark: '=', ink: plainInk, edge })),
  ];
};

/** A state with every edge: added, removed, still there. */
export const stateListing = (pen: Pen, state: State): readonly string[] => [
  ...lines(pen, pen.ink.bold, shown(state.subject ?? ''), `${clip(shown(state.label), MOST_LABEL)}  `),
  ...failureLines(pen, state, false),
  ...[...groupBy(rowsOf(pen, state), (row) => directionOf(row.edge))].flatMap(([direction, rows]) => [
    ...lines(pen, pen.ink.bold, direction, ''),
    ...rows.flatMap(({ mark, ink, edge }) => edgeLines(pen, mark, ink, edge)),
  ]),
  ...lines(pen, pen.ink.bold, countsOf(state), '  '),
];

const SEVERITY_MARK: { readonly [severity in Finding['severity']]: string } = {
  error: '!',
  warning: '!',
  note: '*',
};

/** The findings that the lines of the states do not say already. */
export const otherFindings = (result: CheckResult): readonly Finding[] =>
  result.findings.filter((finding) => finding.kind !== 'patch-unapplied');

/** A finding with the patch and the place that it concerns. */
export const findingLines = (pen: Pen, finding: Finding): readonly string[] => {
  const { severity, path, line, state } = finding;
  const ink = severity === 'error' ? pen.ink.red : severity === 'warning' ? pen.ink.yellow : pen.ink.dim;
  const place = path === undefined ? '' : ` (${shown(path)}${line === undefined ? '' : `:${line}`})`;
  const about = state === undefined ? '' : `${shown(state)}: `;
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

/** The last line. */
export const verdictLines = (pen: Pen, result: CheckResult): readonly string[] => {
  const { failed, reason } = result.verdict;
  return lines(pen, failed ? pen.ink.red : pen.ink.green, sentence(reason), failed ? 'FAIL: ' : 'ok: ');
};
