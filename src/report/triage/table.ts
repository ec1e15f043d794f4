// The table of triage for a terminal or a mail: a heading for each verdict, a line for each series, and below it why.
import { SETTLED, type TriageResult, type TriageRow, type TriageVerdict } from '../../result/triage.js';
import { type Ink, type Pen, plainInk } from '../part/pen.js';
import { clip, widthOf, wrap } from '../part/wrap.js';
import {
  ageOf,
  COUNT_COLUMNS,
  type CountColumn,
  edgesOf,
  groupsOf,
  noteOf,
  pairOf,
  patchesOf,
  reasonOf,
  revisionOf,
  senderOf,
  titleOf,
} from './cell.js';

interface Column {
  readonly head: string;
  readonly width: number;
  readonly cell: (row: TriageRow) => string;
  /** The first to go when there is no room. */
  readonly dispensable: number;
  readonly ink?: (pen: Pen) => Ink;
}

const GAP = 2;
const INDENT = '  ';
/** A title that is cut shorter is not known again. */
const LEAST_TITLE = 24;

const DISPENSABLE: { readonly [head: string]: number } = { R: 3, A: 6, T: 7, N: 0, '?': 2, '!': 2 };

const countColumn = ({ head, bad, count }: CountColumn): Column => ({
  head,
  width: 1,
  dispensable: DISPENSABLE[head] ?? 0,
  cell: ({ series }) => (series === null ? '' : String(count(series.review) || '.')),
  ink: (pen) => (bad ? pen.ink.red : head === '?' ? pen.ink.yellow : plainInk),
});

const red = (pen: Pen): Ink => pen.ink.red;
const yellow = (pen: Pen): Ink => pen.ink.yellow;
const dim = (pen: Pen): Ink => pen.ink.dim;

const COLUMNS: readonly Column[] = [
  { head: 'rev', width: 3, cell: revisionOf, dispensable: 1 },
  {
    head: 'age',
    width: 3,
    cell: ({ series }) => (series === null ? '' : ageOf(series.ageDays)),
    dispensable: 5,
  },
  { head: 'n', width: 2, cell: patchesOf, dispensable: 4 },
  ...COUNT_COLUMNS.map(countColumn),
  { head: 'edges', width: 8, cell: edgesOf, dispensable: 3 },
];

const HEADING: { readonly [verdict in TriageVerdict]: (pen: Pen) => Ink } = {
  ready: (pen) => pen.ink.green,
  'needs review': () => plainInk,
  'objection open': yellow,
  'adds edges': red,
  'breaks the policy': red,
  'partly merged': yellow,
  'needs rebase': yellow,
  'does not apply': red,
  'breaks bisection': red,
  'breaks the link': red,
  incomplete: red,
  error: red,
  superseded: dim,
  merged: dim,
};

interface Fitted {
  readonly columns: readonly { readonly column: Column; readonly width: number }[];
  readonly title: number;
}

/** The columns for which there is room beside the titles, each as wide as its widest cell. */
const fitted = (pen: Pen, rows: readonly TriageRow[]): Fitted => {
  let columns = COLUMNS.map((column) => ({
    column,
    width: Math.max(column.width, ...rows.map((row) => widthOf(column.cell(row)))),
  })).filter(({ column }) => rows.some((row) => !['', '.'].includes(column.cell(row))));
  const room = (): number =>
    pen.columns - INDENT.length - columns.reduce((sum, { width }) => sum + width + GAP, 0);
  while (room() < LEAST_TITLE && columns.length > 1) {
    const least = Math.max(...columns.map(({ column }) => column.dispensable));
    columns = columns.filter(({ column }) => column.dispensable !== least);
  }
  return { columns, title: Math.max(8, room()) };
};

const right = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text))) + text;

const rowLine = (pen: Pen, row: TriageRow, { columns, title }: Fitted): string => {
  // What is no series has nothing to say in the columns.
  if (row.series === null) return `${INDENT}${pen.ink.bold(clip(titleOf(row), pen.columns - INDENT.length))}`;
  const cells = columns.map(({ column, width }) => {
    const text = column.cell(row);
    const ink = text === '' || text === '.' ? plainInk : (column.ink?.(pen) ?? plainInk);
    return ink(right(text, width)) + ' '.repeat(GAP);
  });
  return `${INDENT}${cells.join('')}${pen.ink.bold(clip(titleOf(row), title))}`.trimEnd();
};

const headLine = ({ columns }: Fitted): string =>
  `${INDENT}${columns.map(({ column, width }) => right(column.head, width) + ' '.repeat(GAP)).join('')}series`;

/** What the heads of the columns mean, as far as they are there. */
const legend = (pen: Pen, { columns }: Fitted, result: TriageResult): readonly string[] => {
  const has = (head: string): boolean => columns.some(({ column }) => column.head === head);
  const names: readonly (readonly [string, string])[] = [
    ['rev', 'rev revision'],
    ['age', 'age since it was posted'],
    ['n', 'n patches'],
    ...COUNT_COLUMNS.map(({ head, meaning }) => [head, `${head} ${meaning}`] as const),
    ['edges', `edges between ${pairOf(result)}: - removed, + added, = remaining`],
  ];
  const text = names.flatMap(([head, name]) => (has(head) ? [name] : [])).join(', ');
  return wrap(text, pen.columns).map((line) => pen.ink.dim(line));
};

/** The rows alone, a line each, and the line above them: for a list to choose from. */
export const triageLines = (
  pen: Pen,
  rows: readonly TriageRow[],
): { readonly head: string; readonly lines: readonly string[] } => {
  const layout = fitted(pen, rows);
  return { head: headLine(layout), lines: rows.map((row) => rowLine(pen, row, layout)) };
};

/** Why, and whose it is. */
const below = (pen: Pen, row: TriageRow): readonly string[] =>
  [reasonOf(row), senderOf(row)].flatMap((text) => (text === '' ? [] : wrap(text, pen.columns - 4, '', 2)));

/**
 * The table: lines that fit the width. Of a series that needs no action, one line is enough.
 * @param more the lines below each row, instead of why and whose.
 */
export const triageTable = (
  pen: Pen,
  result: TriageResult,
  more?: (row: TriageRow) => readonly string[],
): readonly string[] => {
  if (result.rows.length === 0) return [];
  const layout = fitted(pen, result.rows);
  const note = noteOf(result);
  const linesBelow = (row: TriageRow): readonly string[] =>
    more?.(row) ?? (SETTLED.has(row.verdict) ? [] : below(pen, row));
  const groups = groupsOf(result).flatMap(({ verdict, rows }) => [
    '',
    pen.ink.bold(HEADING[verdict](pen)(`${verdict} (${rows.length})`)),
    ...rows.flatMap((row) => [
      rowLine(pen, row, layout),
      ...linesBelow(row).map((line) => pen.ink.dim(`    ${line}`.trimEnd())),
    ]),
  ]);
  return [
    ...(note === '' ? [] : [...wrap(note, pen.columns).map((line) => pen.ink.yellow(line)), '']),
    pen.ink.dim(headLine(layout)),
    ...groups,
    '',
    ...legend(pen, layout, result),
  ];
};
