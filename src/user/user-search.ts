// Who has to do with a symbol, anywhere in a tree. Nothing else of the tree is read: what spells the symbol, or a macro
// that comes to it, is found first, and only those units are analysed.
import type { Context } from '../base/context.js';
import type { BlobReader, LaidTree, WordSearch } from '../git/tree.js';
import type { Kernel } from '../kbuild/kernel.js';
import { exportLinesOf } from '../macro/export.js';
import { MacroKnowledge } from '../macro/macro-knowledge.js';
import { SummaryStore } from '../summary/summary-store.js';
import { Closures } from '../unit/closure.js';
import { grantIn, type ModuleGrant } from './grant.js';
import { loadFiles, mentionsOf, summaryOf } from './mention.js';
import { SymbolReading, type SymbolUse, type UnitFacts } from './symbol-reading.js';
import { compilationsFor, unitsOf } from './unit-choice.js';
import { type ConfigurationChoice, WholeKernels } from './whole-kernel.js';

/** All of a tree that has to do with some symbols. */
export interface SymbolUsage extends UnitFacts {
  readonly kernel: Kernel;
  /** False when so many files name the symbols that not all were looked at, or not on all architectures. */
  readonly complete: boolean;
  /** What the module of a use may use. */
  readonly grantOf: (use: SymbolUse, context: Context) => Promise<ModuleGrant>;
}

/** The symbols that a file exports at a line. */
export type ExportsByLine = (line: number) => readonly string[];

/** Answers for one tree after the other; summaries and Kbuild are kept between them. */
export class UserSearch {
  private readonly kernels: WholeKernels;
  /** Not the one of a pair's analysis: what other modules define would change what is said of the pair. */
  readonly store: SummaryStore;
  private readonly exportLines = new Map<string, ExportsByLine>();

  constructor(
    reader: BlobReader,
    private readonly words: WordSearch,
    choice: ConfigurationChoice = {},
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

  /**
   * Everything that has to do with some symbols in a tree.
   * @throws UserError `environment` when git fails.
   */
  async find(symbols: ReadonlySet<string>, tree: LaidTree, context: Context): Promise<SymbolUsage> {
    const { store } = this;
    const whole = await this.kernels.of(tree, context);
    const isUnit = (path: string): boolean => whole.objectsOf(path).length > 0;
    const mentions = await mentionsOf(symbols, tree, this.words, store, isUnit, context);
    const { compilations, complete } = unitsOf(whole, mentions, tree, store);
    const closures = new Closures(store, tree);
    await closures.load(compilations, context);
    const reading = new SymbolReading(whole.kernel, store, closures, symbols);
    const facts: UnitFacts[] = [];
    for (const [at, compilation] of compilations.entries()) {
      if (compilation.architecture !== compilations[at - 1]?.architecture) reading.evict();
      context.signal.throwIfAborted();
      context.progress(`analyse users ${at + 1}/${compilations.length}`);
      facts.push(reading.read(compilation));
    }
    const grants = new Map<string, Promise<ModuleGrant>>();
    const readGrant = async ({ object, compilation }: SymbolUse, context: Context): Promise<ModuleGrant> => {
      const paths = object.units.map(({ path }) => path);
      await loadFiles(paths, tree, store, context);
      const own = paths.flatMap((path) => summaryOf(path, tree, store) ?? []);
      return grantIn(object.name, new Set([...own, ...reading.filesOf(compilation)]), store);
    };
    return {
      kernel: whole.kernel,
      uses: facts.flatMap(({ uses }) => uses),
      exports: facts.flatMap(({ exports }) => exports),
      definitions: facts.flatMap(({ definitions }) => definitions),
      complete: complete && mentions.complete,
      grantOf: (use, context) => {
        const key = `${use.architecture} ${use.object.path} ${use.compilation.unit.path}`;
        let grant = grants.get(key);
        if (grant === undefined) {
          grant = readGrant(use, context);
          grants.set(key, grant);
        }
        return grant;
      },
    };
  }
}
