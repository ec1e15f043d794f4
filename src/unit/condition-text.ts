// Formats a condition for reports: `SPAPR_TCE_IOMMU`, `KVM=m && !SMP`.
import { byCodeUnit } from '../base/order.js';
import type { Cube } from '../kbuild/formula/cover.js';
import { coverBetween } from '../kbuild/formula/cover.js';
import { FALSE, type Formula, type Formulas } from '../kbuild/formula/formula.js';

const MODULE = '=m';

/** The literal for the two variables of a symbol: `X`, `!X`, `X=y`, `X=m` or `X!=m`. */
const literalOf = (symbol: string, enabled: boolean | undefined, module: boolean | undefined): string => {
  if (module === true) return `${symbol}=m`;
  if (enabled === false) return `!${symbol}`;
  if (module === undefined) return symbol;
  return enabled === true ? `${symbol}=y` : `${symbol}!=m`;
};

const productOf = (cube: Cube): string => {
  const symbols = new Map<string, { enabled?: boolean; module?: boolean }>();
  for (const [variable, value] of cube) {
    const isModule = variable.endsWith(MODULE);
    const symbol = isModule ? variable.slice(0, -MODULE.length) : variable;
    const known = symbols.get(symbol) ?? {};
    symbols.set(symbol, isModule ? { ...known, module: value } : { ...known, enabled: value });
  }
  return [...symbols]
    .map(([symbol, { enabled, module }]) => literalOf(symbol, enabled, module))
    .sort(byCodeUnit)
    .join(' && ');
};

/** Variables that are no CONFIG symbols have a colon in their name. */
const isSymbol = (variable: string): boolean => !variable.includes(':');

/** A condition under a constraint: every formula from `certain` to `possible` means the same there. */
export interface ConditionRange {
  readonly certain: Formula;
  readonly possible: Formula;
}

/** Size of the cache of one algebra: the states of a series mostly have the same texts. */
const MOST_TEXTS = 1 << 14;

type Text = string | null | undefined;

interface Known {
  readonly ranges: Map<string, ConditionRange>;
  readonly texts: Map<string, Text>;
}

const everything = new WeakMap<Formulas, Known>();

const knownOf = (formulas: Formulas): Known => {
  const known = everything.get(formulas);
  if (known !== undefined && known.ranges.size + known.texts.size < MOST_TEXTS) return known;
  const fresh = { ranges: new Map(), texts: new Map() };
  everything.set(formulas, fresh);
  return fresh;
};

const cached = <T>(map: Map<string, T>, key: string, make: () => T): T => {
  if (!map.has(key)) map.set(key, make());
  return map.get(key) as T;
};

/**
 * What a condition means under the constraint `given`. It is about the symbols of the condition alone, and not about those
 * that select them, unless a variable that is no symbol has to be expressed by symbols.
 */
export const conditionRange = (formulas: Formulas, condition: Formula, given: Formula): ConditionRange =>
  cached(knownOf(formulas).ranges, `${condition} ${given}`, () => {
    const own = new Set(formulas.support(condition));
    const isNamed = [...own].every(isSymbol) ? (name: string): boolean => own.has(name) : isSymbol;
    const certain = formulas.project(formulas.and(condition, given), isNamed);
    const possible = formulas.or(certain, formulas.not(formulas.project(given, isNamed)));
    return { certain, possible };
  });

/** The text of a condition. `null`: it always holds; `undefined`: it never holds. */
const rangeText = (formulas: Formulas, { certain, possible }: ConditionRange): Text =>
  cached(knownOf(formulas).texts, `${certain} ${possible}`, () => {
    const products = coverBetween(formulas, certain, possible).map(productOf);
    if (products.length === 0) return undefined;
    if (products.includes('')) return null;
    return products.sort(byCodeUnit).join(' || ');
  });

/** The text of a condition, simplified under the constraint `given`. */
export const conditionText = (formulas: Formulas, condition: Formula, given: Formula): Text =>
  rangeText(formulas, conditionRange(formulas, condition, given));

/** Joins conditions of several architectures, as long as one formula means all of them. Empty ranges get no group. */
export const groupConditions = <T extends { readonly range: ConditionRange }>(
  formulas: Formulas,
  items: readonly T[],
): readonly { readonly condition: string | null; readonly items: readonly T[] }[] => {
  const groups: { range: ConditionRange; readonly items: T[] }[] = [];
  for (const item of items) {
    if (item.range.certain === FALSE) continue;
    const joined = (range: ConditionRange): ConditionRange => ({
      certain: formulas.or(range.certain, item.range.certain),
      possible: formulas.and(range.possible, item.range.possible),
    });
    const group = groups.find(({ range }) => {
      const { certain, possible } = joined(range);
      return formulas.entails(certain, possible);
    });
    if (group === undefined) groups.push({ range: item.range, items: [item] });
    else {
      group.range = joined(group.range);
      group.items.push(item);
    }
  }
  return groups.map(({ range, items }) => ({ condition: rangeText(formulas, range) ?? null, items }));
};
