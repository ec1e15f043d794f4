// What the files that a patch touches say of symbols before it and after it: exports, definitions, declarations, uses.
// Summaries alone tell, no unit is read.

import type { SourcePlace } from '../base/edge.js';
import { isHeader } from '../csource/language.js';
import type { NameId } from '../csource/name-table.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  CallColumn,
  ItemFlag,
  ItemKind,
  itemCount,
  REF_STRIDE,
  RefColumn,
  type Summary,
} from '../csource/summary.js';
import type { Tree } from '../git/tree.js';
import { callRange, flagsOf, kindOf, lineOf, nameOf, regionOf } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { isLookupByName, PRIMITIVES } from '../unit/primitive.js';
import { callArguments } from '../unit/unit-region.js';
import { unquoted } from './grant.js';
import { summaryOf } from './mention.js';
import { RegionTexts } from './region-text.js';

/** A macro call that exports, in the words of the source. */
export interface ExportLine {
  /** The symbol; null when only the macro's definition tells. */
  readonly symbol: string | null;
  readonly macro: string;
  /** Equal for two calls that say the same under the same `#if`s. */
  readonly text: string;
  readonly place: SourcePlace;
}

/** A definition or a reference in a file, by the name and the `#if`s around it. */
export interface NamePlace {
  readonly name: NameId;
  readonly place: SourcePlace;
}

/** What a set of files says of symbols, by the names of one store. */
export interface FileFacts {
  readonly exports: readonly ExportLine[];
  /** Functions and variables that others can link to. */
  readonly defined: ReadonlySet<NameId>;
  /** Names that headers only declare. */
  readonly declared: ReadonlySet<NameId>;
  /** Names that headers offer as a macro or an inline function. */
  readonly offered: ReadonlySet<NameId>;
  /** Names that code refers to, with the first file that does. */
  readonly named: ReadonlyMap<NameId, string>;
  /** Definitions that others can link to; the keys are equal for the same name in the same file under the same `#if`s. */
  readonly definitions: ReadonlyMap<string, NamePlace>;
  /** References with keys of the same kind. */
  readonly references: ReadonlyMap<string, NamePlace>;
  /** Namespaces that files import, as `path namespace`. */
  readonly imports: ReadonlyMap<string, NamespaceImport>;
  /** Names that code looks up at run time. */
  readonly lookups: ReadonlySet<NameId>;
}

/** A MODULE_IMPORT_NS line. */
export interface NamespaceImport {
  readonly namespace: string;
  readonly place: SourcePlace;
}

interface Draft {
  readonly exports: ExportLine[];
  readonly defined: Set<NameId>;
  readonly declared: Set<NameId>;
  readonly offered: Set<NameId>;
  readonly named: Map<NameId, string>;
  readonly definitions: Map<string, NamePlace>;
  readonly references: Map<string, NamePlace>;
  readonly imports: Map<string, NamespaceImport>;
  readonly lookups: Set<NameId>;
}

/** Reads the facts of some files of a tree; those that were not loaded, or are not there, say nothing. */
export const factsOf = (paths: Iterable<string>, tree: Tree, store: SummaryStore): FileFacts => {
  const draft: Draft = {
    exports: [],
    defined: new Set(),
    declared: new Set(),
    offered: new Set(),
    named: new Map(),
    definitions: new Map(),
    references: new Map(),
    imports: new Map(),
    lookups: new Set(),
  };
  for (const path of paths) {
    const index = summaryOf(path, tree, store);
    if (index !== undefined) new FactCollector(store, index, path, draft).add();
  }
  return draft;
};

/** The exports of some files of a tree, as the source calls them. */
export const exportLines = (
  paths: Iterable<string>,
  tree: Tree,
  store: SummaryStore,
): readonly ExportLine[] => {
  const found: ExportLine[] = [];
  for (const path of paths) {
    const index = summaryOf(path, tree, store);
    if (index !== undefined) addExports(store, index, path, found);
  }
  return found;
};

/** Whether a path is one of the files that count. */
export const isSource = (path: string): boolean =>
  /\.[chS]$/.test(path) && !/^(?:Documentation|tools|scripts)\//.test(path);

/** Adds the facts of one file to a draft. */
class FactCollector {
  private readonly summary: Summary;
  private readonly regions: RegionTexts;

  constructor(
    private readonly store: SummaryStore,
    private readonly index: SummaryIndex,
    private readonly path: string,
    private readonly draft: Draft,
  ) {
    this.summary = store.get(index);
    this.regions = new RegionTexts(store, index);
  }

  add(): void {
    const { store, index, path, draft } = this;
    for (let item = 0; item < itemCount(this.summary); item++) this.item(item);
    addExports(store, index, path, draft.exports);
    for (const name of store.namesUsedIn(index))
      if (isName(name) && !draft.named.has(name)) draft.named.set(name, path);
    const { refs, calls } = this.summary;
    for (let row = 0; row < refs.length; row += REF_STRIDE) {
      const name = refs[row] as number;
      const region = refs[row + RefColumn.Region] as number;
      if (isName(name)) this.place(draft.references, name, region, refs[row + RefColumn.Line] as number);
    }
    for (let row = 0; row < calls.length; row += CALL_STRIDE) this.call(row);
  }

  private item(item: number): void {
    const { summary, draft } = this;
    const kind = kindOf(summary, item);
    const flags = flagsOf(summary, item);
    const name = nameOf(summary, item);
    const isInHeader = isHeader(this.path);
    const isHidden = (flags & (ItemFlag.Static | ItemFlag.Inline)) !== 0;
    if (kind === ItemKind.Prototype || (kind === ItemKind.Variable && (flags & ItemFlag.Extern) !== 0)) {
      if (isInHeader) draft.declared.add(name);
    } else if (kind === ItemKind.Macro || isHidden) {
      if (isInHeader) draft.offered.add(name);
    } else if (kind !== ItemKind.Invocation)
      this.define(name, regionOf(summary, item), lineOf(summary, item));
  }

  private call(row: number): void {
    const { store, draft, path } = this;
    const { calls, args } = this.summary;
    const macro = store.names.textOf(calls[row] as number);
    const region = calls[row + CallColumn.Region] as number;
    const line = calls[row + CallColumn.Line] as number;
    for (const argument of callArguments(calls, args, row)) {
      if (!isName(argument)) continue;
      if (macro.startsWith('DEFINE_')) this.define(argument, region, line);
      this.place(draft.references, argument, region, line);
      if (isLookupByName(macro)) {
        const name = store.names.idOf(unquoted(store.names.textOf(argument)));
        draft.lookups.add(name);
        this.place(draft.references, name, region, line);
      }
      if (macro !== 'MODULE_IMPORT_NS') continue;
      const namespace = unquoted(store.names.textOf(argument));
      draft.imports.set(`${path} ${namespace}`, { namespace, place: { path, line } });
    }
  }

  private define(name: NameId, region: number, line: number): void {
    this.draft.defined.add(name);
    this.place(this.draft.definitions, name, region, line);
  }

  /** Adds the first place of a name in a region. */
  private place(to: Map<string, NamePlace>, name: NameId, region: number, line: number): void {
    const key = `${this.path} ${name} ${this.regions.of(region)}`;
    if (!to.has(key)) to.set(key, { name, place: { path: this.path, line } });
  }
}

/** Calls that export by themselves, or by the look of their name through a macro of a subsystem. */
const addExports = (store: SummaryStore, index: SummaryIndex, path: string, found: ExportLine[]): void => {
  const summary = store.get(index);
  const { names } = store;
  const regions = new RegionTexts(store, index);
  for (let item = 0; item < itemCount(summary); item++) {
    const isMacro = kindOf(summary, item) === ItemKind.Macro;
    if (!isMacro && kindOf(summary, item) !== ItemKind.Invocation) continue;
    const [from, to] = callRange(summary, item);
    for (let row = from; row < to; row += CALL_STRIDE) {
      const macro = names.textOf(summary.calls[row] as number);
      const primitive = PRIMITIVES.get(macro);
      if (primitive === undefined ? !macro.includes('EXPORT') : primitive.kind !== 'export') continue;
      const args = Array.from(callArguments(summary.calls, summary.args, row));
      const words = args.map((argument) => (isName(argument) ? names.textOf(argument) : String(argument)));
      const isPlain = !isMacro && primitive !== undefined && isName(args[0] ?? -1);
      const around = regions.of(regionOf(summary, item));
      found.push({
        symbol: isPlain ? (words[0] ?? null) : null,
        macro,
        text: JSON.stringify([isMacro ? names.textOf(nameOf(summary, item)) : '', macro, words, around]),
        place: { path, line: summary.calls[row + 2] as number },
      });
    }
  }
};

const isName = (argument: number): boolean => argument >= 0 && argument < CALL_ARGUMENT;

/** The export lines of one list that the other lacks, wherever in the file they stand. */
export const exportsOnlyIn = (
  lines: readonly ExportLine[],
  others: readonly ExportLine[],
): readonly ExportLine[] => {
  const known = new Map<string, number>();
  const keyOf = ({ place, text }: ExportLine): string => `${place.path} ${text}`;
  for (const line of others) known.set(keyOf(line), (known.get(keyOf(line)) ?? 0) + 1);
  return lines.filter((line) => {
    const left = known.get(keyOf(line)) ?? 0;
    if (left > 0) known.set(keyOf(line), left - 1);
    return left === 0;
  });
};

/** The entries of one map whose keys the other lacks. */
export const onlyIn = <T>(some: ReadonlyMap<string, T>, others: ReadonlyMap<string, T>): readonly T[] =>
  [...some].filter(([key]) => !others.has(key)).map(([, value]) => value);

/** Names declared by a header before, of which it makes a macro or an inline function now: nobody links to them any more. */
export const inlinedBetween = (before: FileFacts, now: FileFacts): readonly NameId[] =>
  [...now.offered].filter((name) => before.declared.has(name) && !now.declared.has(name));
