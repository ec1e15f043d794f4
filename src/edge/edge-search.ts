// Finds the edges of one state: the symbols that providers may export, the consumers that reach them, and the conditions.
import type { Context } from '../base/context.js';
import { groupBy } from '../base/group.js';
import { whileWaiting } from '../base/while-waiting.js';
import { yieldToEvents } from '../base/yield.js';
import type { NameId } from '../csource/name-table.js';
import { ItemFlag, ItemKind } from '../csource/summary.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE, type Formula } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';
import { exportsByConfigAlone, exportsOf, type UnitExport } from '../macro/export.js';
import type { MacroKnowledge } from '../macro/macro-knowledge.js';
import { mayUse, type ReachingTests } from '../macro/reaching-names.js';
import { type Lookup, Reach, type Use } from '../reach/reach.js';
import { flagsOf, kindOf } from '../summary/item-rows.js';
import { NameFlags, type NameTest } from '../summary/name-flags.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { Closures, FileRoles } from '../unit/closure.js';
import type { Compilation } from '../unit/compilation.js';
import { folderOfUnit, includeUses, OwnHeaders } from '../unit/include-edge.js';
import type { ProgramCache } from '../unit/program-cache.js';
import { UnitReader } from '../unit/unit-reader.js';
import { UnitRegions } from '../unit/unit-region.js';
import { EdgeDrafts } from './edge-draft.js';
import { type Exporter, packExporters, unpackExporters } from './exporter.js';
import { existsWhen, isPossible, type Scope } from './scope.js';
import type { UnitFacts, UnitTable } from './unit-table.js';
import { VMLINUX } from './vmlinux.js';
import { exchangeNames, type Workers } from './workers.js';

type Exported = Omit<Exporter, 'provider'>;

/** The targets of one direction. */
interface Targets {
  readonly targets: ReadonlySet<NameId>;
  readonly isTarget: NameTest;
  readonly reaching: ReachingTests;
}

/** What a search reads: the state of the tree, and what earlier states left. */
export interface SearchState {
  readonly kernel: Kernel;
  readonly store: SummaryStore;
  readonly closures: Closures;
  readonly units: UnitTable;
  readonly macros: MacroKnowledge;
  readonly roles: FileRoles;
  /** The targets of each direction in earlier states; the search adds those of this state. */
  readonly targets: Map<number, ReadonlySet<NameId>>;
  readonly programs: ProgramCache;
  /** Whether the query wants `include` edges. */
  readonly includes: boolean;
  readonly workers: Workers;
}

/** Modules between two yields to the event loop: a fraction of a second. */
const CONSUMERS_PER_YIELD = 32;

/**
 * One search, in three phases with an exchange between workers after each: candidate exports of the providers, uses of the
 * consumers, exports of the used symbols. It fills the facts of `units`, which the next state reuses.
 */
export class EdgeSearch {
  private readonly reader: UnitReader;
  private readonly mentions = new Map<string, boolean>();
  /** Directions to the kernel image: their edges are marked when the optimiser may drop them. */
  private readonly marked = new Set<number>();

  private readonly kernel: Kernel;
  private readonly store: SummaryStore;
  private readonly units: UnitTable;
  private readonly macros: MacroKnowledge;

  constructor(private readonly state: SearchState) {
    const { kernel, store, units, macros, programs, closures, includes } = state;
    [this.kernel, this.store, this.units, this.macros] = [kernel, store, units, macros];
    this.reader = new UnitReader(programs, store, closures, includes);
  }

  /**
   * @param scopes those of the query.
   * @param shares the same scopes with the modules of this worker's share.
   */
  async run(scopes: readonly Scope[], shares: readonly Scope[], context: Context): Promise<EdgeDrafts> {
    const drafts = new EdgeDrafts(this.kernel);
    this.prepare(scopes);
    const targets = new Map<number, ReadonlySet<NameId>>();
    for (const direction of new Set(scopes.map((scope) => scope.direction))) {
      const mine = shares.filter((share) => share.direction === direction);
      targets.set(direction, await this.targetsOf(direction, mine));
    }
    this.macros.addImplyingNames(targets.values());
    const targetsOf = new Map<number, Targets>();
    for (const [direction, some] of targets) {
      const reaching = this.macros.reachingFor(direction, some, this.state.roles);
      targetsOf.set(direction, {
        targets: some,
        isTarget: NameFlags.of(some),
        reaching: {
          ...reaching,
          names: NameFlags.of(reaching.names),
          implying: NameFlags.of(reaching.implying),
        },
      });
    }
    // Workers analyse one state only.
    if (this.state.workers.count > 1) this.macros.evict();
    const tick = this.counter(shares, context);
    for (const architecture of new Set(scopes.map((scope) => scope.architecture))) {
      for (const [index, share] of shares.entries()) {
        if (share.architecture !== architecture) continue;
        const some = targetsOf.get(share.direction) as Targets;
        for (const [number, consumer] of share.consumers.entries()) {
          if (number % CONSUMERS_PER_YIELD === CONSUMERS_PER_YIELD - 1) await yieldToEvents(context);
          for (const facts of this.units.of(consumer, architecture)) {
            this.findUses(facts, share.direction, some);
            tick();
          }
        }
        await this.join(scopes[index] as Scope, share, drafts);
        if (this.state.includes) this.joinIncludes(share, drafts);
      }
      this.reader.evict();
    }
    return drafts;
  }

  /** Counts units, and tells every hundredth part. */
  private counter(shares: readonly Scope[], context: Context): () => void {
    let total = 0;
    for (const { architecture, consumers } of shares)
      for (const consumer of consumers) total += [...this.units.of(consumer, architecture)].length;
    const part = Math.ceil(total / 100);
    let done = 0;
    return () => {
      done += 1;
      if (done % part === 0) context.progress(`analyse ${done}/${total} units`);
    };
  }

  private prepare(scopes: readonly Scope[]): void {
    for (const { direction, providers } of scopes)
      if (providers.some(({ name }) => name === VMLINUX)) this.marked.add(direction);
    // With two directions, a unit is preprocessed once for its uses and its exports.
    if (new Set(scopes.map(({ direction }) => direction)).size === 1) this.reader.evictAllButOne();
  }

  /** The symbols that the providers of a direction may export, in this state or an earlier one. */
  private async targetsOf(direction: number, shares: readonly Scope[]): Promise<ReadonlySet<NameId>> {
    const before = this.state.targets.get(direction) ?? new Set<NameId>();
    const mine = new Set(before);
    for (const { architecture, providers } of shares)
      for (const provider of providers)
        for (const facts of this.units.of(provider, architecture))
          for (const symbol of this.mayExport(facts)) mine.add(symbol);
    const exchange = exchangeNames(this.state.workers, this.store.names, mine);
    // Workers finish reading at different times; the early ones expand calls meanwhile.
    const targets =
      this.state.workers.count === 1
        ? await exchange
        : await whileWaiting(exchange, this.macros.prefetchExpansions(this.state.roles));
    // A new set makes `findUses` search again: untouched units may already refer to a symbol that is exported only now.
    const known = targets.size === before.size ? before : targets;
    this.state.targets.set(direction, known);
    return known;
  }

  private mayExport(facts: UnitFacts): readonly NameId[] {
    if (facts.exports !== null) return facts.exports.map(({ symbol }) => symbol);
    const found: NameId[] = [];
    for (const path of facts.own) {
      const index = this.state.closures.summaryAt(path);
      if (index !== undefined) found.push(...this.macros.exportsIn(index));
    }
    return found;
  }

  private exportsOfSymbols(
    facts: UnitFacts,
    symbols: ReadonlySet<NameId>,
    architecture: string,
  ): readonly UnitExport[] {
    if (facts.exports !== null) return facts.exports;
    const { path } = facts.compilation.unit;
    const index = this.state.closures.summaryAt(path);
    if (index === undefined) return [];
    const configuration = this.kernel.configurationOf(architecture);
    return exportsByConfigAlone(this.store, index, path, configuration, symbols) ?? this.exportsOf(facts);
  }

  private exportsOf(facts: UnitFacts): readonly UnitExport[] {
    facts.exports ??= this.settled(
      facts.compilation,
      exportsOf(this.store, this.reader.read(facts.compilation), this.macros.exporting),
    );
    return facts.exports;
  }

  /** Facts of a unit, with the object's own condition in place of the variable of a wide query. */
  private settled<T extends { readonly when: Formula }>(
    compilation: Compilation,
    found: readonly T[],
  ): readonly T[] {
    if (!this.state.programs.isWide) return found;
    return found.flatMap((one) => {
      const when = this.state.programs.specialise(compilation, one.when);
      return when === FALSE ? [] : [{ ...one, when }];
    });
  }

  private settledUses(compilation: Compilation, uses: readonly Use[]): readonly Use[] {
    const settled = (lookup: Readonly<Lookup>): Lookup => ({
      ...lookup,
      when: this.state.programs.specialise(compilation, lookup.when),
      spelled: this.state.programs.specialise(compilation, lookup.spelled),
    });
    return this.settled(compilation, uses).map((use) => {
      const { lookups } = use;
      if (lookups === undefined || !this.state.programs.isWide) return use;
      return { ...use, lookups: { get: settled(lookups.get), put: settled(lookups.put) } };
    });
  }

  private findUses(facts: UnitFacts, direction: number, { targets, isTarget, reaching }: Targets): void {
    if (facts.uses.get(direction)?.targets === targets) return;
    let found: readonly Use[] = [];
    let certain: ReadonlySet<NameId> | null = null;
    if (facts.own.some((path) => this.mayUse(path, direction, reaching)) && this.canExist(facts)) {
      const unit = this.reader.read(facts.compilation);
      const options = {
        store: this.store,
        unit,
        reaching,
        expanded: this.macros.expanded,
        targets: isTarget,
      };
      found = this.settledUses(facts.compilation, new Reach(options).run());
      if (this.marked.has(direction) && found.length > 0) {
        const regions = new UnitRegions(this.store, unit.preprocessed, true);
        const kept = new Reach({ ...options, unit: { ...unit, regions }, certain: true }).run();
        certain = new Set(kept.map(({ symbol }) => symbol));
      }
    }
    facts.uses.set(direction, { targets, found, certain });
  }

  /** Whether some configuration compiles the unit: none does for `kvm-$(CONFIG_KVM_VFIO)` if nothing selects KVM_VFIO. */
  private canExist({ compilation: { object, architecture, when } }: UnitFacts): boolean {
    const exists = existsWhen(this.kernel, object, architecture);
    return isPossible(this.kernel, this.kernel.formulas.and(when, exists), architecture);
  }

  /** `mayUse`, cached: units share files. */
  private mayUse(path: string, direction: number, reaching: ReachingTests): boolean {
    const key = `${direction} ${path}`;
    let known = this.mentions.get(key);
    if (known === undefined) {
      const index = this.state.closures.summaryAt(path);
      known = index !== undefined && mayUse(this.store, reaching, index);
      this.mentions.set(key, known);
    }
    return known;
  }

  private async join(
    scope: Scope,
    { architecture, direction, consumers, providers }: Scope,
    drafts: EdgeDrafts,
  ): Promise<void> {
    const uses = consumers.flatMap((consumer) =>
      this.units.of(consumer, architecture).flatMap((facts) => foundIn(facts, direction)),
    );
    const mine = new Set(uses.map(({ symbol }) => symbol));
    const used = await exchangeNames(this.state.workers, this.store.names, mine);
    if (used.size === 0) return;
    const found = this.exportersOf(providers, architecture, used);
    const exporters = groupBy(
      await this.exchangeExporters(found, scope.providers),
      ({ first }) => first.symbol,
    );
    for (const consumer of consumers) {
      const facts = this.units.of(consumer, architecture);
      const own = this.ownDefinitions(facts, direction);
      for (const unit of facts)
        for (const use of foundIn(unit, direction)) {
          if (own.has(use.symbol)) continue;
          const isOptional = unit.uses.get(direction)?.certain?.has(use.symbol) === false;
          for (const exporter of exporters.get(use.symbol) ?? [])
            if (exporter.provider !== consumer)
              drafts.add({
                consumer,
                architecture,
                ...this.joined(unit, use, exporter),
                optional: isOptional,
              });
        }
    }
  }

  /** What an edge draft takes from a use and an exporter. */
  private joined(
    { compilation }: UnitFacts,
    { symbol, kind, when, place }: Use,
    { provider, first, when: exportedWhen }: Exporter,
  ) {
    const { formulas } = this.kernel;
    const { type, namespace, place: exportPlace } = first;
    return {
      provider,
      symbol: this.store.names.textOf(symbol),
      kind,
      when: formulas.and(formulas.and(compilation.when, when), exportedWhen),
      reference: place,
      export: { ...exportPlace, type, namespace },
    };
  }

  /** The exporters of the used symbols among some providers. */
  private exportersOf(
    providers: readonly CompositeObject[],
    architecture: string,
    used: ReadonlySet<NameId>,
  ): readonly Exporter[] {
    return providers.flatMap((provider) =>
      [...this.exportedBy(provider, architecture, used).values()].map((one) => ({ provider, ...one })),
    );
  }

  /** The exporters that all workers found. */
  private async exchangeExporters(
    mine: readonly Exporter[],
    providers: readonly CompositeObject[],
  ): Promise<readonly Exporter[]> {
    if (this.state.workers.count === 1) return mine;
    const { names } = this.store;
    const { formulas } = this.kernel;
    const byPath = new Map(providers.map((provider) => [provider.path, provider]));
    const lists = await this.state.workers.exchange(packExporters(mine, names, formulas));
    return lists.flatMap((list) => unpackExporters(list, byPath, names, formulas));
  }

  private joinIncludes({ architecture, consumers, providers }: Scope, drafts: EdgeDrafts): void {
    for (const provider of providers) {
      const sources = this.units.of(provider, architecture).map(({ compilation }) => compilation.unit.path);
      const headers = new OwnHeaders(this.store, this.state.closures, sources);
      for (const consumer of consumers)
        for (const { compilation } of provider === consumer ? [] : this.units.of(consumer, architecture)) {
          const { path } = compilation.unit;
          // Preprocess only units that may include another module's header; few do.
          if (
            !this.state.closures
              .includedBeside(compilation, folderOfUnit(path))
              .some((header) => headers.has(header))
          )
            continue;
          for (const { header, when, place } of this.settled(
            compilation,
            includeUses(this.reader.read(compilation).preprocessed.includes ?? [], path, headers),
          ))
            drafts.add({
              consumer,
              provider,
              architecture,
              symbol: header,
              kind: 'include',
              when: this.kernel.formulas.and(compilation.when, when),
              reference: place,
              export: null,
              optional: false,
            });
        }
    }
  }

  private exportedBy(
    provider: CompositeObject,
    architecture: string,
    used: ReadonlySet<NameId>,
  ): ReadonlyMap<NameId, Exported> {
    const { formulas } = this.kernel;
    const bySymbol = new Map<NameId, { first: UnitExport; when: Formula }>();
    for (const facts of this.units.of(provider, architecture)) {
      const symbols = new Set(this.mayExport(facts).filter((symbol) => used.has(symbol)));
      if (symbols.size === 0) continue;
      for (const one of this.exportsOfSymbols(facts, symbols, architecture)) {
        const when = formulas.and(facts.compilation.when, one.when);
        if (when === FALSE) continue;
        const known = bySymbol.get(one.symbol);
        if (known === undefined) bySymbol.set(one.symbol, { first: one, when });
        else known.when = formulas.or(known.when, when);
      }
    }
    return bySymbol;
  }

  /** Used symbols that the consumer defines itself, so that the linker resolves them within the module. */
  private ownDefinitions(facts: readonly UnitFacts[], direction: number): ReadonlySet<NameId> {
    const files = new Set(
      facts.map(({ compilation }) => this.state.closures.summaryAt(compilation.unit.path)),
    );
    const own = new Set<NameId>();
    for (const unit of facts)
      for (const { symbol } of foundIn(unit, direction))
        if (!own.has(symbol) && this.isDefinedIn(symbol, files)) own.add(symbol);
    return own;
  }

  /** Whether one of these files defines a symbol with external linkage. */
  private isDefinedIn(symbol: NameId, files: ReadonlySet<SummaryIndex | undefined>): boolean {
    const pairs = this.store.definitionsOf(symbol);
    for (let i = 0; i < pairs.length; i += 2) {
      if (!files.has(pairs[i])) continue;
      const summary = this.store.get(pairs[i] as number);
      const item = pairs[i + 1] as number;
      const isLinked = (flagsOf(summary, item) & (ItemFlag.Static | ItemFlag.Inline)) === 0;
      if (kindOf(summary, item) !== ItemKind.Macro && isLinked) return true;
    }
    return false;
  }
}

const foundIn = (facts: UnitFacts, direction: number): readonly Use[] =>
  facts.uses.get(direction)?.found ?? [];
