// Evaluates conditions symbolically: the configurations in which a condition can be true, and those in which it can be
// false, as the preprocessor or constant folding decides. An undecidable condition can be both everywhere, so that the
// analysis never loses code.
import type { Condition } from '../csource/condition.js';
import { type NameId, NameTable } from '../csource/name-table.js';
import type { Configuration } from '../kbuild/configuration.js';
import { FALSE, type Formula, type Formulas, TRUE } from '../kbuild/formula/formula.js';
import { predefinedMacro } from './predefined.js';

/** The configurations in which a condition can be true (`can`) and can be false (`cannot`); together they cover all. */
export interface Truth {
  readonly can: Formula;
  readonly cannot: Formula;
}

/** The configuration that a condition is evaluated in. */
interface ConfigurationWorld {
  readonly formulas: Formulas;
  readonly configuration: Configuration;
}

/** The environment of a condition, except for the macros in force. */
export interface ConditionWorld extends ConfigurationWorld {
  readonly names: NameTable;
  readonly architecture: string;
  /** The condition under which the unit is compiled for a module (`-DMODULE`). */
  readonly module: Formula;
  readonly assembler: boolean;
  /** `-D` options of the command line. */
  readonly defines: ReadonlyMap<string, string>;
  /** The value of a macro or function; undefined when it has none. */
  readonly valueOf: (summary: number, item: number) => Condition | undefined;
}

/** A possible value of an expression, and its condition; `null`: an unknown value. */
interface Case {
  readonly value: number | null;
  readonly when: Formula;
}

/** Returns the definitions of a name that are in force at the place of the condition. */
export type MacroLookup = (
  name: NameId,
) => readonly { readonly when: Formula; readonly summary: number; readonly item: number }[];

const MOST_CASES = 8;
const DEEPEST_VALUE = 24;
const LARGEST_INT = 0x7fffffff;
const ANYTHING: readonly Case[] = [{ value: null, when: TRUE }];
const EITHER: Truth = { can: TRUE, cannot: TRUE };

/** Whether a condition depends on CONFIG symbols only: then its truth is the same at every place. */
const isSettled = (condition: Condition): boolean => {
  switch (condition.kind) {
    case 'number':
    case 'unknown':
      return true;
    case 'name':
    case 'defined':
      return condition.name.startsWith('CONFIG_');
    case 'call':
      return /^IS_(?:ENABLED|BUILTIN)$/.test(condition.name) && condition.args.every(isSettled);
    case 'not':
      return isSettled(condition.of);
    case 'choice':
      return isSettled(condition.test) && isSettled(condition.then) && isSettled(condition.otherwise);
    default:
      return isSettled(condition.left) && isSettled(condition.right);
  }
};

/** Cache of `settledTruth`, by configuration. */
const settledTruths = new WeakMap<Configuration, Map<Condition, Truth | null>>();

/** The truth of a condition that depends on CONFIG symbols only; null for any other condition. */
export const settledTruth = (condition: Condition, configuration: Configuration): Truth | null => {
  let known = settledTruths.get(configuration);
  if (known === undefined) {
    known = new Map();
    settledTruths.set(configuration, known);
  }
  let truth = known.get(condition);
  if (truth === undefined) {
    truth = isSettled(condition)
      ? new Evaluation(bareWorld(configuration), () => [], false).truth(condition, 0)
      : null;
    known.set(condition, truth);
  }
  return truth;
};

/** The truth of a condition. @param inCode whether it is in C code rather than in an `#if`. */
export const truthOf = (
  condition: Condition,
  world: ConditionWorld,
  macros: MacroLookup,
  inCode = false,
): Truth =>
  settledTruth(condition, world.configuration) ?? new Evaluation(world, macros, inCode).truth(condition, 0);

const NO_NAMES = new NameTable();

/** The environment for conditions that depend on CONFIG symbols only. */
const bareWorld = (configuration: Configuration): ConditionWorld => ({
  formulas: configuration.formulas,
  configuration,
  names: NO_NAMES,
  architecture: '',
  module: FALSE,
  assembler: false,
  defines: new Map(),
  valueOf: () => undefined,
});

/** One evaluation of a condition. */
class Evaluation {
  /** The macros that are being evaluated, outermost first: a recursive one is not expanded (C11, 6.10.3.4). */
  private readonly busy: string[] = [];

  constructor(
    private readonly world: ConditionWorld,
    private readonly macros: MacroLookup,
    /** In C code a name without a value is unknown; in `#if` it is 0 (C11, 6.10.1 paragraph 4). */
    private readonly inCode: boolean,
  ) {}

  truth(condition: Condition, depth: number): Truth {
    const f = this.world.formulas;
    if (depth > DEEPEST_VALUE) return EITHER;
    switch (condition.kind) {
      case 'unknown':
        return EITHER;
      case 'not': {
        const { can, cannot } = this.truth(condition.of, depth + 1);
        return { can: cannot, cannot: can };
      }
      case 'and': {
        const left = this.truth(condition.left, depth + 1);
        if (left.can === FALSE) return left;
        const right = this.truth(condition.right, depth + 1);
        return { can: f.and(left.can, right.can), cannot: f.or(left.cannot, right.cannot) };
      }
      case 'or': {
        const left = this.truth(condition.left, depth + 1);
        if (left.cannot === FALSE) return left;
        const right = this.truth(condition.right, depth + 1);
        return { can: f.or(left.can, right.can), cannot: f.and(left.cannot, right.cannot) };
      }
      case 'defined':
        return this.definedness(condition.name);
      default: {
        let can: Formula = FALSE;
        let cannot: Formula = FALSE;
        for (const { value, when } of this.cases(condition, depth)) {
          if (value !== 0) can = f.or(can, when);
          if (value === 0 || value === null) cannot = f.or(cannot, when);
        }
        return { can, cannot };
      }
    }
  }

  private cases(condition: Condition, depth: number): readonly Case[] {
    if (depth > DEEPEST_VALUE) return ANYTHING;
    switch (condition.kind) {
      case 'number':
        return [{ value: condition.value, when: TRUE }];
      case 'name':
        return this.named(condition.name, depth);
      case 'call':
        return this.called(condition.name, condition.args, depth);
      case 'binary':
        return this.binary(condition, depth);
      case 'choice': {
        const test = this.truth(condition.test, depth + 1);
        return this.merged([
          ...this.under(this.cases(condition.then, depth + 1), test.can),
          ...this.under(this.cases(condition.otherwise, depth + 1), test.cannot),
        ]);
      }
      default:
        return this.fromTruth(this.truth(condition, depth + 1));
    }
  }

  private fromTruth({ can, cannot }: Truth): readonly Case[] {
    const f = this.world.formulas;
    const both = f.and(can, cannot);
    return [
      { value: 1, when: f.without(can, both) },
      { value: 0, when: f.without(cannot, both) },
      { value: null, when: both },
    ].filter(({ when }) => when !== FALSE);
  }

  private binary(condition: Extract<Condition, { kind: 'binary' }>, depth: number): readonly Case[] {
    const f = this.world.formulas;
    const cases: Case[] = [];
    const rights = this.cases(condition.right, depth + 1);
    for (const left of this.cases(condition.left, depth + 1))
      for (const right of rights) {
        const when = f.and(left.when, right.when);
        if (when === FALSE) continue;
        const known = left.value !== null && right.value !== null;
        cases.push({ value: known ? computed(condition.operator, left.value, right.value) : null, when });
      }
    return this.merged(cases);
  }

  private named(name: string, depth: number): readonly Case[] {
    if (name.startsWith('CONFIG_')) return this.configured(name.slice('CONFIG_'.length));
    if (name === 'true') return [{ value: 1, when: TRUE }];
    if (name === 'false' || name === 'NULL') return [{ value: 0, when: TRUE }];
    return this.valued(name, depth);
  }

  private called(name: string, args: readonly Condition[], depth: number): readonly Case[] {
    const { configuration, formulas, module } = this.world;
    const option =
      args[0]?.kind === 'name' && args[0].name.startsWith('CONFIG_')
        ? args[0].name.slice('CONFIG_'.length)
        : null;
    switch (name) {
      case 'likely':
      case 'unlikely':
      case '__builtin_expect':
      case 'READ_ONCE':
      case 'WARN_ON':
      case 'WARN_ON_ONCE':
        return args[0] === undefined ? ANYTHING : this.cases(args[0], depth + 1);
      case 'IS_ENABLED':
        return option === null ? ANYTHING : this.certain(configuration.enabled(option));
      case 'IS_BUILTIN':
        return option === null ? ANYTHING : this.certain(configuration.builtIn(option));
      case 'IS_MODULE':
        return option === null ? ANYTHING : this.certain(configuration.module(option));
      case 'IS_REACHABLE':
        if (option === null) return ANYTHING;
        return this.certain(
          formulas.or(configuration.builtIn(option), formulas.and(configuration.module(option), module)),
        );
      default:
        return this.valued(name, depth);
    }
  }

  private configured(symbol: string): readonly Case[] {
    const { configuration } = this.world;
    const text = configuration.textOf(symbol);
    if (text !== undefined && /^(?:0[xX][\da-fA-F]+|-?\d+)$/.test(text))
      return [{ value: Number(text), when: TRUE }];
    if (configuration.isNumber(symbol)) return ANYTHING;
    return this.certain(this.definedConfig(symbol));
  }

  /** `CONFIG_X` is defined for y, `CONFIG_X_MODULE` for m (include/generated/autoconf.h). */
  private definedConfig(symbol: string): Formula {
    const { configuration } = this.world;
    if (configuration.has(symbol))
      return configuration.isNumber(symbol) ? configuration.enabled(symbol) : configuration.builtIn(symbol);
    return symbol.endsWith('_MODULE')
      ? configuration.module(symbol.slice(0, -'_MODULE'.length))
      : configuration.builtIn(symbol);
  }

  private certain(when: Formula): readonly Case[] {
    return this.fromTruth({ can: when, cannot: this.world.formulas.not(when) });
  }

  private definedness(name: string): Truth {
    const f = this.world.formulas;
    if (name.startsWith('CONFIG_')) {
      const when = this.definedConfig(name.slice('CONFIG_'.length));
      return { can: when, cannot: f.not(when) };
    }
    let when: Formula = FALSE;
    for (const definition of this.macros(this.world.names.idOf(name))) when = f.or(when, definition.when);
    if (when === TRUE) return { can: TRUE, cannot: FALSE };
    const outside = this.predefined(name);
    if (outside === 'unknown') return { can: TRUE, cannot: f.not(when) };
    if (outside !== null) when = f.or(when, outside.when);
    return { can: when, cannot: f.not(when) };
  }

  private predefined(name: string): Case | 'unknown' | null {
    const { formulas, configuration, architecture, module, assembler, defines } = this.world;
    const given = defines.get(name);
    if (given !== undefined) return { value: /^\d+$/.test(given) ? Number(given) : null, when: TRUE };
    const known = predefinedMacro(name, architecture);
    switch (known?.kind) {
      case undefined:
      case 'never':
        return null;
      case 'unknown':
        return 'unknown';
      case 'always':
        return { value: known.value, when: TRUE };
      case 'module':
        return { value: 1, when: module };
      case 'assembler':
        return { value: 1, when: assembler ? TRUE : FALSE };
      case 'config': {
        const when = configuration.builtIn(known.symbol);
        return { value: known.value, when: known.negated ? formulas.not(when) : when };
      }
    }
  }

  /** The values of a name that files or the compiler define. */
  private valued(name: string, depth: number): readonly Case[] {
    const f = this.world.formulas;
    if (this.busy.includes(name)) return ANYTHING;
    this.busy.push(name);
    const cases: Case[] = [];
    let rest: Formula = TRUE;
    for (const { when, summary, item } of this.macros(this.world.names.idOf(name))) {
      const here = f.and(rest, when);
      if (here === FALSE) continue;
      rest = f.without(rest, when);
      const value = this.world.valueOf(summary, item);
      for (const one of value === undefined ? ANYTHING : this.cases(value, depth + 1))
        cases.push(here === TRUE ? one : { value: one.value, when: f.and(one.when, here) });
    }
    this.busy.pop();
    if (rest !== FALSE) {
      const outside = this.predefined(name);
      if (outside === 'unknown') cases.push({ value: null, when: rest });
      else if (outside !== null) {
        cases.push({ value: outside.value, when: f.and(rest, outside.when) });
        rest = f.without(rest, outside.when);
        cases.push({ value: this.inCode ? null : 0, when: rest });
      } else cases.push({ value: this.inCode ? null : 0, when: rest });
    }
    return this.merged(cases);
  }

  private under(cases: readonly Case[], when: Formula): readonly Case[] {
    return when === TRUE
      ? cases
      : cases.map((one) => ({ value: one.value, when: this.world.formulas.and(one.when, when) }));
  }

  private merged(cases: readonly Case[]): readonly Case[] {
    const [first, second] = cases;
    // Fast paths: most names have one value, most conditions two.
    if (first === undefined || (cases.length === 1 && first.when !== FALSE)) return cases;
    if (cases.length === 2 && first.when !== FALSE && second?.when !== FALSE && first.value !== second?.value)
      return cases;
    const byValue: { readonly value: Case['value']; when: Formula }[] = [];
    for (const { value, when } of cases) {
      if (when === FALSE) continue;
      let at = 0;
      while (at < byValue.length && byValue[at]?.value !== value) at++;
      const known = byValue[at];
      if (known === undefined) byValue.push({ value, when });
      else known.when = this.world.formulas.or(known.when, when);
    }
    return byValue.length > MOST_CASES ? ANYTHING : byValue;
  }
}

const computed = (operator: string, a: number, b: number): number | null => {
  switch (operator) {
    case '==':
      return a === b ? 1 : 0;
    case '!=':
      return a !== b ? 1 : 0;
    case '<':
      return a < b ? 1 : 0;
    case '>':
      return a > b ? 1 : 0;
    case '<=':
      return a <= b ? 1 : 0;
    case '>=':
      return a >= b ? 1 : 0;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? null : Math.trunc(a / b);
    case '%':
      return b === 0 ? null : a % b;
    // Arithmetic instead of shifts: JavaScript's shifts are limited to 32 bits.
    case '<<':
      return a * 2 ** b;
    case '>>':
      return Math.floor(a / 2 ** b);
    default:
      return a <= LARGEST_INT && b <= LARGEST_INT ? bitwise(operator, a, b) : null;
  }
};

const bitwise = (operator: string, a: number, b: number): number | null => {
  switch (operator) {
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    default:
      return null;
  }
};
