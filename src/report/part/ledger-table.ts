// The ledger drawn as a table for a terminal or a mail: states as columns, edges as rows, directions as headings.
import type { CheckResult, State } from '../../result/verdict.js';
import { conditionOf, shown } from './edge-line.js';
import { eventfulStates, type LedgerGroup, type LedgerRow, ledgerOf } from './ledger.js';
import { type Ink, inkOf, type Pen, plainInk } from './pen.js';
import { clip, pad, widthOf, wrap } from './wrap.js';

/** Fewer columns than this make a symbol unreadable. */
const LEAST_SYMBOL = 22;
const KIND_COLUMNS = 9;
const GAP = 2;
/** Counters and short commit ids are shorter. */
const MOST_LABEL = 12;

/** The room for state columns beside the shortest symbol column. */
const stateRoom = (pen: Pen): number => pen.columns - LEAST_SYMBOL - KIND_COLUMNS;

const columnLabel = (pen: Pen, state: State): string => {
  const label = clip(shown(state.label), Math.min(MOST_LABEL, stateRoom(pen) - GAP - 1));
  return state.applied ? label : `${label}!`;
};

const columnWidth = (pen: Pen, state: State): number => Math.max(4, widthOf(columnLabel(pen, state))) + GAP;

/** Cuts the states into as many tables as the width needs, leaving out the uneventful when they are too many. */
const blocksOf = (pen: Pen, states: readonly State[]): readonly (readonly number[])[] => {
  const room = stateRoom(pen);
  const all = states.map((_, at) => at);
  const widthOfAll = (some: readonly number[]): number =>
    some.reduce((sum, at) => sum + columnWidth(pen, states[at] as State), 0);
  const wanted = widthOfAll(all) <= room ? all : eventfulStates(states);
  const blocks: number[][] = [[]];
  for (const at of wanted) {
    const block = blocks.at(-1) as number[];
    if (block.length > 0 && widthOfAll([...block, at]) > room) blocks.push([at]);
    else block.push(at);
  }
  return blocks;
};

const symbolWidth = (groups: readonly LedgerGroup[], room: number): number => {
  const widest = groups
    .flatMap((group) => group.rows)
    .map((row) => widthOf(shown(row.edge.symbol)) + 2 + GAP);
  return Math.min(room, Math.max(LEAST_SYMBOL, ...widest));
};

/** Text in the middle of a column; `text` is measured before `ink` colours it. */
const centred = (text: string, width: number, ink: Ink): string => {
  const left = Math.max(0, Math.floor((width - widthOf(text)) / 2));
  return `${' '.repeat(left)}${ink(text)}${' '.repeat(Math.max(0, width - left - widthOf(text)))}`;
};

/** A row's lines: its marks stand beside the first line of its symbol, its condition below. */
const rowLines = (pen: Pen, row: LedgerRow, width: number, marks: string): readonly string[] => {
  const ink = row.removedBy === null ? plainInk : pen.ink.dim;
  const [symbol = '', ...more] = wrap(shown(row.edge.symbol), width - GAP, '  ');
  const condition = conditionOf(row.edge);
  return [
    `${ink(pad(symbol, width))}${pad(row.edge.kind, KIND_COLUMNS)}${marks}`,
    ...more.map((line) => ink(line)),
    ...(condition === '' ? [] : wrap(condition, width - GAP, '    ').map((line) => pen.ink.yellow(line))),
  ];
};

const drawBlock = (
  pen: Pen,
  states: readonly State[],
  groups: readonly LedgerGroup[],
  block: readonly number[],
): readonly string[] => {
  const columns = block
    .map((at) => ({ at, state: states[at] as State }))
    .map((one) => ({
      ...one,
      width: columnWidth(pen, one.state),
    }));
  const rest = pen.columns - columns.reduce((sum, { width }) => sum + width, 0) - KIND_COLUMNS;
  const first = symbolWidth(groups, Math.max(LEAST_SYMBOL, rest));
  const across = (cell: (column: (typeof columns)[number]) => readonly [string, Ink]): string =>
    columns.map((column) => centred(cell(column)[0], column.width, cell(column)[1])).join('');
  const blank = ' '.repeat(first + KIND_COLUMNS);
  return [
    `${blank}${across(({ state }) => [columnLabel(pen, state), pen.ink.bold])}`,
    ...groups.flatMap((group) => [
      pen.ink.bold(clip(`${shown(group.consumer)} -> ${shown(group.provider)}`, pen.columns)),
      ...group.rows.flatMap((row) => {
        const marks = across(({ at }) => {
          const mark = row.marks[at] ?? 'gone';
          return [pen.marks[mark], inkOf(pen, mark)];
        });
        return rowLines(pen, row, first, marks);
      }),
    ]),
    `${pad('edges', blank.length)}${across(({ state }) => [String(state.edges.length), plainInk])}`,
  ].map((line) => line.trimEnd());
};

/** The table, or several under one another when the states need more columns than there are. */
export const ledgerTable = (pen: Pen, result: CheckResult): readonly string[] => {
  const groups = ledgerOf(result);
  if (groups.length === 0) return [];
  const { states } = result;
  const blocks = blocksOf(pen, states);
  const left = states.length - blocks.reduce((sum, block) => sum + block.length, 0);
  const { there, added, removed } = pen.marks;
  const legend = `${there} there  ${added} added  ${removed} removed`;
  const note = left === 0 ? '' : `; ${left} state${left === 1 ? '' : 's'} that change nothing left out`;
  return [
    ...blocks.flatMap((block, at) => [...(at === 0 ? [] : ['']), ...drawBlock(pen, states, groups, block)]),
    ...wrap(legend + note, pen.columns).map((line) => pen.ink.dim(line)),
  ];
};
