// Which CONFIG symbol makes an object built in or a module, where its Kconfig entry is, and how Kconfig can forbid that
// it is built in while another is a module (Documentation/kbuild/kconfig-language.rst, "depends on").

import type { EdgeDraft } from '../../edge/edge-draft.js';
import type { CompositeObject } from '../../kbuild/composite-object.js';
import { FALSE, type Formula } from '../../kbuild/formula/formula.js';
import type { KconfigSymbol } from '../../kbuild/kconfig/symbol-table.js';
import type { Kernel } from '../../kbuild/kernel.js';

/** The symbol by whose value the object is y or m on an architecture; null when there is no single one. */
export const decidingSymbol = (
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

/** Where a line has to be added that limits a symbol: its own entry when a person can set it, and those that select it. */
const entriesOf = (
  kernel: Kernel,
  { definitions, selections, ...symbol }: KconfigSymbol,
  architecture: string,
): readonly string[] => {
  const configuration = kernel.configurationOf(architecture);
  const own = definitions.some(({ prompt }) => prompt !== undefined) || selections.length === 0;
  const selectors = [...new Set(selections.map(({ by }) => by))].flatMap(
    (name) => configuration.symbol(name) ?? [],
  );
  return [...(own ? [{ definitions, selections, ...symbol }] : []), ...selectors].map(entryText);
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
  { consumer, provider, architecture }: Pick<EdgeDraft, 'consumer' | 'provider' | 'architecture'>,
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
  if (entries.length > MOST_ENTRIES) return null;
  // A bool that depends on m may still be y.
  const depends =
    limited.type === 'tristate' ? `${limiting.name} || !${limiting.name}` : `${limiting.name} != m`;
  return `"depends on ${depends}" in ${entries.join(' and ')}`;
};
