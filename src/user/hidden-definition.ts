// Definitions that no object is known to have: in files that no Makefile lists, or made by macros and scripts.
import type { SourcePlace } from '../base/edge.js';
import { CALL_STRIDE, ItemFlag, ItemKind, itemCount } from '../csource/summary.js';
import type { Tree } from '../git/tree.js';
import { callRange, flagsOf, kindOf, lineOf, nameOf } from '../summary/item-rows.js';
import type { SummaryStore } from '../summary/summary-store.js';
import { callArguments } from '../unit/unit-region.js';
import { summaryOf } from './mention.js';

/** Where one of some files defines a symbol for others; null when none does. */
export const definitionPlace = (
  symbol: string,
  paths: readonly string[],
  tree: Tree,
  store: SummaryStore,
): SourcePlace | null => {
  const id = store.names.idOf(symbol);
  for (const path of paths) {
    const index = summaryOf(path, tree, store);
    if (index === undefined) continue;
    const summary = store.get(index);
    for (let item = 0; item < itemCount(summary); item++) {
      if (nameOf(summary, item) !== id) continue;
      const kind = kindOf(summary, item);
      const isHidden = (flagsOf(summary, item) & (ItemFlag.Static | ItemFlag.Inline | ItemFlag.Extern)) !== 0;
      if (!isHidden && (kind === ItemKind.Function || kind === ItemKind.Variable))
        return { path, line: lineOf(summary, item) };
    }
  }
  return null;
};

/** Entries of system calls, whose names macros paste (include/linux/syscalls.h). */
const PASTED = /^(?:sys|ksys|compat_sys|__se|__do|__x64|__arm64)_/;
/** Files in which a name may be defined although no item says so. */
const OPAQUE_FILE = /\.S$|\.lds(?:\.h)?$|vmlinux\.lds|image-vars\.h$/;

/** Whether one of the files that spell a symbol may define it in a way that its items do not show. */
export const mayBeMade = (
  symbol: string,
  paths: readonly string[],
  tree: Tree,
  store: SummaryStore,
): boolean => {
  if (PASTED.test(symbol)) return true;
  const id = store.names.idOf(symbol);
  return paths.some((path) => {
    const index = summaryOf(path, tree, store);
    if (index === undefined) return false;
    if (OPAQUE_FILE.test(path)) return true;
    const summary = store.get(index);
    for (let item = 0; item < itemCount(summary); item++) {
      if (kindOf(summary, item) !== ItemKind.Invocation) continue;
      const [from, to] = callRange(summary, item);
      for (let row = from; row < to; row += CALL_STRIDE) {
        if (!callArguments(summary.calls, summary.args, row).includes(id)) continue;
        if (!store.names.textOf(summary.calls[row] as number).includes('EXPORT')) return true;
      }
    }
    return false;
  });
};
