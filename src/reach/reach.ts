// Reachability in the name graph of one translation unit: a worklist starts at the unit's own definitions and follows
// names through the macros and inline functions of its headers (docs/design.md, "Reachability").

import type { SourcePlace } from '../base/edge.js';
import { INLINE } from '../csource/keyword.js';
import { isHeader } from '../csource/language.js';
import type { NameId } from '../csource/name-table.js';
import {
  CALL_STRIDE,
  CallColumn,
  ItemFlag,
  ItemKind,
  REF_STRIDE,
  RefColumn,
  type Summary,
} from '../csource/summary.js';
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
import type { ReadUnit } from '../unit/unit-reader.js';
import { callArguments, type Definition, type UnitRegions } from '../unit/unit-region.js';
import { compilerMade } from './compiler-made.js';
import { DIRECTLY, type ReachObserver, type ReachStep } from './reach-step.js';

/** The calls by which a unit gets (`symbol_get`) or puts (`symbol_put`) one symbol. */
export interface Lookup {
  /** Condition of any such call. */
  when: Formula;
  /** Condition of a call that the unit's own code spells out, not a macro or inline function of a header. */
  spelled: Formula;
  /** The first call that is spelled out; null without one. */
  place: SourcePlace | null;
}

/** One symbol that a unit needs: an undefined reference for the linker, or a name that it looks up at run time. */
export interface Use {
  readonly symbol: NameId;
  readonly kind: 'link' | 'dynamic';
  /** Condition under which the unit needs it, given that the unit is compiled. */
  readonly when: Formula;
  /** The first reference: the unit's own code before its headers, then by path and line. */
  readonly place: SourcePlace;
  /** Of a `dynamic` use only. */
  readonly lookups?: { readonly get: Readonly<Lookup>; readonly put: Readonly<Lookup> };
}

interface Draft {
  when: Formula;
  place: SourcePlace;
  readonly lookups?: { readonly get: Lookup; readonly put: Lookup };
}

const noLookup = (): Lookup => ({ when: FALSE, spelled: FALSE, place: null });

/** The input of one search of a unit. */
export interface ReachOptions {
  readonly store: SummaryStore;
  readonly unit: ReadUnit;
  /** The names from which a target can be reached; no other name is followed. */
  readonly reaching: ReachingTests;
  /** Macros whose calls are expanded with their arguments. */
  readonly expanded: ReadonlySet<NameId>;
  /** The symbols to look for. */
  readonly targets: NameTest;
  /** Receives every step; without it, steps that cannot change the result are skipped. */
  readonly observer?: ReachObserver;
  /**
   * Whether to count only references that the optimiser cannot drop. The checks around a built-in function (`memcpy`) do
   * not count then: the compiler mostly proves them unnecessary (include/linux/fortify-string.h).
   */
  readonly certain?: boolean;
}

/**
 * One search of one unit. It finds the targets that the unit references or looks up, each with its condition.
 * A name goes back on the worklist only when the condition under which it is reached grows, so the search ends.
 * Call `run` once.
 */
export class Reach {
  private readonly store: SummaryStore;
  private readonly preprocessed: PreprocessedUnit;
  private readonly regions: UnitRegions;
  private readonly reaching: ReachingTests;
  private readonly targets: NameTest;
  private readonly observer: ReachObserver | undefined;
  private readonly certain: boolean;
  private readonly formulas: Formulas;
  private readonly expander: MacroExpander;
  /** Names of the unit's own files from which a target can be reached. */
  private readonly localReaching: ReadonlySet<NameId>;
  private readonly reached = new Map<NameId, Formula>();
  private readonly worklist: { readonly name: NameId; readonly when: Formula }[] = [];
  private readonly uses = new Map<string, Draft & { readonly symbol: NameId; readonly kind: Use['kind'] }>();

  constructor(options: ReachOptions) {
    const { store, unit, reaching, expanded, targets, observer, certain = false } = options;
    this.store = store;
    this.preprocessed = unit.preprocessed;
    this.regions = unit.regions;
    this.reaching = reaching;
    this.targets = targets;
    this.observer = observer;
    this.certain = certain;
    this.formulas = unit.preprocessed.world.formulas;
    const own: SummaryIndex[] = [];
    for (const { isOwn, summary } of unit.preprocessed.roots) if (isOwn) own.push(summary);
    this.localReaching = localReachingNames(store, own, reaching);
    for (const name of this.localReaching) store.consulted.add(name);
    this.expander = new MacroExpander(store, unit.regions, expanded, this.formulas);
  }

  run(): readonly Use[] {
    for (const file of this.preprocessed.roots) this.roots(file);
    for (const [index, when] of this.preprocessed.reread)
      this.reread(this.preprocessed.files.get(index), when);
    for (let next = this.worklist.pop(); next !== undefined; next = this.worklist.pop())
      this.definitions(next.name, next.when);
    return [...this.uses.values()];
  }

  private mayReach(name: NameId): boolean {
    return this.reaching.names.has(name) || this.localReaching.has(name);
  }

  /** Whether reaching the name again cannot add a use. */
  private isExhausted(name: NameId): boolean {
    return this.observer === undefined && !this.targets.has(name) && this.reached.get(name) === TRUE;
  }

  /** Starts at the code of a file that is compiled even if no code refers to it. */
  private roots(file: FileInstance): void {
    const solid = this.store.solidItems(file.summary);
    if (solid.length === 0) return;
    const summary = this.store.get(file.summary);
    const own = !isHeader(file.path);
    const named = file.isOwn ? this.store.namesUsedIn(file.summary) : null;
    for (const item of solid) {
      if (kindOf(summary, item) === ItemKind.Invocation) {
        // Most invocations in headers only declare.
        if (!own) continue;
      } else if ((flagsOf(summary, item) & ItemFlag.Static) !== 0) {
        // If nothing in the file names a static definition, a pasted name may; if something does, the worklist finds it.
        if (named === null || named.has(nameOf(summary, item))) continue;
      } else if (!own && (flagsOf(summary, item) & ItemFlag.Emitted) !== 0) continue;
      const place = this.regions.when(file, regionOf(summary, item));
      const when = this.formulas.without(place, this.inlineWhen(summary, item));
      if (when !== FALSE) this.item({ file, summary: file.summary, item, when }, when);
    }
  }

  /** The second inclusion of a header turns its invocations into code of the unit (include/trace/define_trace.h). */
  private reread(file: FileInstance | undefined, when: Formula): void {
    if (file === undefined) return;
    const summary = this.store.get(file.summary);
    for (const item of this.store.solidItems(file.summary)) {
      if (kindOf(summary, item) !== ItemKind.Invocation) continue;
      const here = this.formulas.and(when, this.regions.when(file, regionOf(summary, item)));
      if (here !== FALSE) this.item({ file, summary: file.summary, item, when: here }, here);
    }
  }

  /** The condition under which a macro before a function's type makes it inline: it is code of its callers then. */
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
    const makers = this.reaching.generators.get(name) ?? NO_MAKERS;
    for (let i = 0; i < makers.length; i += 2)
      this.maker(name, makers[i] as number, makers[i + 1] as number, when);
  }

  /** Follows an invocation in a header that generates the definition of a name (`DEFINE_GUARD`). */
  private maker(name: NameId, index: SummaryIndex, item: number, when: Formula): void {
    const file = this.preprocessed.files.get(index);
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
      if (name < 0 || !this.mayReach(name) || this.isExhausted(name)) continue;
      const here = this.formulas.and(
        when,
        this.regions.when(file, summary.refs[row + RefColumn.Region] as number),
      );
      if (here === FALSE) continue;
      const place = { path: file.path, line: summary.refs[row + RefColumn.Line] as number };
      // A macro does not expand its own name again (C11, 6.10.3.4): here the name is the function.
      const isFunction = name === self || this.isBeforeMacro(name, definition.summary, place.line);
      this.observer?.named({ from: definition, name, when: here, place, through: DIRECTLY, isFunction });
      if (isFunction) this.external(name, here, place);
      else this.reach(name, here, place);
    }
    const calls = this.reaching.calls.get(definition.summary);
    if (calls === undefined) return;
    const visit = (row: number): ExpansionVisitor =>
      this.visitorAt(
        definition,
        summary.calls[row] as number,
        summary.calls[row + CallColumn.Line] as number,
      );
    this.expander.callsOf(definition, when, visit, calls);
  }

  /** Whether a file names a target above the line at which it defines a macro of that name. */
  private isBeforeMacro(name: NameId, index: SummaryIndex, line: number): boolean {
    return this.targets.has(name) && (this.store.lateMacros(index).get(name) ?? 0) > line;
  }

  private visitorAt(from: Definition, callee: NameId, line: number): ExpansionVisitor {
    const { path } = from.file;
    const place = { path, line };
    return {
      pasted: (name, when) => {
        if (!this.mayReach(name)) return;
        this.observer?.named({ from, name, when, place, through: this.expander.through, isFunction: false });
        this.reach(name, when, place);
      },
      primitive: (primitive, args, when) => {
        const isSpelled = !isHeader(path) && isLookupByName(this.store.names.textOf(callee));
        this.primitive(primitive, args, { from, when, place }, isSpelled);
      },
    };
  }

  private primitive(
    primitive: Primitive,
    args: readonly (string | null)[],
    call: Pick<ReachStep, 'from' | 'when' | 'place'>,
    isSpelled: boolean,
  ): void {
    const { when, place } = call;
    const subject = args[0] ?? null;
    if (primitive.kind === 'export' || subject === null) return;
    const { through } = this.expander;
    if (primitive.kind === 'link') {
      const name = this.store.names.idOf(textIn(subject) ?? subject);
      this.observer?.named({ ...call, name, through, isFunction: true });
      this.external(name, when, place);
      return;
    }
    const symbol = primitive.text ? textIn(subject) : subject;
    if (symbol === null) return;
    const id = this.store.names.idOf(symbol);
    if (!this.targets.has(id)) return;
    this.observer?.named({ ...call, name: id, through, isFunction: true, lookup: primitive });
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
    if (this.reaching.implying.has(name) && this.regions.definitionsOf(name).length === 0)
      this.implied(name, more, place);
    this.worklist.push({ name, when: more });
  }

  /** Follows what a tracepoint's function needs; no file spells that function out. */
  private implied(name: NameId, when: Formula, place: SourcePlace): void {
    const { configuration } = this.preprocessed.world;
    if (callsTracepoint(this.store.names.textOf(name))) {
      const here = this.formulas.and(when, configuration.builtIn('TRACEPOINTS'));
      for (const text of CALLED_BY_TRACEPOINTS) {
        const called = this.store.names.find(text);
        if (called !== undefined && here !== FALSE && this.mayReach(called)) this.reach(called, here, place);
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

const comesFirst = (a: SourcePlace, b: SourcePlace): boolean => {
  const own = Number(isHeader(a.path)) - Number(isHeader(b.path));
  if (own !== 0) return own < 0;
  return a.path === b.path ? a.line < b.line : a.path < b.path;
};

/** The identifier in a string literal. */
const textIn = (literal: string): string | null => /^"([A-Za-z_]\w*)"$/.exec(literal)?.[1] ?? null;
