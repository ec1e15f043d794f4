// The analysis of the states of a series, one after the other: a state reuses everything that its patch does not touch.
import type { Context } from '../base/context.js';
import type { Edge } from '../base/edge.js';
import { ASM, INLINE } from '../csource/keyword.js';
import { languageOf } from '../csource/language.js';
import type { NameId } from '../csource/name-table.js';
import type { BlobReader, Tree } from '../git/tree.js';
import { configOrigin, kernelVersion } from '../kbuild/config-origin.js';
import { Formulas } from '../kbuild/formula/formula.js';
import { KbuildFiles } from '../kbuild/kbuild-files.js';
import { architecturesOf, Kernel } from '../kbuild/kernel.js';
import { MacroKnowledge } from '../macro/macro-knowledge.js';
import { type SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { WarmStart } from '../summary/warm-start.js';
import { Closures } from '../unit/closure.js';
import { Prefetch } from '../unit/prefetch.js';
import { ProgramCache } from '../unit/program-cache.js';
import { absentModule } from './absent-module.js';
import type { EdgeDraft } from './edge-draft.js';
import { EdgeSearch } from './edge-search.js';
import { ExporterChoice, type TreeTexts } from './exporter-choice.js';
import { soughtParts } from './module-name.js';
import { type ModulePaths, modulePaths } from './module-path.js';
import { type NameFingerprint, nameFingerprint } from './name-fingerprint.js';
import { type EdgeQuery, isAboutAll } from './query.js';
import { isWide, type MissingName, missingNames, namesAll, type Scope, scopesOf } from './scope.js';
import { UnitTable } from './unit-table.js';
import { ALONE, sharesOf, type Workers } from './workers.js';

/** The result for one state. */
export interface Analysis {
  /** Sorted by consumer, provider, kind, symbol, condition. */
  readonly edges: readonly Edge[];
  /** Names of the query's optional directions that no module of the tree has. */
  readonly missing: readonly MissingName[];
  /** Where the modules of the query are built. */
  readonly paths: ModulePaths;
  readonly facts: TreeFacts;
}

/** The analysed tree, for inspectors and explanations. Valid until the next state is analysed. */
export interface TreeFacts {
  readonly store: SummaryStore;
  readonly kernel: Kernel;
  readonly scopes: readonly Scope[];
  readonly units: UnitTable;
  readonly closures: Closures;
  /** The edges on each architecture with their formulas. */
  readonly drafts: readonly EdgeDraft[];
  readonly macros: MacroKnowledge;
}

interface State extends TreeFacts {
  readonly tree: Tree;
  readonly shares: readonly Scope[];
  readonly programs: ProgramCache;
}

/**
 * Analyses the states of one series for one query. It owns the table of names, the summaries and the formulas of all its
 * states; a later state reuses what the tree's `touched` paths leave valid. One call of `analyse` at a time.
 */
export class Analyser {
  private readonly formulas = new Formulas();
  private readonly sought: readonly string[];
  private readonly files: KbuildFiles;
  private readonly store: SummaryStore;
  /** By direction, the symbols that the providers may export in some state so far. */
  private readonly targets = new Map<number, ReadonlySet<NameId>>();
  private macros: MacroKnowledge | null = null;
  private previous: State | null = null;

  constructor(
    reader: BlobReader,
    private readonly query: EdgeQuery,
    private readonly known?: WarmStart,
    /** The workers that share the modules of the query; each finds facts only for its own share. */
    private readonly workers: Workers = ALONE,
    /** Chooses among very many providers; without it all of them are read. Holds for one state. */
    private readonly texts?: TreeTexts,
  ) {
    this.sought = soughtParts(query.directions.flatMap(({ from, to }) => [from, to]));
    this.files = new KbuildFiles(reader, this.sought, known?.kbuild);
    this.store = new SummaryStore(reader, known, workers.count > 1);
  }

  /** Bytes of source that were read so far and were not in the warm start. */
  get bytesRead(): number {
    return this.store.bytesRead;
  }

  /** Everything read so far, for the next run of the same query. */
  warmStart(): WarmStart {
    return { ...this.store.warmStart(), kbuild: this.files.read };
  }

  /** The names on which the results so far depend: a change that leaves them alone leaves the edges (see name-fingerprint.ts). */
  namesAsked(): NameFingerprint {
    const { names, namesInConditions, consulted } = this.store;
    return nameFingerprint(names, [
      ...namesInConditions,
      ...consulted,
      ...(this.macros?.names() ?? []),
      INLINE,
      ASM,
    ]);
  }

  /**
   * The edges of one state. Call it for the states of a series in order: `tree.touched` lists the paths that differ from
   * the state before.
   * @throws UserError `input` when the tree builds no module of a queried name (near names are suggested).
   */
  async analyse(tree: Tree, context: Context): Promise<Analysis> {
    const before = this.previous;
    const { kernel, scopes: all } = await this.scopedKernel(tree, context);
    // The same kernel object means that no file was added or removed: only touched files are read again.
    const kept = before?.kernel === kernel ? before : undefined;
    if (kept === undefined && this.texts === undefined && isAboutAll(this.query)) orderVariables(kernel, all);
    const chosen = await this.withExporters({ kernel, scopes: all }, tree, context);
    const scopes = chosen?.scopes ?? all;
    const closures = new Closures(this.store, tree, kept?.closures);
    const shares = kept?.shares ?? sharesOf(scopes, this.workers);
    const units = new UnitTable(kernel, tree, shares, kept?.units);
    await closures.load(units.compilations(), context);
    this.endReadPhase();
    const reads = closures.readersOf(tree.touched);
    units.fill(closures, (compilation) => !reads(compilation), chosen?.units ?? kept?.units ?? null);
    context.progress('analyse');
    const roles = closures.roles();
    this.macros = this.macrosOf(roles, tree, closures);
    const { includes } = this.query;
    const programs = kept?.programs ?? new ProgramCache(kernel, this.store, isWide(scopes));
    const { store, macros, targets, workers } = this;
    const search = new EdgeSearch({
      kernel,
      store,
      closures,
      units,
      macros,
      roles,
      targets,
      programs,
      includes,
      workers,
    });
    const drafts = await search.run(scopes, shares, context);
    const facts: TreeFacts = { store, kernel, scopes, units, closures, macros, drafts: drafts.all() };
    this.previous = { tree, shares, programs, ...facts };
    const missing = missingNames(kernel, this.query);
    return { edges: drafts.edges(), missing, paths: modulePaths(scopes), facts };
  }

  /**
   * The scopes without the providers that export nothing of what the consumers use, and the units of the consumers with
   * their uses; null when no texts choose among the providers.
   */
  private async withExporters(
    { kernel, scopes }: Pick<State, 'kernel' | 'scopes'>,
    tree: Tree,
    context: Context,
  ): Promise<{ readonly scopes: readonly Scope[]; readonly units: UnitTable } | null> {
    const { texts, store, targets } = this;
    if (texts === undefined) return null;
    const choice = new ExporterChoice(kernel, tree, texts);
    await choice.read(store, context);
    const first = await choice.narrowed(scopes, [], context);
    const closures = new Closures(store, tree);
    const units = new UnitTable(kernel, tree, first);
    await closures.load(units.compilations(), context);
    units.fill(closures, () => false, null);
    const roles = closures.roles();
    const macros = new MacroKnowledge(store, roles.all, roles);
    const symbols = choice.symbols(scopes, store);
    for (const { direction } of scopes) targets.set(direction, symbols);
    const programs = new ProgramCache(kernel, store, false);
    const search = new EdgeSearch({
      kernel,
      store,
      closures,
      units,
      macros,
      roles,
      targets,
      programs,
      includes: false,
      workers: ALONE,
    });
    await search.run(first, first, context);
    const used = new Set(units.uses().map(({ symbol }) => store.names.textOf(symbol)));
    return { scopes: await choice.narrowed(scopes, used, context), units };
  }

  /** All files are read. Workers analyse one state only: evict what a next state would need. */
  private endReadPhase(): void {
    this.store.endReadPhase();
    if (this.workers.count > 1) this.files.evict();
  }

  private macrosOf(roles: ReturnType<Closures['roles']>, tree: Tree, closures: Closures): MacroKnowledge {
    const before = this.previous;
    if (this.macros === null || before === null) return new MacroKnowledge(this.store, roles.all, roles);
    const replaced = new Map<SummaryIndex, SummaryIndex | undefined>();
    for (const path of tree.touched) {
      const now = closures.summaryAt(path);
      const blob = before.tree.blobAt(path);
      if (now !== undefined)
        replaced.set(now, blob === undefined ? undefined : this.store.indexOf(blob, languageOf(path)));
    }
    return this.macros.for(roles.all, replaced, roles);
  }

  private async scopedKernel(tree: Tree, context: Context): Promise<Pick<State, 'kernel' | 'scopes'>> {
    const before = this.previous;
    const same =
      before !== null && !movesFiles(before.tree, tree) && ![...tree.touched].some(KbuildFiles.concerns);
    if (same) return before;
    await this.loadFiles(tree, context);
    if (before === null) this.reportOtherVersion(tree, context);
    if (this.sought.length > 0) {
      const kernel = this.kernelWithin(tree, this.files.foldersOfSought(tree));
      if (namesAll(kernel, this.query)) return this.scoped(kernel, tree);
    }
    // No Makefile spells the name: read the whole tree to find it.
    return this.scoped(this.kernelWithin(tree), tree);
  }

  /** A `.config` of another kernel lacks symbols of this one: they count as n. */
  private reportOtherVersion(tree: Tree, context: Context): void {
    const { config } = this.query;
    const origin = config === undefined ? null : configOrigin(config);
    const version = kernelVersion(this.files.makefile(tree, 'Makefile') ?? []);
    if (origin === null || version === null || origin.version === version) return;
    context.report({
      severity: 'warning',
      code: 'config-version',
      message: `the kernel configuration is for ${origin.version}, and the tree is ${version}: symbols that it lacks count as n; run make olddefconfig first`,
    });
  }

  private async loadFiles(tree: Tree, context: Context): Promise<void> {
    const isFirst = this.previous === null && this.known === undefined;
    if (!isFirst || this.sought.length === 0) return this.files.load(tree, context);
    const { config, architecture } = this.query;
    // Prefetched files are no part of the read set: no edge depends on them.
    const unrecorded = tree.unrecorded ?? tree;
    const all = config === undefined ? architecturesOf(unrecorded) : [];
    const architectures = architecture === undefined ? all : [architecture];
    const prefetch = new Prefetch(this.store, unrecorded, this.sought, architectures);
    const loaded = this.files.load(tree, context).finally(() => prefetch.stop());
    await Promise.all([loaded, prefetch.run()]);
  }

  private scoped(kernel: Kernel, tree: Tree): Pick<State, 'kernel' | 'scopes'> {
    const { config, architecture } = this.query;
    const isNarrowed = config !== undefined || architecture !== undefined;
    const everything = isNarrowed ? () => new Kernel(this.formulas, this.files, tree, {}) : null;
    return {
      kernel,
      scopes: scopesOf(
        kernel,
        this.query,
        (name) => absentModule(name, kernel, everything),
        this.texts !== undefined,
      ),
    };
  }

  private kernelWithin(tree: Tree, within?: ReadonlySet<string>): Kernel {
    const { config, architecture } = this.query;
    return new Kernel(this.formulas, this.files, tree, {
      ...(config === undefined ? {} : { config }),
      ...(architecture === undefined ? {} : { architecture }),
      ...(within === undefined ? {} : { within }),
    });
  }
}

/** Workers print equal conditions only if their formulas have the same order of variables. */
const orderVariables = (kernel: Kernel, scopes: readonly Scope[]): void => {
  for (const architecture of new Set(scopes.map((scope) => scope.architecture)))
    kernel.configurationOf(architecture).orderVariables();
};

/** Whether a touched path exists in one tree only: includes may then resolve differently, and objects have other sources. */
const movesFiles = (before: Tree, after: Tree): boolean =>
  [...after.touched].some(
    (path) => (before.blobAt(path) === undefined) !== (after.blobAt(path) === undefined),
  );
