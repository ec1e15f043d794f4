// Reads the rows that belong to one item of a summary.
import { ITEM_STRIDE, type Summary } from '../csource/summary.js';

/** Ends of the rows of the item before this one: column 5 for references, 6 for calls, 7 for pasted names. */
const startOf = (summary: Summary, item: number, column: number): number =>
  item === 0 ? 0 : (summary.items[(item - 1) * ITEM_STRIDE + column] as number);

export const itemField = (summary: Summary, item: number, column: number): number =>
  summary.items[item * ITEM_STRIDE + column] as number;

export const kindOf = (summary: Summary, item: number): number => itemField(summary, item, 0);
export const flagsOf = (summary: Summary, item: number): number => itemField(summary, item, 1);
export const nameOf = (summary: Summary, item: number): number => itemField(summary, item, 2);
export const regionOf = (summary: Summary, item: number): number => itemField(summary, item, 3);
export const lineOf = (summary: Summary, item: number): number => itemField(summary, item, 4);

export const refRange = (summary: Summary, item: number): readonly [number, number] => [
  startOf(summary, item, 5),
  itemField(summary, item, 5),
];
export const callRange = (summary: Summary, item: number): readonly [number, number] => [
  startOf(summary, item, 6),
  itemField(summary, item, 6),
];
export const pasteRange = (summary: Summary, item: number): readonly [number, number] => [
  startOf(summary, item, 7),
  itemField(summary, item, 7),
];

/** Where the rows of one item begin and end. */
export interface ItemRows {
  readonly refs: number;
  readonly refsEnd: number;
  readonly calls: number;
  readonly callsEnd: number;
  readonly pastes: number;
  readonly pastesEnd: number;
}

/** Visits the items of a summary; `row` is where the item stands in `items`, and `rows` is true during the visit only. */
export const forEachItem = (
  summary: Summary,
  visit: (summary: Summary, row: number, rows: ItemRows) => void,
): void => {
  const { items } = summary;
  const rows = { refs: 0, refsEnd: 0, calls: 0, callsEnd: 0, pastes: 0, pastesEnd: 0 };
  for (let row = 0; row < items.length; row += ITEM_STRIDE) {
    rows.refs = rows.refsEnd;
    rows.calls = rows.callsEnd;
    rows.pastes = rows.pastesEnd;
    rows.refsEnd = items[row + 5] as number;
    rows.callsEnd = items[row + 6] as number;
    rows.pastesEnd = items[row + 7] as number;
    visit(summary, row, rows);
  }
};
