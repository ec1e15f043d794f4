// Two columns beside each other, a label before them; one under the other where there is no room.
import { type Ink, lines, type Pen } from './pen.js';
import { clip, pad, widthOf, wrap } from './wrap.js';

/** One entry of a cell: its text is measured before it is coloured. */
export interface CellText {
  readonly text: string;
  readonly ink: Ink;
}

/** A row of two cells with a label. */
export interface BesideRow {
  readonly label: string;
  readonly left: readonly CellText[];
  readonly right: readonly CellText[];
}

/** Narrower than this, two columns cannot be read. */
const LEAST_BESIDE = 60;
const GAP = 2;
/** `10/27 -> 11/28`. */
const MOST_LABEL = 14;
const HANG = 2;

const cellLines = (cell: readonly CellText[], width: number): readonly string[] =>
  cell.flatMap(({ text, ink }) =>
    wrap(text, width, '', HANG).map((line) => {
      const shown = clip(line, width);
      return ink(shown) + ' '.repeat(width - widthOf(shown));
    }),
  );

const drawRow = (row: BesideRow, first: number, width: number): readonly string[] => {
  const [left, right] = [cellLines(row.left, width), cellLines(row.right, width)];
  const labels = [clip(row.label, first)];
  const gap = ' '.repeat(GAP);
  return Array.from({ length: Math.max(1, left.length, right.length) }, (_, at) =>
    [pad(labels[at] ?? '', first), left[at] ?? ' '.repeat(width), right[at] ?? ''].join(gap).trimEnd(),
  );
};

const stackRow = (pen: Pen, row: BesideRow, heads: readonly [string, string]): readonly string[] => [
  ...lines(pen, pen.ink.bold, row.label, '', HANG),
  ...([row.left, row.right] as const).flatMap((cell, at) =>
    cell.flatMap(({ text, ink }) => lines(pen, ink, text, `  ${heads[at]}: `, 2 * HANG)),
  ),
];

/** The rows under their heads. */
export const besideLines = (
  pen: Pen,
  heads: readonly [string, string],
  rows: readonly BesideRow[],
): readonly string[] => {
  if (pen.columns < LEAST_BESIDE) return rows.flatMap((row) => stackRow(pen, row, heads));
  const first = Math.min(MOST_LABEL, Math.max(...rows.map(({ label }) => widthOf(label))));
  const width = Math.floor((pen.columns - first - 2 * GAP) / 2);
  const head = (text: string): readonly CellText[] => [{ text, ink: pen.ink.bold }];
  const headRow: BesideRow = { label: '', left: head(heads[0]), right: head(heads[1]) };
  return [headRow, ...rows].flatMap((row) => drawRow(row, first, width));
};
