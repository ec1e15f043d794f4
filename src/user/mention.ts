// Which files of a tree can have to do with a symbol: those that spell it, and those that spell a macro or an inline
// function of a header which comes to it.
import type { Context } from '../base/context.js';
import { byCodeUnit } from '../base/order.js';
import { languageOf } from '../csource/language.js';
import type { NameId } from '../csource/name-table.js';
import { ItemFlag, ItemKind, itemCount, REF_STRIDE, type Summary } from '../csource/summary.js';
import type { IncluderIndex } from '../edge/export-index.js';
import type { LaidTree, Tree, WordSearch } from '../git/tree.js';
import { eventOf, impliersOf } from '../macro/tracepoint.js';
import { flagsOf, kindOf, nameOf, refRange } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';

/** Macros over inlines over macros: deeper chains have names that everything uses. */
const MOST_ROUNDS = 6;
/** A name that stands in more files than this (`kfree`) is in use without a doubt; each file takes milliseconds and memory. */
const MOST_FILES = 2500;

export interface Mentions {
  /** Sorted; headers too. */
  readonly files: readonly string[];
  /** The symbols, and what leads to them. */
  readonly names: ReadonlySet<string>;
  /** Files with code that only counts where they are included (`#include "wait.c"`). */
  readonly included: ReadonlySet<string>;
  /** False when there are so many that the rest was not looked for. */
  readonly complete: boolean;
}

/** Where mentions are looked for. */
export interface MentionWorld {
  readonly tree: LaidTree;
  readonly search: WordSearch;
  readonly store: SummaryStore;
  readonly includers: IncluderIndex;
  /** Whether an object is compiled from the file. */
  readonly isUnit: (path: string) => boolean;
  /** Files that are read at most. */
  readonly mostFiles?: number | undefined;
}

/**
 * Looks for symbols in a whole tree.
 * @param indirect whether macros and inline functions that lead to the symbols count too.
 */
export const mentionsOf = async (
  symbols: Iterable<string>,
  world: MentionWorld,
  indirect: boolean,
  context: Context,
): Promise<Mentions> => {
  const { tree, search, store, includers, mostFiles = MOST_FILES } = world;
  const names = new Set<string>();
  for (const symbol of symbols) for (const name of [symbol, ...impliersOf(symbol)]) names.add(name);
  const included = new Set<string>();
  const files = new Set<string>();
  // EXPORT_TRACEPOINT_SYMBOL spells the event alone.
  const events = [...symbols].flatMap((symbol) => eventOf(symbol) ?? []);
  let pending: ReadonlySet<string> = new Set([...names, ...events]);
  for (let round = 0; pending.size > 0 && round < MOST_ROUNDS && files.size < mostFiles; round++) {
    const found = (await search.filesWith(tree, pending, context)).filter((path) => !files.has(path));
    const some = found.slice(0, mostFiles - files.size);
    await loadFiles(some, tree, store, context);
    for (const path of some) files.add(path);
    if (some.length < found.length) break;
    pending = indirect ? more([...files], world, names, included) : new Set();
  }
  const parts = [...files].filter((path) => includers.has(path));
  for (const path of parts) included.add(path);
  const compiled = new Set(parts.flatMap((path) => includers.get(path) ?? []));
  await loadFiles(compiled, tree, store, context);
  return {
    files: [...new Set([...files, ...compiled])].sort(byCodeUnit),
    names: new Set([...names, ...events]),
    included,
    complete: pending.size === 0,
  };
};

/** The same when the files are known. */
export const mentionsAmong = async (
  symbols: Iterable<string>,
  files: ReadonlySet<string>,
  tree: LaidTree,
  store: SummaryStore,
  context: Context,
): Promise<Mentions> => {
  await loadFiles(files, tree, store, context);
  return {
    files: [...files].filter((path) => tree.blobAt(path) !== undefined).sort(byCodeUnit),
    names: new Set([...symbols].flatMap((symbol) => [symbol, ...impliersOf(symbol)])),
    included: new Set(),
    complete: true,
  };
};

/** Summarises some files of a tree. */
export const loadFiles = async (
  paths: Iterable<string>,
  tree: LaidTree,
  store: SummaryStore,
  context: Context,
): Promise<void> => {
  const files = [...paths].flatMap((path) => {
    const blob = tree.blobAt(path);
    return blob === undefined ? [] : [{ blob, path, language: languageOf(path) }];
  });
  await store.load(files, context);
};

/** The summary of a file that was loaded. */
export const summaryOf = (path: string, tree: Tree, store: SummaryStore): SummaryIndex | undefined => {
  const blob = tree.blobAt(path);
  return blob === undefined ? undefined : store.indexOf(blob, languageOf(path));
};

/** Adds what leads to the names in the files found so far, and gives the words to look for next. */
const more = (
  files: readonly string[],
  { tree, store, isUnit }: MentionWorld,
  names: Set<string>,
  included: Set<string>,
): ReadonlySet<string> => {
  const words = new Set<string>();
  const live = new Set([...names].map((name) => store.names.idOf(name)));
  const parts = files.filter((path) => !isUnit(path));
  for (let size = -1; size !== live.size; ) {
    size = live.size;
    for (const path of parts) {
      const index = summaryOf(path, tree, store);
      if (index === undefined) continue;
      const summary = store.get(index);
      const found = carriersIn(summary, live);
      for (const name of found.names) live.add(name);
      if (!found.ownCode || included.has(path)) continue;
      included.add(path);
      words.add(includeNameOf(path));
    }
  }
  for (const name of live) {
    const text = store.names.textOf(name);
    if (!names.has(text)) words.add(text);
    names.add(text);
  }
  return words;
};

interface Carriers {
  /** Macros and functions that come to a live name wherever they are used. */
  readonly names: readonly NameId[];
  /** Whether the file has code that comes to one as soon as it is included. */
  readonly ownCode: boolean;
}

const carriersIn = (summary: Summary, live: ReadonlySet<NameId>): Carriers => {
  const names: NameId[] = [];
  let ownCode = false;
  for (let item = 0; item < itemCount(summary); item++) {
    const kind = kindOf(summary, item);
    if (kind === ItemKind.Prototype || !refersTo(summary, item, live)) continue;
    const isOffer =
      kind === ItemKind.Macro || (flagsOf(summary, item) & (ItemFlag.Inline | ItemFlag.Static)) !== 0;
    if (isOffer && kind !== ItemKind.Invocation) {
      if (!live.has(nameOf(summary, item))) names.push(nameOf(summary, item));
    } else ownCode = true;
  }
  return { names, ownCode };
};

const refersTo = (summary: Summary, item: number, live: ReadonlySet<NameId>): boolean => {
  const [from, to] = refRange(summary, item);
  for (let row = from; row < to; row += REF_STRIDE) if (live.has(summary.refs[row] as number)) return true;
  return false;
};

/** How an `#include` names a file, at least its end: from the include folder on, else the file's own name. */
export const includeNameOf = (path: string): string =>
  /(?:^|\/)include\/(.+)$/.exec(path)?.[1] ?? path.slice(path.lastIndexOf('/') + 1);
