// Which CONFIG symbol makes an object built in or a module, where its Kconfig entry is, and how Kconfig can forbid that
// it is built in while another is a module (Documentation/kbuild/kconfig-language.rst, "depends on").

import type { EdgeDraft } from '../../edge/edge-draft.js';
import { existsWhen, isPossible } from '../../edge/scope.js';
import type { CompositeObject } from '../../kbuild/composite-object.js';
import { FALSE, type Formula } from '../../kbuild/formula/formula.js';
import { type KconfigExpression, parseKconfigExpression } from '../../kbuild/kconfig/expression.js';
import type { KconfigSymbol } from '../../kbuild/kconfig/symbol-table.js';
import type { Kernel } from '../../kbuild/kernel.js';

/** The symbol by whose value the object is y or m on an architecture; null when there is no single one. */
const decidingSymbol = (
  kernel: Kernel,
  object: CompositeObject,
  architecture: string,
): KconfigSymbol | null => {
  const { formulas } = kernel;
  const configuration = kernel.configurationOf(architecture);
  const builtIn = kernel.narrow(object.builtInWhen, architecture);
  const module = kernel.narrow(object.moduleWhen, architecture);
  const names = [builtIn, module].flatMap((formula) => formulas.support(formula));
  const deciding = [...new Set(names.map((name) => name.replace(/=m$/, '')))].filter(
    (name) =>
      formulas.entails(builtIn, configuration.builtIn(name)) &&
      formulas.entails(module, configuration.module(name)),
  );
  return configuration.symbol(deciding.at(-1) ?? '') ?? null;
};

const entryText = ({ name, definitions: [first] }: KconfigSymbol): string =>
  `config ${name}${first === undefined ? '' : ` (${first.path}:${first.line})`}`;

/** Whether an entry depends on an expression already, on all of its definitions. */
const dependsOn = ({ definitions }: KconfigSymbol, expression: string): boolean => {
  const wanted = JSON.stringify(parseKconfigExpression(expression));
  const includes = (one: KconfigExpression | null): boolean =>
    one !== null &&
    (JSON.stringify(one) === wanted || (one.kind === 'and' && (includes(one.left) || includes(one.right))));
  return definitions.every(({ depends }) => includes(depends));
};

/**
 * Where a line has to be added that limits a symbol: its own entry when a person can set it, and those that select it.
 * Null where one that selects is itself selected: `select` ignores dependencies.
 */
const entriesOf = (
  kernel: Kernel,
  symbol: KconfigSymbol,
  architecture: string,
): readonly KconfigSymbol[] | null => {
  const configuration = kernel.configurationOf(architecture);
  const { definitions, selections } = symbol;
  const own = definitions.some(({ prompt }) => prompt !== undefined) || selections.length === 0;
  const selectors = [...new Set(selections.map(({ by }) => by))].flatMap(
    (name) => configuration.symbol(name) ?? [],
  );
  if (selectors.some((selector) => selector.selections.length > 0)) return null;
  return [...(own ? [symbol] : []), ...selectors];
};

const namesIn = (expression: KconfigExpression | null): readonly string[] => {
  if (expression === null || expression.kind === 'text') return [];
  if (expression.kind === 'symbol') return [expression.name];
  if (expression.kind === 'not') return namesIn(expression.of);
  return [...namesIn(expression.left), ...namesIn(expression.right)];
};

/** Whether the value of a symbol hangs on another: Kconfig refuses dependencies in a circle. */
const hangsOn = (kernel: Kernel, from: string, on: string, architecture: string): boolean => {
  const configuration = kernel.configurationOf(architecture);
  const seen = new Set([from]);
  for (const name of seen) {
    if (name === on) return true;
    const symbol = configuration.symbol(name);
    if (symbol === undefined) continue;
    for (const { depends, prompt, defaults } of symbol.definitions)
      for (const one of [
        depends,
        prompt?.when ?? null,
        ...defaults.flatMap(({ value, when }) => [value, when]),
      ])
        for (const next of namesIn(one)) seen.add(next);
    for (const { by, when } of [...symbol.selections, ...symbol.implications])
      for (const next of [by, ...namesIn(when)]) seen.add(next);
  }
  return false;
};

/** More entries than this are no simple fix. */
const MOST_ENTRIES = 3;

/**
 * The line for Kconfig that forbids a built-in consumer with a provider in a module, with the entries that need it.
 * @param when the configurations that are to be forbidden.
 * @returns null when no such line does it.
 */
export const forbiddingLine = (
  kernel: Kernel,
  {
    consumer,
    provider,
    architecture,
    when: used,
  }: Pick<EdgeDraft, 'consumer' | 'provider' | 'architecture' | 'when'>,
  when: Formula,
): string | null => {
  const { formulas } = kernel;
  const limited = decidingSymbol(kernel, consumer, architecture);
  const limiting = decidingSymbol(kernel, provider, architecture);
  if (limited === null || limiting === null || limited === limiting) return null;
  const configuration = kernel.configurationOf(architecture);
  const forbidden = formulas.and(configuration.builtIn(limited.name), configuration.module(limiting.name));
  if (formulas.without(when, forbidden) !== FALSE) return null;
  const entries = entriesOf(kernel, limited, architecture);
  if (entries === null || entries.length > MOST_ENTRIES) return null;
  const absent = formulas.without(
    formulas.and(existsWhen(kernel, consumer, architecture), used),
    existsWhen(kernel, provider, architecture),
  );
  const depends = dependencyOn(limiting.name, {
    isTristate: limited.type === 'tristate',
    // Where the provider can be absent too, the line has to forbid both.
    isNeeded: isPossible(kernel, absent, architecture),
  });
  const missing = entries.filter((entry) => !dependsOn(entry, depends));
  if (missing.length === 0) return null;
  if (missing.some(({ name }) => hangsOn(kernel, limiting.name, name, architecture))) return null;
  return `"depends on ${depends}" in ${missing.map(entryText).join(' and ')}`;
};

/** A bool that depends on m may still be y. */
const dependencyOn = (
  name: string,
  { isTristate, isNeeded }: { readonly isTristate: boolean; readonly isNeeded: boolean },
): string => {
  if (isNeeded) return isTristate ? name : `${name} = y`;
  return isTristate ? `${name} || !${name}` : `${name} != m`;
};
