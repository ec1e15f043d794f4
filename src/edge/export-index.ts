// Where a tree exports which symbols, and which source files others include, by the text of lines alone: what a search for
// users begins with.
import { pushTo } from '../base/group.js';
import type { Tree, TreeLine } from '../git/tree.js';
import { folderOf, joinPath } from '../kbuild/path.js';
import { symbolsOfEvent } from '../macro/tracepoint.js';

/** What the lines hold that the indexes are made of: the macros that export, and `#include "x.c"`. */
export const INDEXED_TEXTS = ['EXPORT_', '.c"'] as const;

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

/** Reads the exports in lines that hold one of `INDEXED_TEXTS`; definitions of macros are none. */
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

/** For each source file that others include (`#include "x.c"`), these others. */
export type IncluderIndex = ReadonlyMap<string, readonly string[]>;

const INCLUDE = /^\s*#\s*include\s+"([^"]+\.c)"/;

/** Reads the includes in the same lines. */
export const includerIndex = (lines: readonly TreeLine[], tree: Tree): IncluderIndex => {
  const index = new Map<string, string[]>();
  for (const { path, text } of lines) {
    const name = INCLUDE.exec(text)?.[1];
    if (name === undefined) continue;
    const target = joinPath(folderOf(path), name);
    if (target === null || tree.blobAt(target) === undefined) continue;
    pushTo(index, target, path);
  }
  return index;
};

/** What an export exports: tracepoints and static calls have symbols of their own. */
export const symbolsExportedBy = ({ macro, symbol }: IndexedExport): readonly string[] => {
  if (macro.includes('TRACEPOINT')) return symbolsOfEvent(symbol);
  return macro.includes('STATIC_CALL') ? [`__SCK__${symbol}`, `__SCT__${symbol}`] : [symbol];
};
