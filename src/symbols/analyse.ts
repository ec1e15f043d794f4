// The analysis of one tree after the other: what a state does not touch is taken over from the state before.
import type { Context } from '../base/context.js';
import type { NameId } from '../csource/name-table.js';
import { ItemFlag, ItemKind } from '../csource/summary.js';
import type { BlobReader, Tree } from '../git/tree.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE, type Formula, Formulas } from '../kbuild/formula/formula.js';
import { KbuildFiles, Kernel } from '../kbuild/kernel.js';
import { Closures } from './closure.js';
import { type Compilation, Compilations } from './compilation.js';
import type { Edge } from './edge.js';
import { EdgeDrafts } from './edge-draft.js';
import { exportsOf, mayExport, type UnitExport } from './export.js';
import { flagsOf, kindOf } from './item-rows.js';
import { expandedMacros, liveNames } from './live-name.js';
import { PRIMITIVES } from './primitive.js';
import type { EdgeQuery } from './query.js';
import { Reach, type Use } from './reach.js';
import { type Scope, scopesOf } from './scope.js';
import { type SummaryIndex, SummaryStore } from './summary-store.js';
import { UnitReader } from './unit-reader.js';

export interface Analysis {
  /** Sorted by consumer, provider, kind, symbol, condition. */
  readonly edges: readonly Edge[];
}

/** What a unit came to, with the files that it can read. */
interface UnitFacts {
  readonly compilation: Compilation;
  readonly paths: ReadonlySet<string>;
  exports: readonly UnitExport[] | null;
  uses: readonly Use[] | null;
}

/** Objects on one architecture. */
type Units = ReadonlyMap<string, readonly UnitFacts[]>;

const unitsKey = (object: CompositeObject, architecture: string): string => `${architecture} ${object.path}`;

export class Analyser {
  private readonly formulas = new Formulas();
  private readonly files: KbuildFiles;
  private readonly store: SummaryStore;
  private readonly exportPrimitives: ReadonlySet<NameId>;
  private readonly lookupPrimitives: ReadonlySet<NameId>;
  private previous: {
    readonly tree: Tree;
    readonly kernel: Kernel;
    readonly facts: ReadonlyMap<string, UnitFacts>;
  } | null = null;
  private targets: ReadonlySet<NameId> = new Set();

  constructor(
    reader: BlobReader,
    private readonly query: EdgeQuery,
  ) {
    this.files = new KbuildFiles(reader);
    this.store = new SummaryStore(reader);
    const named = (wanted: (kind: string) => boolean): ReadonlySet<NameId> =>
      new Set(
        [...PRIMITIVES].filter(([, { kind }]) => wanted(kind)).map(([name]) => this.store.names.idOf(name)),
      );
    this.exportPrimitives = named((kind) => kind === 'export');
    this.lookupPrimitives = named((kind) => kind !== 'export');
  }

  /**
   * The edges of one state of the tree. The states of a series are given in order: `tree.touched` says what differs from
   * the state before.
   * @throws UserError `input` when the tree makes no module of a queried name (near names are suggested).
   */
  async analyse(tree: Tree, context: Context): Promise<Analysis> {
    const kernel = await this.kernelOf(tree, context);
    const scopes = scopesOf(kernel, this.query);
    const closures = new Closures(this.store, tree);
    const units = await this.unitsOf(kernel, tree, scopes, closures, context);
    context.progress('analyse');
    const reader = new UnitReader(kernel, this.store, closures);
    const summaries = summariesOf(units, closures);
    this.findExports(scopes, units, closures, reader, summaries);
    this.findUses(scopes, units, closures, reader, summaries);
    const facts = new Map<string, UnitFacts>();
    for (const [key, list] of units)
      for (const fact of list) facts.set(`${key} ${fact.compilation.unit.path}`, fact);
    this.previous = { tree, kernel, facts };
    return { edges: this.edgesOf(kernel, scopes, units, closures) };
  }

  private async kernelOf(tree: Tree, context: Context): Promise<Kernel> {
    const before = this.previous;
    if (
      before !== null &&
      ![...tree.touched].some((path) => KbuildFiles.concerns(path) || appears(before.tree, tree, path))
    )
      return before.kernel;
    await this.files.load(tree, context);
    const { config, architecture } = this.query;
    return new Kernel(this.formulas, this.files, tree, {
      ...(config === undefined ? {} : { config }),
      ...(architecture === undefined ? {} : { architecture }),
    });
  }

  /** The units of every object in scope, with what is known of them from the state before. */
  private async unitsOf(
    kernel: Kernel,
    tree: Tree,
    scopes: readonly Scope[],
    closures: Closures,
    context: Context,
  ): Promise<Units> {
    const compilations = new Compilations(kernel, tree);
    const found = new Map<string, Compilation[]>();
    for (const { architecture, consumers, providers } of scopes)
      for (const object of [...consumers, ...providers]) {
        const key = unitsKey(object, architecture);
        if (!found.has(key))
          found.set(
            key,
            object.units.flatMap((unit) => compilations.of(object, unit, architecture) ?? []),
          );
      }
    await closures.load([...found.values()].flat(), context);
    const before = this.previous;
    const moved =
      before === null ||
      before.kernel !== kernel ||
      [...tree.touched].some((path) => appears(before.tree, tree, path));
    const units = new Map<string, UnitFacts[]>();
    for (const [key, list] of found)
      units.set(
        key,
        list.map((compilation): UnitFacts => {
          const known = before?.facts.get(`${key} ${compilation.unit.path}`);
          if (!moved && known !== undefined && !touches(known.paths, tree.touched))
            return { ...known, compilation };
          return { compilation, paths: closures.of(compilation), exports: null, uses: null };
        }),
      );
    return units;
  }

  private findExports(
    scopes: readonly Scope[],
    units: Units,
    closures: Closures,
    reader: UnitReader,
    summaries: readonly SummaryIndex[],
  ): void {
    const exporting = expandedMacros(this.store, summaries, this.exportPrimitives, false);
    const exports = new Map<SummaryIndex, boolean>();
    const may = (path: string): boolean => {
      const index = closures.summaryAt(path);
      if (index === undefined) return false;
      let known = exports.get(index);
      if (known === undefined) {
        known = mayExport(this.store, index, exporting);
        exports.set(index, known);
      }
      return known;
    };
    const targets = new Set(this.targets);
    for (const { architecture, providers } of scopes)
      for (const object of providers)
        for (const fact of units.get(unitsKey(object, architecture)) ?? []) {
          if (fact.exports === null)
            fact.exports = [...fact.paths].some(may)
              ? exportsOf(this.store, reader.read(fact.compilation), exporting)
              : [];
          for (const { symbol } of fact.exports) targets.add(symbol);
        }
    if (targets.size === this.targets.size) return;
    // A symbol that is exported only now may have been named before, in units that nobody touched.
    this.targets = targets;
    for (const list of units.values()) for (const fact of list) fact.uses = null;
  }

  private findUses(
    scopes: readonly Scope[],
    units: Units,
    closures: Closures,
    reader: UnitReader,
    summaries: readonly SummaryIndex[],
  ): void {
    const live = liveNames(this.store, summaries, this.targets, this.lookupPrimitives);
    const mentions = new Map<SummaryIndex, boolean>();
    const mayUse = (path: string): boolean => {
      const index = path.endsWith('.h') ? undefined : closures.summaryAt(path);
      if (index === undefined) return false;
      let known = mentions.get(index);
      if (known === undefined) {
        known = [...this.store.namesUsedIn(index)].some(
          (name) => live.names.has(name) || live.expanded.has(name),
        );
        mentions.set(index, known);
      }
      return known;
    };
    for (const { architecture, consumers } of scopes)
      for (const object of consumers)
        for (const fact of units.get(unitsKey(object, architecture)) ?? []) {
          if (fact.uses !== null) continue;
          if (![...fact.paths].some(mayUse)) {
            fact.uses = [];
            continue;
          }
          const { view, regions } = reader.read(fact.compilation);
          fact.uses = new Reach(this.store, view, regions, live, this.targets).run();
        }
  }

  private edgesOf(
    kernel: Kernel,
    scopes: readonly Scope[],
    units: Units,
    closures: Closures,
  ): readonly Edge[] {
    const drafts = new EdgeDrafts(kernel);
    for (const { architecture, consumers, providers } of scopes)
      for (const provider of providers) {
        const exports = this.exportsBySymbol(units.get(unitsKey(provider, architecture)) ?? []);
        for (const consumer of consumers) {
          if (consumer === provider) continue;
          const facts = units.get(unitsKey(consumer, architecture)) ?? [];
          const own = this.ownDefinitions(facts, closures, exports.keys());
          for (const { compilation, uses } of facts)
            for (const use of uses ?? []) {
              const exported = exports.get(use.symbol);
              if (exported === undefined || own.has(use.symbol)) continue;
              const { type, namespace, place } = exported.first;
              const when = this.formulas.and(this.formulas.and(compilation.when, use.when), exported.when);
              drafts.add({
                consumer,
                provider,
                architecture,
                kind: use.kind,
                when,
                symbol: this.store.names.textOf(use.symbol),
                reference: use.place,
                export: { ...place, type, namespace },
              });
            }
        }
      }
    return drafts.edges();
  }

  private exportsBySymbol(
    facts: readonly UnitFacts[],
  ): ReadonlyMap<NameId, { readonly first: UnitExport; readonly when: Formula }> {
    const bySymbol = new Map<NameId, { first: UnitExport; when: Formula }>();
    for (const { compilation, exports } of facts)
      for (const one of exports ?? []) {
        const when = this.formulas.and(compilation.when, one.when);
        if (when === FALSE) continue;
        const known = bySymbol.get(one.symbol);
        if (known === undefined) bySymbol.set(one.symbol, { first: one, when });
        else known.when = this.formulas.or(known.when, when);
      }
    return bySymbol;
  }

  /** Symbols that the consumer defines itself, so that it needs nobody else's. */
  private ownDefinitions(
    facts: readonly UnitFacts[],
    closures: Closures,
    symbols: Iterable<NameId>,
  ): ReadonlySet<NameId> {
    const files = new Set(facts.map(({ compilation }) => closures.summaryAt(compilation.unit.path)));
    const own = new Set<NameId>();
    for (const symbol of symbols) {
      const pairs = this.store.definitionsOf(symbol);
      for (let i = 0; i < pairs.length; i += 2) {
        if (!files.has(pairs[i])) continue;
        const summary = this.store.get(pairs[i] as number);
        const item = pairs[i + 1] as number;
        const linked =
          kindOf(summary, item) !== ItemKind.Macro &&
          (flagsOf(summary, item) & (ItemFlag.Static | ItemFlag.Inline)) === 0;
        if (linked) own.add(symbol);
      }
    }
    return own;
  }
}

/** Whether a path exists in one of two trees only: headers may be found elsewhere, and objects may have other sources. */
const appears = (before: Tree, after: Tree, path: string): boolean =>
  (before.blobAt(path) === undefined) !== (after.blobAt(path) === undefined);

const touches = (paths: ReadonlySet<string>, touched: ReadonlySet<string>): boolean => {
  for (const path of touched) if (paths.has(path)) return true;
  return false;
};

/** Every summary that some unit can read. */
const summariesOf = (units: Units, closures: Closures): readonly SummaryIndex[] => {
  const paths = new Set<string>();
  for (const list of units.values())
    for (const { paths: own } of list) for (const path of own) paths.add(path);
  const found = new Set<SummaryIndex>();
  for (const path of paths) {
    const index = closures.summaryAt(path);
    if (index !== undefined) found.add(index);
  }
  return [...found];
};
