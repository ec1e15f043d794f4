// Conditions that depend on the optimiser rather than on the configuration: on inlining, constant folding and types
// (gcc manual, "Other Built-in Functions" and "Object Size Checking Built-in Functions").
import type { Condition } from '../csource/condition.js';

/** Built-in functions whose result depends on the optimiser; their arguments are not evaluated. */
const OPTIMISER_QUERIES: ReadonlySet<string> = new Set([
  '__builtin_constant_p',
  '__builtin_object_size',
  '__builtin_dynamic_object_size',
  '__builtin_types_compatible_p',
]);

/** Macros that return their first argument (include/linux/compiler.h). */
const PASSING: ReadonlySet<string> = new Set(['likely', 'unlikely', '__builtin_expect']);

const DEEPEST_VALUE = 12;

/** Whether a function's arguments are not evaluated. */
export const isOptimiserQuery = (name: string): boolean => OPTIMISER_QUERIES.has(name);

/** Returns the values of the macros and functions with a name. */
export type ValuesOf = (name: string) => Iterable<Condition>;

/** Whether a value is the size of a type, which only the compiler can compute. */
const isSize = (condition: Condition): boolean => condition.kind === 'call' && condition.name === 'sizeof';

const isConstant = (condition: Condition): boolean => condition.kind === 'number' || isSize(condition);

/** Whether a condition depends on the optimiser. */
export const isCompilersChoice = (condition: Condition, valuesOf: ValuesOf, depth = 0): boolean => {
  const isChoice = (one: Condition): boolean => isCompilersChoice(one, valuesOf, depth + 1);
  if (depth > DEEPEST_VALUE) return false;
  switch (condition.kind) {
    case 'not':
      return isChoice(condition.of);
    case 'and':
    case 'or':
      return isChoice(condition.left) || isChoice(condition.right);
    case 'binary': {
      const { left, right } = condition;
      if ((!isSize(left) && isChoice(left)) || (!isSize(right) && isChoice(right))) return true;
      return isConstant(left) && isConstant(right) && (isSize(left) || isSize(right));
    }
    case 'call': {
      const [first] = condition.args;
      if (PASSING.has(condition.name)) return first !== undefined && isChoice(first);
      return (
        isSize(condition) ||
        OPTIMISER_QUERIES.has(condition.name) ||
        [...valuesOf(condition.name)].some(isChoice)
      );
    }
    case 'name':
      return [...valuesOf(condition.name)].some(isChoice);
    default:
      return false;
  }
};
