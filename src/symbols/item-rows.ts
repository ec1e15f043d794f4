// Reads the rows that belong to one item of a summary.
import { ITEM_STRIDE, ItemKind, NUMBER_ITEM, NUMBER_STRIDE, type Summary } from '../csource/summary.js';

/** Ends of the rows of the item before this one: column 5 for references, 6 for calls, 7 for pasted names. */
const startOf = (summary: Summary, item: number, column: number): number =>
  item === 0 ? 0 : (summary.items[(item - 1) * ITEM_STRIDE + column] as number);

const itemField = (summary: Summary, item: number, column: number): number =>
  summary.items[item * ITEM_STRIDE + column] as number;

/** A column of a number's row; its name, region and line stand in the order that items have them in. */
const numberField = ({ numbers }: Summary, item: number, column: number): number =>
  numbers[(item - NUMBER_ITEM) * NUMBER_STRIDE + column] as number;

/** Whether an item is a macro for a number. */
export const isNumber = (item: number): boolean => item >= NUMBER_ITEM;

/** The expression of a number's value; undefined when it has none. */
export const numberValue = (summary: Summary, item: number): number | undefined => {
  const expression = numberField(summary, item, 3);
  return expression < 0 ? undefined : expression;
};

export const kindOf = (summary: Summary, item: number): number =>
  isNumber(item) ? ItemKind.Macro : itemField(summary, item, 0);
export const flagsOf = (summary: Summary, item: number): number =>
  isNumber(item) ? 0 : itemField(summary, item, 1);
export const nameOf = (summary: Summary, item: number): number =>
  isNumber(item) ? numberField(summary, item, 0) : itemField(summary, item, 2);
export const regionOf = (summary: Summary, item: number): number =>
  isNumber(item) ? numberField(summary, item, 1) : itemField(summary, item, 3);
export const lineOf = (summary: Summary, item: number): number =>
  isNumber(item) ? numberField(summary, item, 2) : itemField(summary, item, 4);

const NO_ROWS: readonly [number, number] = [0, 0];

const rangeOf = (summary: Summary, item: number, column: number): readonly [number, number] =>
  isNumber(item) ? NO_ROWS : [startOf(summary, item, column), itemField(summary, item, column)];

export const refRange = (summary: Summary, item: number): readonly [number, number] =>
  rangeOf(summary, item, 5);
export const callRange = (summary: Summary, item: number): readonly [number, number] =>
  rangeOf(summary, item, 6);
export const pasteRange = (summary: Summary, item: number): readonly [number, number] =>
  rangeOf(summary, item, 7);

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

/** The item of each number, and of each macro that is more, in the order in which the file defines them. */
export const forEachDefinition = (summary: Summary, visit: (item: number) => void): void => {
  const { items, numbers } = summary;
  let number = 0;
  const numbersBefore = (line: number): void => {
    for (; number < numbers.length && (numbers[number + 2] as number) < line; number += NUMBER_STRIDE)
      visit(NUMBER_ITEM + number / NUMBER_STRIDE);
  };
  for (let row = 0; row < items.length; row += ITEM_STRIDE) {
    if (number < numbers.length)
      numbersBefore(items[row] === ItemKind.Macro ? (items[row + 4] as number) : Number.POSITIVE_INFINITY);
    visit(row / ITEM_STRIDE);
  }
  numbersBefore(Number.POSITIVE_INFINITY);
};
