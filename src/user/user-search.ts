// Who has to do with a symbol, anywhere in a tree. Nothing else of the tree is read: what spells the symbol, or a macro
// that comes to it, is found first, and only those units are analysed.
import type { Context } from '../base/context.js';
import type { SourcePlace } from '../base/edge.js';
import { byCodeUnit } from '../base/order.js';
import {
  type ExportIndex,
  exportIndex,
  INDEXED_TEXTS,
  type IncluderIndex,
  includerIndex,
} from '../edge/export-index.js';
import type { BlobReader, LaidTree, WordSearch } from '../git/tree.js';
import type { Kernel } from '../kbuild/kernel.js';
import { exportLinesOf } from '../macro/export.js';
import { MacroKnowledge } from '../macro/macro-knowledge.js';
import { SummaryStore } from '../summary/summary-store.js';
import { Closures } from '../unit/closure.js';
import { ForwardNames } from './forward-name.js';
import { grantIn, type ModuleGrant } from './grant.js';
import { definitionPlace, mayBeMade } from './hidden-definition.js';
import { includeNameOf, loadFiles, mentionsAmong, mentionsOf, summaryOf } from './mention.js';
import { SymbolReading, type SymbolUse, type UnitFacts } from './symbol-reading.js';
import { compilationsFor, type SearchLimit, unitsOf } from './unit-choice.js';
import { type ConfigurationChoice, type WholeKernel, WholeKernels } from './whole-kernel.js';

/** All of a tree that has to do with some symbols. */
export interface SymbolUsage extends UnitFacts {
  readonly kernel: Kernel;
  /** False when so many files name the symbols that not all were looked at, or not on all architectures. */
  readonly complete: boolean;
  /** Whether all files that name the symbols were analysed, at least on one architecture each. */
  readonly allFiles: boolean;
  /** Where a file that no object is compiled from defines a symbol; null when none does. */
  readonly unbuilt: (symbol: string) => SourcePlace | null;
  /** Whether the symbol may be made in a way that is not seen: by a macro, by assembler, by a linker script. */
  readonly mayBeMade: (symbol: string) => boolean;
  /** What the module of a use may use, by its own files, or by the headers of the unit too, which takes longer. */
  readonly grantOf: (use: SymbolUse, withHeaders: boolean, context: Context) => Promise<ModuleGrant>;
}

interface LineIndexes {
  readonly exports: ExportIndex;
  readonly includers: IncluderIndex;
}

/** The symbols that a file exports at a line. */
export type ExportsByLine = (line: number) => readonly string[];

/** What a search tells, and how much it reads. */
export interface UserSearchOptions {
  /** Whether each use tells the macros and inline functions that lead to the symbol. */
  readonly tellsPaths?: boolean;
  /** Files that are read at most. */
  readonly mostFiles?: number;
}

/** Answers for one tree after the other; summaries and Kbuild are kept between them. */
export class UserSearch {
  private readonly kernels: WholeKernels;
  /** Not the one of a pair's analysis: what other modules define would change what is said of the pair. */
  readonly store: SummaryStore;
  private readonly exportLines = new Map<string, ExportsByLine>();
  private readonly indexes = new WeakMap<LaidTree, Promise<LineIndexes>>();

  constructor(
    reader: BlobReader,
    private readonly words: WordSearch,
    choice: ConfigurationChoice = {},
    private readonly options: UserSearchOptions = {},
  ) {
    this.kernels = new WholeKernels(reader, choice);
    this.store = new SummaryStore(reader);
  }

  /**
   * What the exports of a file come to, also through macros of a subsystem, whatever the configuration is: for a line the
   * symbols that it exports; for a line in a macro's own body, where no export stands, all symbols of the file.
   */
  async exportsByLine(path: string, tree: LaidTree, context: Context): Promise<ExportsByLine> {
    const blob = tree.blobAt(path);
    const key = `${path} ${blob}`;
    const known = this.exportLines.get(key);
    if (known !== undefined) return known;
    const { store } = this;
    const whole = await this.kernels.of(tree, context);
    const closures = new Closures(store, tree);
    await closures.load(compilationsFor(path, whole, tree), context);
    await loadFiles([path], tree, store, context);
    const index = summaryOf(path, tree, store);
    const roles = closures.roles();
    const { exporting, mayExpand } = new MacroKnowledge(store, roles.all, roles);
    const symbols = index === undefined ? new Map() : exportLinesOf(store, index, exporting, mayExpand);
    const all = [...new Set([...symbols.values()].flat())];
    const answer: ExportsByLine = (line) => symbols.get(line) ?? all;
    this.exportLines.set(key, answer);
    return answer;
  }

  /** All objects of a tree. */
  kernelOf(tree: LaidTree, context: Context): Promise<WholeKernel> {
    return this.kernels.of(tree, context);
  }

  /**
   * The exports of a tree by symbol, as far as single lines tell.
   * @throws UserError `environment` when git fails.
   */
  async exportsOf(tree: LaidTree, context: Context): Promise<ExportIndex> {
    return (await this.indexesOf(tree, context)).exports;
  }

  /** A unit that reads a header; null when none is found. */
  async unitReading(header: string, tree: LaidTree, context: Context): Promise<string | null> {
    const { objectsOf } = await this.kernels.of(tree, context);
    const files = await this.words.filesWith(tree, new Set([includeNameOf(header)]), context);
    return files.find((path) => path.endsWith('.c') && objectsOf(path).length > 0) ?? null;
  }

  /** The units that compile some files through `#include "x.c"`, and the files themselves. */
  async withIncluders(
    paths: Iterable<string>,
    tree: LaidTree,
    context: Context,
  ): Promise<ReadonlySet<string>> {
    const { includers } = await this.indexesOf(tree, context);
    const found = new Set(paths);
    for (const path of found) for (const includer of includers.get(path) ?? []) found.add(includer);
    return found;
  }

  private indexesOf(tree: LaidTree, context: Context): Promise<LineIndexes> {
    let indexes = this.indexes.get(tree);
    if (indexes === undefined) {
      indexes = this.words
        .linesWith(tree, INDEXED_TEXTS, context)
        .then((lines) => ({ exports: exportIndex(lines), includers: includerIndex(lines, tree) }));
      this.indexes.set(tree, indexes);
    }
    return indexes;
  }

  /**
   * The files that have one of some words.
   * @throws UserError `environment` when git fails.
   */
  filesNaming(words: ReadonlySet<string>, tree: LaidTree, context: Context): Promise<readonly string[]> {
    return this.words.filesWith(tree, words, context);
  }

  /** The names that the headers of a unit declare and define. */
  async namesFor(path: string, tree: LaidTree, context: Context): Promise<ForwardNames> {
    const whole = await this.kernels.of(tree, context);
    const closures = new Closures(this.store, tree);
    await closures.load(compilationsFor(path, whole, tree).slice(0, 1), context);
    const { all, isHeader } = closures.roles();
    return new ForwardNames(this.store, [...all].filter(isHeader));
  }

  /**
   * Everything that has to do with some symbols in a tree.
   * @throws UserError `environment` when git fails.
   */
  async find(
    symbols: ReadonlySet<string>,
    tree: LaidTree,
    context: Context,
    limit: SearchLimit = {},
  ): Promise<SymbolUsage> {
    const { store } = this;
    const whole = await this.kernels.of(tree, context);
    const isUnit = (path: string): boolean => whole.objectsOf(path).length > 0;
    const { includers } = await this.indexesOf(tree, context);
    const { users, among } = limit;
    const { mostFiles } = this.options;
    const world = { tree, search: this.words, store, includers, isUnit, mostFiles };
    const found =
      among === undefined
        ? await mentionsOf(symbols, world, users === undefined, context)
        : await mentionsAmong(symbols, among, tree, store, context);
    await loadFiles(users ?? [], tree, store, context);
    // A user of an inline function need not spell the symbols that it leads to.
    const mentions = { ...found, files: [...new Set([...found.files, ...(users ?? [])])].sort(byCodeUnit) };
    const { compilations, complete } = unitsOf(whole, mentions, tree, store, limit);
    const closures = new Closures(store, tree);
    await closures.load(compilations, context);
    const reading = new SymbolReading(whole.kernel, store, closures, symbols, this.options.tellsPaths);
    const facts: UnitFacts[] = [];
    for (const [at, compilation] of compilations.entries()) {
      if (compilation.architecture !== compilations[at - 1]?.architecture) reading.evict();
      context.signal.throwIfAborted();
      context.progress(`analyse users ${at + 1}/${compilations.length}`);
      facts.push(reading.read(compilation));
    }
    const grants = new Map<string, Promise<ModuleGrant>>();
    const readGrant = async (
      { object, compilation }: SymbolUse,
      withHeaders: boolean,
      context: Context,
    ): Promise<ModuleGrant> => {
      const paths = object.units.map(({ path }) => path);
      await loadFiles(paths, tree, store, context);
      const own = paths.flatMap((path) => summaryOf(path, tree, store) ?? []);
      const headers = withHeaders ? reading.filesOf(compilation) : [];
      return grantIn(object.name, new Set([...own, ...headers]), store);
    };
    return {
      kernel: whole.kernel,
      uses: facts.flatMap(({ uses }) => uses),
      exports: facts.flatMap(({ exports }) => exports),
      definitions: facts.flatMap(({ definitions }) => definitions),
      complete: complete && mentions.complete,
      allFiles: mentions.complete,
      unbuilt: (symbol) => {
        const files = mentions.files.filter((path) => path.endsWith('.c') && !isUnit(path));
        return definitionPlace(symbol, files, tree, store);
      },
      mayBeMade: (symbol) => mayBeMade(symbol, mentions.files, tree, store),
      grantOf: (use, withHeaders, context) => {
        const key = withHeaders
          ? `${use.architecture} ${use.object.path} ${use.compilation.unit.path}`
          : use.object.path;
        let grant = grants.get(key);
        if (grant === undefined) {
          grant = readGrant(use, withHeaders, context);
          grants.set(key, grant);
        }
        return grant;
      },
    };
  }
}
