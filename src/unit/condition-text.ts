// Formats a condition for reports: `SPAPR_TCE_IOMMU`, `KVM=m && !SMP`.
import { byCodeUnit } from '../base/order.js';
import type { Cube } from '../kbuild/formula/cover.js';
import { coverOf } from '../kbuild/formula/cover.js';
import type { Formula, Formulas } from '../kbuild/formula/formula.js';

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

/** Size of the cache of one algebra: the states of a series mostly have the same texts. */
const MOST_TEXTS = 1 << 14;

type Text = string | null | undefined;

const texts = new WeakMap<Formulas, Map<string, Text>>();

const textsOf = (formulas: Formulas): Map<string, Text> => {
  const known = texts.get(formulas);
  if (known !== undefined && known.size < MOST_TEXTS) return known;
  const fresh = new Map<string, Text>();
  texts.set(formulas, fresh);
  return fresh;
};

/** The text of a condition, simplified under the constraint `given`. `null`: it always holds; `undefined`: it never holds. */
export const conditionText = (formulas: Formulas, condition: Formula, given: Formula): Text => {
  const known = textsOf(formulas);
  const key = `${condition} ${given}`;
  if (known.has(key)) return known.get(key);
  const text = textFor(formulas, condition, given);
  known.set(key, text);
  return text;
};

const textFor = (formulas: Formulas, condition: Formula, given: Formula): Text => {
  const visible = formulas.project(formulas.and(condition, given), isSymbol);
  const known = formulas.project(given, isSymbol);
  const products = coverOf(formulas, visible, known).map(productOf);
  if (products.length === 0) return undefined;
  if (products.includes('')) return null;
  return products.sort(byCodeUnit).join(' || ');
};
