// What a unit reaches: names reach names, from its own definitions through the macros and inlines of its headers
// (docs/design.md, idea 4).

import type { SourcePlace } from '../base/edge.js';
import { INLINE } from '../csource/keyword.js';
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE, ItemFlag, ItemKind, REF_STRIDE, type Summary } from '../csource/summary.js';
import { FALSE, type Formula, type Formulas, TRUE } from '../kbuild/formula/formula.js';
import { type ExpansionVisitor, MacroExpander } from '../macro/expand.js';
import { localReachingNames, type ReachingTests } from '../macro/reaching-names.js';
import { CALLED_BY_TRACEPOINTS, callsTracepoint, impliedByName } from '../macro/tracepoint.js';
import { callRange, flagsOf, kindOf, nameOf, refRange, regionOf } from '../summary/item-rows.js';
import type { NameTest } from '../summary/name-flags.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { PreprocessedUnit } from '../unit/preprocessed-unit.js';
import { isLookupByName, type Primitive } from '../unit/primitive.js';
import type { FileInstance } from '../unit/unit-files.js';
import { callArguments, type Definition, type UnitRegions } from '../unit/unit-region.js';
import { compilerMade } from './compiler-made.js';
import { DIRECTLY, type ReachObserver } from './reach-step.js';

/** Where a unit takes a symbol by its name, or gives it back. */
export interface Lookup {
  when: Formula;
  /** Where the unit's own code says so itself, rather than through a macro or inline of a subsystem. */
  spelled: Formula;
  /** The first place that is spelled out; null when there is none. */
  place: SourcePlace | null;
}

/** A symbol that the unit leaves to others, or looks up by name. */
export interface Use {
  readonly symbol: NameId;
  readonly kind: 'link' | 'dynamic';
  readonly when: Formula;
  readonly place: SourcePlace;
  /** Of a `dynamic` use: what is taken and what is given back. */
  readonly lookups?: { readonly get: Readonly<Lookup>; readonly put: Readonly<Lookup> };
}

interface Draft {
  when: Formula;
  place: SourcePlace;
  readonly lookups?: { readonly get: Lookup; readonly put: Lookup };
}

const noLookup = (): Lookup => ({ when: FALSE, spelled: FALSE, place: null });

export class Reach {
  private readonly formulas: Formulas;
  private readonly expansion: MacroExpander;
  private readonly local: ReadonlySet<NameId>;
  private readonly reached = new Map<NameId, Formula>();
  private readonly pending: { readonly name: NameId; readonly when: Formula }[] = [];
  private readonly uses = new Map<string, Draft & { readonly symbol: NameId; readonly kind: Use['kind'] }>();

  constructor(
    private readonly store: SummaryStore,
    private readonly view: PreprocessedUnit,
    private readonly regions: UnitRegions,
    private readonly live: ReachingTests,
    /** Macros whose calls are taken apart with their arguments. */
    expanded: ReadonlySet<NameId>,
    /** Symbols that are asked for. */
    private readonly targets: NameTest,
    /** Told of every step, by those who ask why. */
    private readonly observer?: ReachObserver,
    /**
     * Whether only that counts which the optimiser keeps: what checks a function that the compiler knows (`memcpy`) is not,
     * as it is mostly proved needless (include/linux/fortify-string.h).
     */
    private readonly certain = false,
  ) {
    this.formulas = view.world.formulas;
    const own: SummaryIndex[] = [];
    for (const { isOwn, summary } of view.roots) if (isOwn) own.push(summary);
    this.local = localReachingNames(store, own, live);
    for (const name of this.local) store.consulted.add(name);
    this.expansion = new MacroExpander(store, regions, expanded, this.formulas);
  }

  private isLive(name: NameId): boolean {
    return this.live.names.has(name) || this.local.has(name);
  }

  /** Whether nothing more comes of a name, wherever it stands. */
  private isDone(name: NameId): boolean {
    return this.observer === undefined && !this.targets.has(name) && this.reached.get(name) === TRUE;
  }

  run(): readonly Use[] {
    for (const file of this.view.roots) this.roots(file);
    for (const [index, when] of this.view.reread) this.reread(this.view.files.get(index), when);
    for (let next = this.pending.pop(); next !== undefined; next = this.pending.pop())
      this.definitions(next.name, next.when);
    return [...this.uses.values()];
  }

  /** What is compiled whether anything names it or not. */
  private roots(file: FileInstance): void {
    const solid = this.store.solidItems(file.summary);
    if (solid.length === 0) return;
    const summary = this.store.get(file.summary);
    const own = !isHeader(file.path);
    const named = file.isOwn ? this.store.namesUsedIn(file.summary) : null;
    for (const item of solid) {
      if (kindOf(summary, item) === ItemKind.Invocation) {
        // In a header an invocation mostly declares.
        if (!own) continue;
      } else if ((flagsOf(summary, item) & ItemFlag.Static) !== 0) {
        // A static definition that nothing names is reached through a pasted name.
        if (named === null || named.has(nameOf(summary, item))) continue;
      } else if (!own && (flagsOf(summary, item) & ItemFlag.Emitted) !== 0) continue;
      const place = this.regions.when(file, regionOf(summary, item));
      const when = this.formulas.without(place, this.inlineWhen(summary, item));
      if (when !== FALSE) this.item({ file, summary: file.summary, item, when }, when);
    }
  }

  /** What stands in a header that is read again is code of the unit then (include/trace/define_trace.h). */
  private reread(file: FileInstance | undefined, when: Formula): void {
    if (file === undefined) return;
    const summary = this.store.get(file.summary);
    for (const item of this.store.solidItems(file.summary)) {
      if (kindOf(summary, item) !== ItemKind.Invocation) continue;
      const here = this.formulas.and(when, this.regions.when(file, regionOf(summary, item)));
      if (here !== FALSE) this.item({ file, summary: file.summary, item, when: here }, here);
    }
  }

  /** Where a macro before its type makes a function inline: code of its callers then. */
  private inlineWhen(summary: Summary, item: number): Formula {
    let inline: Formula = FALSE;
    const [from, to] = callRange(summary, item);
    for (let row = from; row < to; row += CALL_STRIDE) {
      if (summary.calls[row] !== INLINE) continue;
      const [specifier] = callArguments(summary.calls, summary.args, row);
      for (const definition of this.regions.definitionsOf(specifier as NameId))
        if ((flagsOf(this.store.get(definition.summary), definition.item) & ItemFlag.Inline) !== 0)
          inline = this.formulas.or(inline, definition.when);
    }
    return inline;
  }

  private definitions(name: NameId, when: Formula): void {
    if (this.certain && compilerMade(this.store.names.textOf(name)) !== null) return;
    for (const definition of this.regions.definitionsOf(name)) {
      const here = this.formulas.and(when, definition.when);
      if (here !== FALSE) this.item(definition, here);
    }
    const makers = this.live.makers.get(name) ?? NO_MAKERS;
    for (let i = 0; i < makers.length; i += 2)
      this.maker(name, makers[i] as number, makers[i + 1] as number, when);
  }

  /** An invocation in a header that makes a name: what it names, the name needs. */
  private maker(name: NameId, index: SummaryIndex, item: number, when: Formula): void {
    const file = this.view.files.get(index);
    if (file === undefined) return;
    const region = regionOf(this.store.get(index), item);
    const here = this.formulas.and(when, this.regions.when(file, region));
    if (here === FALSE) return;
    const definition = { file, summary: index, item, when: here };
    this.observer?.made(definition, name);
    this.item(definition, here);
  }

  private item(definition: Definition, when: Formula): void {
    const { file, item } = definition;
    const summary = this.store.get(definition.summary);
    const self = kindOf(summary, item) === ItemKind.Macro ? nameOf(summary, item) : -1;
    const [from, to] = refRange(summary, item);
    for (let row = from; row < to; row += REF_STRIDE) {
      const name = summary.refs[row] as number;
      if (name < 0 || !this.isLive(name) || this.isDone(name)) continue;
      const here = this.formulas.and(when, this.regions.when(file, summary.refs[row + 1] as number));
      if (here === FALSE) continue;
      const place = { path: file.path, line: summary.refs[row + 2] as number };
      // A macro does not expand its own name again (C11, 6.10.3.4): this is the function behind it.
      const isFunction = name === self || this.isBefore(name, definition.summary, place.line);
      this.observer?.named({ from: definition, name, when: here, place, through: DIRECTLY, isFunction });
      if (isFunction) this.external(name, here, place);
      else this.reach(name, here, place);
    }
    const leading = this.live.calls.get(definition.summary);
    if (leading === undefined) return;
    const visit = (row: number): ExpansionVisitor =>
      this.visitorAt(definition, summary.calls[row] as number, summary.calls[row + 2] as number);
    this.expansion.callsOf(definition, when, visit, leading);
  }

  /** Whether a target is named where the same file makes a macro of it only further down. */
  private isBefore(name: NameId, index: SummaryIndex, line: number): boolean {
    return this.targets.has(name) && (this.store.lateMacros(index).get(name) ?? 0) > line;
  }

  private visitorAt(from: Definition, callee: NameId, line: number): ExpansionVisitor {
    const { path } = from.file;
    const place = { path, line };
    return {
      pasted: (name, when) => {
        if (!this.isLive(name)) return;
        this.observer?.named({ from, name, when, place, through: this.expansion.through, isFunction: false });
        this.reach(name, when, place);
      },
      primitive: (primitive, args, when) => {
        const isSpelled = !isHeader(path) && isLookupByName(this.store.names.textOf(callee));
        this.primitive(primitive, args, when, place, from, isSpelled);
      },
    };
  }

  private primitive(
    primitive: Primitive,
    args: readonly (string | null)[],
    when: Formula,
    place: SourcePlace,
    from: Definition,
    isSpelled: boolean,
  ): void {
    const subject = args[0] ?? null;
    if (primitive.kind === 'export' || subject === null) return;
    if (primitive.kind === 'link') {
      const name = this.store.names.idOf(textIn(subject) ?? subject);
      this.observer?.named({ from, name, when, place, through: this.expansion.through, isFunction: true });
      this.external(name, when, place);
      return;
    }
    const symbol = primitive.text ? textIn(subject) : subject;
    if (symbol === null) return;
    const id = this.store.names.idOf(symbol);
    if (!this.targets.has(id)) return;
    this.observer?.named({
      from,
      name: id,
      when,
      place,
      through: this.expansion.through,
      isFunction: true,
      lookup: primitive,
    });
    const lookup = this.use(id, 'dynamic', when, place).lookups?.[primitive.kind];
    if (lookup === undefined) return;
    lookup.when = this.formulas.or(lookup.when, when);
    if (!isSpelled) return;
    lookup.spelled = this.formulas.or(lookup.spelled, when);
    if (lookup.place === null || comesFirst(place, lookup.place)) lookup.place = place;
  }

  private reach(name: NameId, when: Formula, place: SourcePlace): void {
    if (this.targets.has(name)) {
      this.external(name, this.formulas.without(when, this.regions.definedWhen(name)), place);
    }
    const before = this.reached.get(name) ?? FALSE;
    const more = this.formulas.without(when, before);
    if (more === FALSE) return;
    this.reached.set(name, this.formulas.or(before, when));
    if (this.live.implying.has(name) && this.regions.definitionsOf(name).length === 0)
      this.implied(name, more, place);
    this.pending.push({ name, when: more });
  }

  /** A name that no file spells out: a tracepoint's. */
  private implied(name: NameId, when: Formula, place: SourcePlace): void {
    const { configuration } = this.view.world;
    if (callsTracepoint(this.store.names.textOf(name))) {
      const here = this.formulas.and(when, configuration.builtIn('TRACEPOINTS'));
      for (const text of CALLED_BY_TRACEPOINTS) {
        const called = this.store.names.find(text);
        if (called !== undefined && here !== FALSE && this.isLive(called)) this.reach(called, here, place);
      }
    }
    for (const { symbol, config } of impliedByName(this.store.names.textOf(name))) {
      const here = config.reduce<Formula>((all, option) => {
        const enabled = configuration.builtIn(option.replace('!', ''));
        return this.formulas.and(all, option.startsWith('!') ? this.formulas.not(enabled) : enabled);
      }, when);
      if (here === FALSE) continue;
      this.observer?.implied(name, this.store.names.idOf(symbol), here);
      this.external(this.store.names.idOf(symbol), here, place);
    }
  }

  private external(name: NameId, when: Formula, place: SourcePlace): void {
    if (when !== FALSE && this.targets.has(name) && !this.store.isNeverCalled(name))
      this.use(name, 'link', when, place);
  }

  private use(symbol: NameId, kind: Use['kind'], when: Formula, place: SourcePlace): Draft {
    const key = `${kind} ${symbol}`;
    const known = this.uses.get(key);
    if (known === undefined) {
      const lookups = kind === 'dynamic' ? { lookups: { get: noLookup(), put: noLookup() } } : {};
      const use = { symbol, kind, when, place, ...lookups };
      this.uses.set(key, use);
      return use;
    }
    known.when = this.formulas.or(known.when, when);
    if (comesFirst(place, known.place)) known.place = place;
    return known;
  }
}

const NO_MAKERS: readonly number[] = [];

const isHeader = (path: string): boolean => path.endsWith('.h');

/** The unit's own code before its headers, then by line. */
const comesFirst = (a: SourcePlace, b: SourcePlace): boolean => {
  const own = Number(isHeader(a.path)) - Number(isHeader(b.path));
  if (own !== 0) return own < 0;
  return a.path === b.path ? a.line < b.line : a.path < b.path;
};

const textIn = (literal: string): string | null => /^"([A-Za-z_]\w*)"$/.exec(literal)?.[1] ?? null;
