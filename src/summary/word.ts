// Words of C as texts, and lists of words as macros pass them on.
import { ItemFlag, ItemKind } from '../csource/summary.js';
import { flagsOf, kindOf } from './item-rows.js';
import type { SummaryIndex, SummaryStore } from './summary-store.js';

/** Whether a text is an identifier (C11, 6.4.2). */
export const isWord = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text);

/** Separates the arguments of a list that a macro passes on as one argument. */
export const LIST = ',';

/** b for an item `#define a b`; null for any other item. */
export const aliasOf = (store: SummaryStore, index: SummaryIndex, item: number): string | null => {
  const summary = store.get(index);
  if (kindOf(summary, item) !== ItemKind.Macro || (flagsOf(summary, item) & ItemFlag.FunctionLike) !== 0)
    return null;
  const text = store.valueText(index, item);
  return text !== undefined && isWord(text) ? text : null;
};
