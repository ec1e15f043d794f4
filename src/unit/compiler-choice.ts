// Conditions that the compiler decides by what it knows of values and types, not the configuration: which branch is compiled
// depends on what is inlined and folded (gcc manual, "Other Built-in Functions" and "Object Size Checking Built-in Functions").
import type { Condition } from '../csource/condition.js';

/** Built-in functions that ask the compiler what it knows; their arguments are not evaluated. */
const ASKING: ReadonlySet<string> = new Set([
  '__builtin_constant_p',
  '__builtin_object_size',
  '__builtin_dynamic_object_size',
  '__builtin_types_compatible_p',
]);

/** Macros that pass a condition on (include/linux/compiler.h). */
const PASSING: ReadonlySet<string> = new Set(['likely', 'unlikely', '__builtin_expect']);

const DEEPEST_VALUE = 12;

/** Whether a function's arguments are not evaluated. */
export const isAskingCompiler = (name: string): boolean => ASKING.has(name);

/** What the macros and functions of a name come to. */
export type ValuesOf = (name: string) => Iterable<Condition>;

/** Whether a value is a constant that only the compiler knows, as `sizeof` in a summary's text. */
const isSize = (condition: Condition): boolean => condition.kind === 'call' && condition.name === 'sizeof';

const isConstant = (condition: Condition): boolean => condition.kind === 'number' || isSize(condition);

/** Whether the compiler decides a condition by what it knows. */
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
      return isSize(condition) || ASKING.has(condition.name) || [...valuesOf(condition.name)].some(isChoice);
    }
    case 'name':
      return [...valuesOf(condition.name)].some(isChoice);
    default:
      return false;
  }
};
