// Where a tree exports which symbols, by the text of its lines alone: what a search for users begins with when it only
// asks whether a name is exported at all.
import type { TreeLine } from '../git/tree.js';

/** What all macros that export have in their names. */
export const EXPORT_TEXT = 'EXPORT_';

/** A line such as `EXPORT_SYMBOL_GPL(f);`. */
export interface IndexedExport {
  readonly symbol: string;
  readonly macro: string;
  /** What follows the symbol within the parentheses. */
  readonly rest: string;
  readonly path: string;
  readonly line: number;
}

const CALL = /\b(\w*EXPORT_\w*)\s*\(\s*(\w+)\s*(?:,\s*([^)]*))?\)/g;

/** Exports by symbol. */
export type ExportIndex = ReadonlyMap<string, readonly IndexedExport[]>;

/** Reads the exports in lines that hold `EXPORT_TEXT`; definitions of macros are none. */
export const exportIndex = (lines: readonly TreeLine[]): ExportIndex => {
  const index = new Map<string, IndexedExport[]>();
  for (const { path, line, text } of lines) {
    if (/^\s*#/.test(text)) continue;
    for (const [, macro = '', symbol = '', rest = ''] of text.matchAll(CALL)) {
      const found = { symbol, macro, rest: rest.trim(), path, line };
      const known = index.get(symbol);
      if (known === undefined) index.set(symbol, [found]);
      else known.push(found);
    }
  }
  return index;
};
