// Accessors for the items of a summary. An item is its number: macros for numbers begin at `NUMBER_ITEM`.
import type { NameId } from '../csource/name-table.js';
import {
  ITEM_STRIDE,
  ItemColumn,
  ItemKind,
  NUMBER_ITEM,
  NUMBER_STRIDE,
  NumberColumn,
  PASTE_STRIDE,
  PasteColumn,
  type Summary,
} from '../csource/summary.js';

/** Where the rows of an item begin: where those of the item before end. `column` is one of the ends in `ItemColumn`. */
const startOf = (summary: Summary, item: number, column: number): number =>
  item === 0 ? 0 : (summary.items[(item - 1) * ITEM_STRIDE + column] as number);

const itemField = (summary: Summary, item: number, column: number): number =>
  summary.items[item * ITEM_STRIDE + column] as number;

const numberField = ({ numbers }: Summary, item: number, column: number): number =>
  numbers[(item - NUMBER_ITEM) * NUMBER_STRIDE + column] as number;

/** Whether an item is a macro for a number. */
export const isNumber = (item: number): boolean => item >= NUMBER_ITEM;

/** The index of the expression of a number's value; undefined when it has none. */
export const numberValue = (summary: Summary, item: number): number | undefined => {
  const expression = numberField(summary, item, NumberColumn.Expression);
  return expression < 0 ? undefined : expression;
};

export const kindOf = (summary: Summary, item: number): number =>
  isNumber(item) ? ItemKind.Macro : itemField(summary, item, ItemColumn.Kind);
export const flagsOf = (summary: Summary, item: number): number =>
  isNumber(item) ? 0 : itemField(summary, item, ItemColumn.Flags);
export const nameOf = (summary: Summary, item: number): number =>
  isNumber(item) ? numberField(summary, item, NumberColumn.Name) : itemField(summary, item, ItemColumn.Name);
export const regionOf = (summary: Summary, item: number): number =>
  isNumber(item)
    ? numberField(summary, item, NumberColumn.Region)
    : itemField(summary, item, ItemColumn.Region);
export const lineOf = (summary: Summary, item: number): number =>
  isNumber(item) ? numberField(summary, item, NumberColumn.Line) : itemField(summary, item, ItemColumn.Line);

const NO_ROWS: readonly [number, number] = [0, 0];

const rangeOf = (summary: Summary, item: number, column: number): readonly [number, number] =>
  isNumber(item) ? NO_ROWS : [startOf(summary, item, column), itemField(summary, item, column)];

export const refRange = (summary: Summary, item: number): readonly [number, number] =>
  rangeOf(summary, item, ItemColumn.RefsEnd);
export const callRange = (summary: Summary, item: number): readonly [number, number] =>
  rangeOf(summary, item, ItemColumn.CallsEnd);
export const pasteRange = (summary: Summary, item: number): readonly [number, number] =>
  rangeOf(summary, item, ItemColumn.PastesEnd);

/** The pieces of one pasted name. */
export const pieceRange = ({ pastes }: Summary, row: number): readonly [number, number] => [
  row === 0 ? 0 : (pastes[row - PASTE_STRIDE + PasteColumn.PiecesEnd] as number),
  pastes[row + PasteColumn.PiecesEnd] as number,
];

/** The ranges of an item's rows. */
export interface ItemRows {
  readonly refs: number;
  readonly refsEnd: number;
  readonly calls: number;
  readonly callsEnd: number;
  readonly pastes: number;
  readonly pastesEnd: number;
}

/** Visits the items of a summary. `row` is the item's index in `items`; `rows` is valid only during the visit. */
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
    rows.refsEnd = items[row + ItemColumn.RefsEnd] as number;
    rows.callsEnd = items[row + ItemColumn.CallsEnd] as number;
    rows.pastesEnd = items[row + ItemColumn.PastesEnd] as number;
    visit(summary, row, rows);
  }
};

/** Returns a function that visits the numbers before a line that were not visited yet, in order. */
export const numbersInOrder = (
  { numbers }: Summary,
  visit: (item: number) => void,
): ((line: number) => void) => {
  let row = 0;
  return (line) => {
    for (; row < numbers.length && (numbers[row + NumberColumn.Line] as number) < line; row += NUMBER_STRIDE)
      visit(NUMBER_ITEM + row / NUMBER_STRIDE);
  };
};

/** Visits all items; macros and numbers in the order of their definitions. */
export const forEachDefinition = (summary: Summary, visit: (item: number) => void): void => {
  const { items } = summary;
  const numbersBefore = numbersInOrder(summary, visit);
  for (let row = 0; row < items.length; row += ITEM_STRIDE) {
    numbersBefore(
      items[row] === ItemKind.Macro ? (items[row + ItemColumn.Line] as number) : Number.POSITIVE_INFINITY,
    );
    visit(row / ITEM_STRIDE);
  }
  numbersBefore(Number.POSITIVE_INFINITY);
};

/** Visits all macros; those for numbers come last. */
export const forEachMacro = (
  { items, numbers }: Summary,
  visit: (name: NameId, line: number) => void,
): void => {
  for (let row = 0; row < items.length; row += ITEM_STRIDE)
    if (items[row] === ItemKind.Macro)
      visit(items[row + ItemColumn.Name] as number, items[row + ItemColumn.Line] as number);
  for (let row = 0; row < numbers.length; row += NUMBER_STRIDE)
    visit(numbers[row] as number, numbers[row + NumberColumn.Line] as number);
};

/** The line of the first definition of each macro that `counts`. */
export const macroLines = (
  summary: Summary,
  counts: (name: NameId) => boolean,
): ReadonlyMap<NameId, number> => {
  const lines = new Map<NameId, number>();
  forEachMacro(summary, (name, line) => {
    if (line < (lines.get(name) ?? Number.POSITIVE_INFINITY) && counts(name)) lines.set(name, line);
  });
  return lines;
};
