// Finding: a module takes a symbol by symbol_get() and has no symbol_put() for it, or the reverse
// (include/linux/module.h, kernel/module/main.c: each get holds the module that exports the symbol).
import type { NameId } from '../../csource/name-table.js';
import { existsWhen } from '../../edge/scope.js';
import type { UnitFacts } from '../../edge/unit-table.js';
import { VMLINUX } from '../../edge/vmlinux.js';
import type { CompositeObject } from '../../kbuild/composite-object.js';
import { FALSE, type Formula } from '../../kbuild/formula/formula.js';
import { folderOf } from '../../kbuild/path.js';
import type { Lookup } from '../../reach/reach.js';
import type { Finding } from '../../result/verdict.js';
import { conditionText } from '../../unit/condition-text.js';
import { Appearances } from './appearance.js';
import type { InspectorFactory } from './inspector.js';
import { isSameAnalysis, type StateWithFacts, withFacts } from './state-facts.js';

type Side = 'get' | 'put';
const OTHER: { readonly [side in Side]: Side } = { get: 'put', put: 'get' };

/** Releases by address what symbol_get() returned: the call does not show which symbol that is. */
const PUTS_ANY = 'symbol_put_addr';

const addUp = (state: StateWithFacts, into: Lookup, from: Lookup, unit: Formula): void => {
  const { formulas } = state.facts.kernel;
  into.when = formulas.or(into.when, formulas.and(from.when, unit));
  into.spelled = formulas.or(into.spelled, formulas.and(from.spelled, unit));
  into.place ??= from.place;
};

type Lookups = { readonly [side in Side]: Lookup };

/** What all units of a module look up, by symbol. */
const lookupsOf = (
  state: StateWithFacts,
  units: readonly UnitFacts[],
  direction: number,
): ReadonlyMap<NameId, Lookups> => {
  const symbols = new Map<NameId, Lookups>();
  for (const { uses, compilation } of units)
    for (const { symbol, lookups } of uses.get(direction)?.found ?? []) {
      if (lookups === undefined) continue;
      const none = (): Lookup => ({ when: FALSE, spelled: FALSE, place: null });
      const known = symbols.get(symbol) ?? { get: none(), put: none() };
      symbols.set(symbol, known);
      for (const side of ['get', 'put'] as const) addUp(state, known[side], lookups[side], compilation.when);
    }
  return symbols;
};

/** @param folder the only folder whose units count; null for all: the kernel image has units that share nothing else. */
const putsByAddress = (
  { facts: { store, closures } }: StateWithFacts,
  units: readonly UnitFacts[],
  folder: string | null,
): boolean => {
  const names = new Set([store.names.idOf(PUTS_ANY)]);
  return units.some(({ own, compilation }) => {
    if (folder !== null && folderOf(compilation.unit.path) !== folder) return false;
    return own.some((path) => {
      const index = closures.summaryAt(path);
      return index !== undefined && store.refersToAny(index, names);
    });
  });
};

interface Unbalanced {
  readonly consumer: CompositeObject;
  readonly architecture: string;
  readonly symbol: string;
  readonly side: Side;
  readonly lookup: Lookup;
  /** Where only this side is compiled. */
  readonly when: Formula;
  /** Whether the other side is compiled in other configurations. */
  readonly partly: boolean;
}

const unbalancedIn = (
  state: StateWithFacts,
  consumer: CompositeObject,
  architecture: string,
  direction: number,
): readonly Unbalanced[] => {
  const { kernel, store, units } = state.facts;
  const { formulas } = kernel;
  const facts = units.of(consumer, architecture);
  const lookups = lookupsOf(state, facts, direction);
  if (lookups.size === 0) return [];
  const exists = existsWhen(kernel, consumer, architecture);
  const found: Unbalanced[] = [];
  for (const [id, sides] of lookups)
    for (const side of ['get', 'put'] as const) {
      const lookup = sides[side];
      const other = sides[OTHER[side]];
      const folder = consumer.name === VMLINUX ? folderOf(lookup.place?.path ?? '') : null;
      if (side === 'get' && putsByAddress(state, facts, folder)) continue;
      const alone = formulas.and(formulas.without(lookup.spelled, other.when), exists);
      const when = formulas.and(alone, kernel.configurationOf(architecture).known(alone));
      if (when === FALSE) continue;
      const symbol = store.names.textOf(id);
      found.push({ consumer, architecture, symbol, side, lookup, when, partly: other.when !== FALSE });
    }
  return found;
};

const EFFECT: { readonly [side in Side]: (provider: string) => string } = {
  get: (provider) => `${provider} stays loaded for good`,
  put: (provider) => `${provider} is let go while others use it`,
};

const findingOf = (state: StateWithFacts, unbalanced: Unbalanced): Finding => {
  const { consumer, architecture, symbol, side, lookup, when, partly } = unbalanced;
  const { kernel } = state.facts;
  const provider = state.edges.find(
    (edge) => edge.kind === 'dynamic' && edge.consumer === consumer.name && edge.symbol === symbol,
  )?.provider;
  const exists = existsWhen(kernel, consumer, architecture);
  const given = kernel.formulas.and(exists, kernel.configurationOf(architecture).known(when, exists));
  const condition = partly ? conditionText(kernel.formulas, when, given) : null;
  const where = condition === null || condition === undefined ? '' : ` if ${condition}`;
  const place = lookup.place;
  return {
    kind: 'unbalanced-get-put',
    severity: 'warning',
    message: `${consumer.name} has symbol_${side}(${symbol}) and no symbol_${OTHER[side]}(${symbol})${where}: ${EFFECT[side](provider ?? 'the module that exports it')}`,
    state: state.label,
    ...(place === null ? {} : { path: place.path, line: place.line }),
  };
};

/** Symbols that a module takes without giving them back, or gives back without having taken them. */
export const unbalancedGetPut: InspectorFactory = () => {
  const appearances = new Appearances();
  return async (now, before) => {
    if (isSameAnalysis(now, before)) return [];
    const state = await withFacts(now);
    const found = new Map<string, Finding>();
    for (const { direction, architecture, consumers } of state.facts.scopes)
      for (const consumer of consumers)
        for (const one of unbalancedIn(state, consumer, architecture, direction)) {
          const key = JSON.stringify([consumer.path, one.symbol, one.side]);
          if (!found.has(key)) found.set(key, findingOf(state, one));
        }
    return appearances.fresh(found, before === null);
  };
};
