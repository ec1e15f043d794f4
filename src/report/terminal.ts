// The report for people: state by state, which edges came, which went, which stay; then findings and the verdict.
import { Chalk, type ChalkInstance } from 'chalk';
import type { CheckResult, Edge, Finding, State } from '../check/verdict.js';
import {
  architecturesOf,
  codeLine,
  conditionOf,
  directionOf,
  exportOf,
  groupBy,
  placeOf,
  shown,
} from './part/edge-line.js';
import { clip, widthOf, wrap } from './part/wrap.js';
import type { Report, View } from './report.js';

interface Pen {
  readonly columns: number;
  readonly ink: ChalkInstance;
}

type Ink = (text: string) => string;
const same: Ink = (text) => text;

/** Counters and short commit ids are shorter. */
const LABEL_COLUMNS = 16;

/** Wrapped lines, coloured after they were measured. */
const lines = (pen: Pen, ink: Ink, text: string, first: string, hang = widthOf(first)): readonly string[] =>
  wrap(text, pen.columns, first, hang).map((line) => ink(line.trimEnd()));

const edgeLines = (pen: Pen, mark: string, ink: Ink, edge: Edge): readonly string[] => {
  const conditions = [conditionOf(edge), architecturesOf(edge)].filter((one) => one !== '').join(' ');
  return [
    ...lines(pen, ink, `${shown(edge.symbol)} (${edge.kind})`, `    ${mark} `),
    ...lines(pen, pen.ink.dim, placeOf(edge.reference), '        needed at ', 10),
    ...lines(pen, pen.ink.dim, exportOf(edge), edge.export ? '        exported  ' : '        ', 10),
    ...lines(pen, edge.condition === null ? pen.ink.dim : pen.ink.yellow, conditions, '        ', 10),
  ];
};

interface Row {
  readonly mark: string;
  readonly ink: Ink;
  readonly edge: Edge;
}

const rowsOf = (pen: Pen, state: State): readonly Row[] => {
  const fresh = new Set(state.added);
  return [
    ...state.added.map((edge) => ({ mark: '+', ink: pen.ink.red, edge })),
    ...state.removed.map((edge) => ({ mark: '-', ink: pen.ink.green, edge })),
    ...state.edges.filter((edge) => !fresh.has(edge)).map((edge) => ({ mark: '=', ink: same, edge })),
  ];
};

const rowLines = (pen: Pen, rows: readonly Row[]): readonly string[] =>
  [...groupBy(rows, (row) => directionOf(row.edge))].flatMap(([direction, group]) => [
    ...lines(pen, pen.ink.bold, direction, '  '),
    ...group.flatMap(({ mark, ink, edge }) => edgeLines(pen, mark, ink, edge)),
  ]);

const summaryOf = (state: State): string => {
  const counts = [
    `${state.edges.length} edge${state.edges.length === 1 ? '' : 's'}`,
    ...(state.added.length > 0 ? [`${state.added.length} added`] : []),
    ...(state.removed.length > 0 ? [`${state.removed.length} removed`] : []),
  ];
  return `${state.label === 'base' ? 'base' : `after ${shown(state.label)}`}: ${counts.join(', ')}`;
};

const failureLines = (pen: Pen, state: State): readonly string[] =>
  (state.failures ?? []).flatMap((failure) => {
    const where =
      failure.hunk === null ? shown(failure.path) : `${shown(failure.path)}: ${shown(failure.hunk)}`;
    return [
      ...lines(pen, pen.ink.red, `does not apply: ${where}: ${shown(failure.message)}`, '  ! '),
      ...failure.expected.flatMap((text) => lines(pen, pen.ink.dim, codeLine(text), '      expected | ')),
      ...failure.found.flatMap((text) => lines(pen, pen.ink.dim, codeLine(text), '      found    | ')),
    ];
  });

const stateLines = (pen: Pen, state: State): readonly string[] => [
  ...lines(pen, pen.ink.bold, shown(state.subject ?? ''), `${clip(shown(state.label), LABEL_COLUMNS)}  `),
  ...failureLines(pen, state),
  ...rowLines(pen, rowsOf(pen, state)),
  ...lines(pen, pen.ink.bold, summaryOf(state), '  '),
  '',
];

const MARK: { readonly [severity in Finding['severity']]: string } = { error: '!', warning: '!', note: '*' };

const findingLines = (pen: Pen, finding: Finding): readonly string[] => {
  const ink =
    finding.severity === 'error'
      ? pen.ink.red
      : finding.severity === 'warning'
        ? pen.ink.yellow
        : pen.ink.dim;
  const place =
    finding.path === undefined
      ? ''
      : ` (${shown(finding.path)}${finding.line === undefined ? '' : `:${finding.line}`})`;
  const state = finding.state === undefined ? '' : `${shown(finding.state)}: `;
  return lines(pen, ink, `${state}${shown(finding.message)}${place}`, `  ${MARK[finding.severity]} `);
};

const header = (result: CheckResult): string => {
  const [first, second] = result.between.map(shown);
  const asked = result.oneWay ? `${first} -> ${second}` : `${first} <-> ${second}`;
  if (!result.series) return asked;
  const { revision, patches, subject } = result.series;
  const count = `v${revision}, ${patches} patch${patches === 1 ? '' : 'es'}`;
  return `${asked}: ${subject === undefined ? count : `${shown(subject)} (${count})`}`;
};

const render = (result: CheckResult, view: View): string => {
  const pen: Pen = { columns: view.columns, ink: new Chalk({ level: view.colour }) };
  const { failed, reason } = result.verdict;
  return [
    ...lines(pen, pen.ink.bold, header(result), '', 2),
    '',
    ...result.states.flatMap((state) => stateLines(pen, state)),
    ...(result.findings.length > 0
      ? ['findings', ...result.findings.flatMap((one) => findingLines(pen, one)), '']
      : []),
    ...lines(pen, failed ? pen.ink.red : pen.ink.green, shown(reason), failed ? 'FAIL: ' : 'ok: '),
    '',
  ].join('\n');
};

export const terminal: Report = {
  name: 'terminal',
  description: 'state by state, for people (the default)',
  render,
};
