// A partial `.config` in which a formula holds, proved by computing what `make olddefconfig` makes of it.
import { type Configuration, MODULE_SUFFIX } from './configuration.js';
import { type Formula, TRUE } from './formula/formula.js';
import type { KconfigExpression } from './kconfig/expression.js';
import type { KconfigSymbol } from './kconfig/symbol-table.js';

/** Assignments that are tried for one formula. */
const MOST_TRIES = 12;
/** Selecting symbols that are tried for a symbol without a prompt. */
const MOST_SELECTORS = 4;
/** How far dependencies of dependencies are set. */
const DEEPEST = 8;

/**
 * Lines of a `.config` after which the formula holds; null when none of some likely ones does it, which decides nothing.
 * @param when a formula over the CONFIG symbols of `configuration`, which must not be fixed by a `.config`.
 */
export const demonstration = (configuration: Configuration, when: Formula): readonly string[] | null => {
  for (const given of candidates(configuration, when)) {
    for (const [name, value] of [...given]) if (value !== 'n') enable(configuration, name, given, 0);
    if (holds(configuration, when, given)) return linesOf(smaller(configuration, when, given));
  }
  return null;
};

/** Values for the symbols of the condition alone, which give short lines; then values for what Kconfig knows about them. */
function* candidates(configuration: Configuration, when: Formula): Generator<Map<string, string>> {
  const { formulas } = configuration;
  const wanted = formulas.and(when, configuration.known(when));
  const names = new Set(formulas.support(when));
  for (const choice of [formulas.project(wanted, (name) => names.has(name)), wanted]) {
    let tries = 0;
    for (const assignment of formulas.assignments(choice)) {
      if (++tries > MOST_TRIES) break;
      for (let selector = 0; selector < MOST_SELECTORS; selector++) {
        const given = valuesOf(configuration, assignment);
        const isSelected = select(configuration, assignment, given, selector);
        yield given;
        if (!isSelected) break;
      }
    }
  }
}

/** Gives symbols without a prompt their wanted values by one of the symbols that select them; false when none is left. */
const select = (
  configuration: Configuration,
  assignment: ReadonlyMap<string, boolean>,
  given: Map<string, string>,
  at: number,
): boolean => {
  let isSelected = false;
  for (const [name, value] of assignment) {
    const symbol = name.includes(':') || !value ? undefined : configuration.symbol(name);
    if (symbol === undefined || hasPrompt(symbol)) continue;
    const selectors = symbol.selections.filter(
      ({ by }) => hasPrompt(configuration.symbol(by)) && !given.has(by),
    );
    const selector = selectors[at];
    if (selector === undefined) continue;
    isSelected = true;
    const isModule = assignment.get(`${name}${MODULE_SUFFIX}`) === true;
    given.set(selector.by, isModule && configuration.symbol(selector.by)?.type === 'tristate' ? 'm' : 'y');
    if (isModule && configuration.has('MODULES')) given.set('MODULES', 'y');
    require(configuration, selector.when, given, 0);
  }
  return isSelected;
};

const valuesOf = (
  configuration: Configuration,
  assignment: ReadonlyMap<string, boolean>,
): Map<string, string> => {
  const given = new Map<string, string>();
  for (const [variable, value] of assignment) {
    if (variable.includes(':') || variable.endsWith(MODULE_SUFFIX)) continue;
    if (!hasPrompt(configuration.symbol(variable))) continue;
    const isModule = assignment.get(`${variable}${MODULE_SUFFIX}`) === true;
    given.set(variable, value ? (isModule ? 'm' : 'y') : 'n');
  }
  if ([...given.values()].includes('m') && configuration.has('MODULES')) given.set('MODULES', 'y');
  return given;
};

const hasPrompt = (symbol: KconfigSymbol | undefined): boolean =>
  symbol?.definitions.some(({ prompt }) => prompt !== undefined) === true;

/** Sets what a symbol depends on, where nothing else is wanted of it. */
const enable = (
  configuration: Configuration,
  name: string,
  given: Map<string, string>,
  depth: number,
): void => {
  const symbol = configuration.symbol(name);
  if (symbol === undefined || depth > DEEPEST) return;
  const [definition] = symbol.definitions;
  if (definition !== undefined) require(configuration, definition.depends, given, depth);
  if (definition?.prompt !== undefined) require(configuration, definition.prompt.when, given, depth);
};

const require = (
  configuration: Configuration,
  expression: KconfigExpression | null,
  given: Map<string, string>,
  depth: number,
): void => {
  if (expression === null) return;
  switch (expression.kind) {
    case 'and':
      require(configuration, expression.left, given, depth);
      require(configuration, expression.right, given, depth);
      return;
    case 'or':
      if (configuration.evaluation(given).holds(expression)) return;
      require(configuration, expression.left, given, depth);
      return;
    case 'symbol': {
      const { name } = expression;
      const symbol = configuration.symbol(name);
      if (symbol === undefined || given.has(name)) return;
      if (configuration.evaluation(given).value(name) !== 'n') return;
      if (hasPrompt(symbol)) {
        given.set(name, 'y');
        enable(configuration, name, given, depth + 1);
        return;
      }
      const selector = symbol.selections.find(
        ({ by }) => hasPrompt(configuration.symbol(by)) && !given.has(by),
      );
      if (selector === undefined || depth >= DEEPEST) return;
      given.set(selector.by, 'y');
      require(configuration, selector.when, given, depth + 1);
      enable(configuration, selector.by, given, depth + 1);
    }
  }
};

/** Whether the formula holds, and every line stays as it is. */
const holds = (configuration: Configuration, when: Formula, given: ReadonlyMap<string, string>): boolean => {
  const evaluation = configuration.evaluation(given);
  for (const [name, value] of given) if (evaluation.value(name) !== value) return false;
  const result = configuration.formulas.substitute(when, (variable) => {
    if (variable.includes(':')) return undefined;
    if (variable.endsWith(MODULE_SUFFIX))
      return evaluation.value(variable.slice(0, -MODULE_SUFFIX.length)) === 'm';
    return evaluation.value(variable) !== 'n';
  });
  return result === TRUE;
};

/** Leaves out every line without which the rest still does it. */
const smaller = (
  configuration: Configuration,
  when: Formula,
  given: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> => {
  let left = new Map(given);
  for (const name of given.keys()) {
    const without = new Map(left);
    without.delete(name);
    if (holds(configuration, when, without)) left = without;
  }
  return left;
};

const linesOf = (given: ReadonlyMap<string, string>): readonly string[] =>
  [...given].map(([name, value]) =>
    value === 'n' ? `# CONFIG_${name} is not set` : `CONFIG_${name}=${value}`,
  );
