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

/** The rows of one item. */
export interface ItemRows {
  readonly refs: readonly [number, number];
  readonly calls: readonly [number, number];
  readonly pastes: readonly [number, number];
}

/** Visits the items of a summary; `row` is where the item stands in `items`. */
export const forEachItem = (
  summary: Summary,
  visit: (summary: Summary, row: number, rows: ItemRows) => void,
): void => {
  const { items } = summary;
  let refs = 0;
  let calls = 0;
  let pastes = 0;
  for (let row = 0; row < items.length; row += ITEM_STRIDE) {
    const rows: ItemRows = {
      refs: [refs, items[row + 5] as number],
      calls: [calls, items[row + 6] as number],
      pastes: [pastes, items[row + 7] as number],
    };
    refs = rows.refs[1];
    calls = rows.calls[1];
    pastes = rows.pastes[1];
    visit(summary, row, rows);
  }
};
