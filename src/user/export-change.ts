// The symbols whose exports a patch changes: what it takes away, adds, or puts under other terms.
import type { Context } from '../base/context.js';
import type { SourcePlace } from '../base/edge.js';
import type { NameId } from '../csource/name-table.js';
import type { LaidTree } from '../git/tree.js';
import {
  type ExportLine,
  exportsOnlyIn,
  factsOf,
  inlinedBetween,
  isSource,
  type NamePlace,
  type NamespaceImport,
  onlyIn,
} from './file-change.js';
import { loadFiles } from './mention.js';
import type { UserSearch } from './user-search.js';

/** Where a symbol was and is exported, as far as the touched files go. */
export interface ExportChange {
  readonly symbol: string;
  /** Null where the patch only adds the export. */
  readonly before: { readonly macro: string; readonly place: SourcePlace } | null;
  /** Null where the patch only takes it away. */
  readonly now: { readonly macro: string; readonly place: SourcePlace } | null;
}

/** What a patch does to the files that it touches. */
export interface TouchedFacts {
  readonly exports: readonly ExportChange[];
  /** Names that became macros or inline functions of their header. */
  readonly inlined: ReadonlySet<string>;
  /** Export lines that are there only now, as the source calls them. */
  readonly exportLines: readonly ExportLine[];
  /** Definitions that others could link to and that are gone, or stand under other `#if`s, by name. */
  readonly lostDefinitions: ReadonlyMap<string, SourcePlace>;
  /** Names that code refers to only now, or under other `#if`s, with the files that do; by name. */
  readonly gained: ReadonlyMap<string, ReadonlySet<string>>;
  /** Namespaces that files do not import any more. */
  readonly imports: readonly NamespaceImport[];
  /** Names that the code looks up at run time now. */
  readonly lookups: ReadonlySet<string>;
  /** Names that code referred to only before. */
  readonly lost: ReadonlySet<string>;
}

/** Several ask about the same state. */
const known = new WeakMap<LaidTree, Promise<TouchedFacts>>();

/** Compares the touched files of a state with the state before. */
export const touchedFacts = (
  before: LaidTree,
  now: LaidTree,
  users: UserSearch,
  context: Context,
): Promise<TouchedFacts> => {
  let facts = known.get(now);
  if (facts === undefined) {
    facts = readTouched(before, now, users, context);
    known.set(now, facts);
  }
  return facts;
};

const readTouched = async (
  before: LaidTree,
  now: LaidTree,
  users: UserSearch,
  context: Context,
): Promise<TouchedFacts> => {
  const { store } = users;
  const paths = [...now.touched].filter(isSource);
  for (const tree of [before, now]) await loadFiles(paths, tree, store, context);
  const facts = { before: factsOf(paths, before, store), now: factsOf(paths, now, store) };
  const lost = exportsOnlyIn(facts.before.exports, facts.now.exports);
  const gained = exportsOnlyIn(facts.now.exports, facts.before.exports);
  const textOf = (name: NameId): string => store.names.textOf(name);
  const resolve = async (lines: readonly ExportLine[], tree: LaidTree): Promise<readonly Named[]> => {
    const found: Named[] = [];
    for (const line of lines)
      for (const symbol of await symbolsOf(line, tree, users, context)) found.push({ ...line, symbol });
    return found;
  };
  return {
    exports: paired(await resolve(lost, before), await resolve(gained, now)),
    inlined: new Set(inlinedBetween(facts.before, facts.now).map(textOf)),
    exportLines: gained,
    lostDefinitions: placesByName(onlyIn(facts.before.definitions, facts.now.definitions), textOf),
    gained: pathsByName(onlyIn(facts.now.references, facts.before.references), textOf),
    lookups: new Set([...facts.now.lookups].map(textOf)),
    imports: onlyIn(facts.before.imports, facts.now.imports),
    lost: new Set([...facts.before.named.keys()].filter((name) => !facts.now.named.has(name)).map(textOf)),
  };
};

const placesByName = (
  found: readonly NamePlace[],
  textOf: (name: NameId) => string,
): ReadonlyMap<string, SourcePlace> => new Map(found.map(({ name, place }) => [textOf(name), place]));

const pathsByName = (
  found: readonly NamePlace[],
  textOf: (name: NameId) => string,
): ReadonlyMap<string, ReadonlySet<string>> => {
  const paths = new Map<string, Set<string>>();
  for (const { name, place } of found) {
    const text = textOf(name);
    const known = paths.get(text);
    if (known === undefined) paths.set(text, new Set([place.path]));
    else known.add(place.path);
  }
  return paths;
};

interface Named extends ExportLine {
  readonly symbol: string;
}

const symbolsOf = async (
  line: ExportLine,
  tree: LaidTree,
  users: UserSearch,
  context: Context,
): Promise<readonly string[]> =>
  line.symbol === null
    ? (await users.exportsByLine(line.place.path, tree, context))(line.place.line)
    : [line.symbol];

const paired = (lost: readonly Named[], gained: readonly Named[]): readonly ExportChange[] => {
  const changes = new Map<string, ExportChange>();
  for (const { symbol, macro, place } of lost)
    changes.set(symbol, { symbol, before: { macro, place }, now: null });
  for (const { symbol, macro, place } of gained)
    changes.set(symbol, { symbol, before: changes.get(symbol)?.before ?? null, now: { macro, place } });
  return [...changes.values()];
};
