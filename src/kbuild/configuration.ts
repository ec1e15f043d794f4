// CONFIG symbols as formulas: their values on one architecture, and the constraints that Kconfig puts on them.
// A tristate has two variables: `X` (it is not n) and `X=m` (it is m, which implies `X`).
import { FALSE, type Formula, type Formulas, TRUE } from './formula/formula.js';
import { Evaluation } from './kconfig/evaluation.js';
import type { KconfigExpression } from './kconfig/expression.js';
import type { KconfigDefinition, KconfigSymbol, Selection, SymbolTable } from './kconfig/symbol-table.js';

/** The suffix of the variable that is true when a symbol is m. */
export const MODULE_SUFFIX = '=m';

/** A Kconfig value as two formulas: "m or y" and "y" (kconfig-language.rst: n < m < y). */
interface Value {
  readonly some: Formula;
  readonly yes: Formula;
}

/** At most this many symbols contribute their rules to one formula. Conditions that people read name far fewer. */
const MOST_CONSTRAINED_SYMBOLS = 48;
/** The limit when thousands of modules are analysed: four times as many symbols make twenty times as many nodes. */
const FEW_CONSTRAINED_SYMBOLS = 12;
/** A symbol with more `select`s than this is set in nearly every configuration; its `select`s are ignored. */
const MOST_SELECTIONS = 12;
/** Decision diagrams of constraints stay below this many nodes: some Kconfig rules have no small diagram. */
const MOST_NODES = 2000;

/**
 * The CONFIG symbols of one architecture as formulas. With a `.config` every symbol is a constant; without one every
 * symbol of the table is a variable, and `known` gives the constraints of Kconfig. `Kernel` owns one per architecture.
 */
export class Configuration {
  private readonly rules = new Map<string, Formula>();
  private readonly withinDepends = new Map<string, boolean>();
  private mostConstrained = MOST_CONSTRAINED_SYMBOLS;
  /** Constraints by the names of the symbols that they are about. */
  private readonly knowledge = new Map<string, Formula>();

  /**
   * @param table symbols of the architecture.
   * @param assigned values of one `.config`, where absent symbols are n; undefined leaves all symbols open.
   */
  constructor(
    readonly formulas: Formulas,
    private readonly table: SymbolTable,
    private readonly assigned?: ReadonlyMap<string, string>,
  ) {}

  has(name: string): boolean {
    return this.table.has(name);
  }

  /** The values that `make olddefconfig` gives after some lines; tests of the build's tools are taken to succeed. */
  evaluation(given: ReadonlyMap<string, string>): Evaluation {
    return new Evaluation(this.table, given, undefined, () => 'y');
  }

  /** The definitions of a symbol; undefined when this architecture does not define it. */
  symbol(name: string): KconfigSymbol | undefined {
    return this.table.get(name);
  }

  /** Whether it is an int or hex symbol. */
  isNumber(name: string): boolean {
    const type = this.table.get(name)?.type;
    return type === 'int' || type === 'hex';
  }

  /** `CONFIG_X` is y or m. */
  enabled(name: string): Formula {
    if (this.assigned !== undefined) {
      const value = this.assigned.get(name);
      return value === undefined || value === 'n' ? FALSE : TRUE;
    }
    return this.table.has(name) ? this.formulas.variable(name) : FALSE;
  }

  /** `CONFIG_X` is m. */
  module(name: string): Formula {
    if (this.assigned !== undefined) return this.assigned.get(name) === 'm' ? TRUE : FALSE;
    const symbol = this.table.get(name);
    if (symbol?.type !== 'tristate') return FALSE;
    return this.formulas.and(this.formulas.variable(name), this.formulas.variable(name + MODULE_SUFFIX));
  }

  /**
   * Creates the variables of all symbols in the order of Kconfig. Otherwise the order of first use would decide how a
   * condition reads and how much of a long rule is used, and results would depend on earlier queries.
   */
  orderVariables(): void {
    if (this.assigned !== undefined) return;
    for (const name of this.table.names()) if (this.module(name) === FALSE) this.enabled(name);
  }

  /** `CONFIG_X` is y. */
  builtIn(name: string): Formula {
    return this.formulas.without(this.enabled(name), this.module(name));
  }

  /** The text of an int, hex or string symbol in the given `.config`. */
  textOf(name: string): string | undefined {
    return this.assigned?.get(name);
  }

  /** Specialises a formula over all architectures to this one: symbols that do not exist are n, bools are never m. */
  narrow(formula: Formula): Formula {
    return this.formulas.substitute(formula, (variable) => {
      const module = variable.endsWith(MODULE_SUFFIX);
      const name = module ? variable.slice(0, -MODULE_SUFFIX.length) : variable;
      if (name.includes(':')) return undefined;
      const value = module ? this.module(name) : this.enabled(name);
      return value === TRUE ? true : value === FALSE ? false : undefined;
    });
  }

  /**
   * The constraints of Kconfig on the symbols of some formulas and on the symbols that these depend on. The result holds
   * in every configuration that Kconfig can write. Symbols beyond the limit stay open, which only weakens the result.
   */
  known(...about: readonly Formula[]): Formula {
    const symbols = [...new Set(about.flatMap((formula) => this.formulas.support(formula)))];
    const key = symbols.join(' ');
    let known = this.knowledge.get(key);
    if (known === undefined) {
      known = this.knownAbout(symbols);
      this.knowledge.set(key, known);
    }
    return known;
  }

  /** Lowers the number of symbols that `known` considers, for the phase that analyses thousands of modules. */
  endSearchPhase(): void {
    this.mostConstrained = FEW_CONSTRAINED_SYMBOLS;
  }

  private knownAbout(symbols: readonly string[]): Formula {
    let all: Formula = TRUE;
    const queue = [...symbols];
    const seen = new Set<string>();
    const add = (rule: Formula): boolean => {
      if (!this.formulas.isSmall(rule, MOST_NODES)) return false;
      const more = this.formulas.and(all, rule);
      if (!this.formulas.isSmall(more, MOST_NODES)) return false;
      all = more;
      return true;
    };
    for (const rule of this.forcedAmong(symbols)) add(rule);
    while (queue.length > 0 && seen.size < this.mostConstrained) {
      const name = (queue.shift() ?? '').replace(/=m$/, '');
      if (seen.has(name) || name.includes(':')) continue;
      seen.add(name);
      const rule = this.ruleOf(name);
      if (add(rule)) queue.push(...this.formulas.support(rule));
    }
    return all;
  }

  /**
   * What the symbols of a question force upon each other by `select`, through others too, where the selected symbol has so
   * many selectors that its own rule leaves them out.
   */
  private forcedAmong(symbols: readonly string[]): readonly Formula[] {
    if (this.assigned !== undefined) return [];
    const asked = [...new Set(symbols.map((name) => name.replace(/=m$/, '')))];
    const isWide = (name: string): boolean =>
      (this.table.get(name)?.selections.length ?? 0) > MOST_SELECTIONS;
    if (!asked.some(isWide)) return [];
    const below = new Set(asked);
    for (const name of below) for (const target of this.table.get(name)?.selects ?? []) below.add(target);
    const above = new Set(asked.filter(isWide));
    const rules: Formula[] = [];
    for (const name of above) {
      const target = this.table.get(name);
      if (target === undefined) continue;
      const selections = target.selections.filter(({ by }) => below.has(by));
      for (const { by } of selections) above.add(by);
      rules.push(this.forcedBy(target, selections));
    }
    return rules;
  }

  private forcedBy(symbol: KconfigSymbol, selections: readonly Selection[]): Formula {
    const f = this.formulas;
    const value = this.valueOfSelections(symbol, selections);
    return f.and(
      f.implies(value.some, this.enabled(symbol.name)),
      f.implies(value.yes, this.builtIn(symbol.name)),
    );
  }

  private ruleOf(name: string): Formula {
    let rule = this.rules.get(name);
    if (rule === undefined) {
      const symbol = this.table.get(name);
      rule = symbol === undefined || this.assigned !== undefined ? TRUE : this.ruleOfSymbol(symbol);
      this.rules.set(name, rule);
    }
    return rule;
  }

  private ruleOfSymbol(symbol: KconfigSymbol): Formula {
    const f = this.formulas;
    const { name, type } = symbol;
    if (type !== 'bool' && type !== 'tristate') return TRUE;
    const self: Value = { some: this.enabled(name), yes: this.builtIn(name) };
    const selected = this.selectedValue(symbol);
    const reachable = symbol.definitions.reduce<Value>(
      (any, d) => this.either(any, this.valueOf(d.depends)),
      {
        some: FALSE,
        yes: FALSE,
      },
    );
    const allowed = this.either(selected, type === 'bool' ? promoted(reachable) : reachable);
    let rule = f.and(f.implies(self.some, allowed.some), f.implies(self.yes, this.orAlone(allowed)));
    if (type === 'tristate') {
      rule = f.and(rule, f.implies(f.variable(name + MODULE_SUFFIX), self.some));
      if (this.table.has('MODULES'))
        rule = f.and(rule, f.implies(this.module(name), this.enabled('MODULES')));
    }
    if (symbol.selections.length <= MOST_SELECTIONS)
      rule = f.and(rule, this.forcedBy(symbol, symbol.selections));
    if (symbol.definitions.some(({ choice }) => choice)) return rule;
    return symbol.definitions.every(({ prompt }) => prompt === undefined)
      ? f.and(rule, this.computedRule(symbol, self, selected))
      : rule;
  }

  /** Where a tristate is y: where its value is, and where it would be m in a kernel without modules. */
  private orAlone({ some, yes }: Value): Formula {
    const alone = this.table.has('MODULES') ? this.formulas.not(this.enabled('MODULES')) : FALSE;
    return this.formulas.or(yes, this.formulas.and(some, alone));
  }

  /** Without a prompt the value is the larger of the default, what implies it, and what selects it. */
  private computedRule(symbol: KconfigSymbol, self: Value, selected: Value): Formula {
    const f = this.formulas;
    const value = symbol.definitions.reduce<Value>(
      (any, definition) => this.either(any, this.defaultValue(definition)),
      this.either(selected, this.impliedValue(symbol)),
    );
    const computed = symbol.type === 'bool' ? promoted(value) : value;
    return f.and(f.same(self.some, computed.some), f.same(self.yes, this.orAlone(computed)));
  }

  /** What `imply` gives: no more than the dependencies allow. */
  private impliedValue(symbol: KconfigSymbol): Value {
    const { name, implications } = symbol;
    const nothing: Value = { some: FALSE, yes: FALSE };
    if (implications.length === 0) return nothing;
    const implied =
      implications.length > MOST_SELECTIONS
        ? openTristate(this.formulas, `implied:${name}`)
        : this.valueOfSelections(symbol, implications);
    const allowed = symbol.definitions.reduce<Value>(
      (any, { depends }) => this.either(any, this.valueOf(depends)),
      nothing,
    );
    return this.both(implied, allowed);
  }

  private defaultValue(definition: KconfigDefinition): Value {
    const f = this.formulas;
    let rest: Formula = TRUE;
    let value: Value = { some: FALSE, yes: FALSE };
    for (const option of definition.defaults) {
      const when = this.valueOf(option.when);
      const applies = this.both(this.valueOf(option.value, false), when);
      value = this.either(value, { some: f.and(rest, applies.some), yes: f.and(rest, applies.yes) });
      rest = f.without(rest, when.some);
    }
    return this.both(value, this.valueOf(definition.depends));
  }

  private selectedValue(symbol: KconfigSymbol): Value {
    const { selections } = symbol;
    // Too many to read: it may be selected.
    return selections.length > MOST_SELECTIONS
      ? openTristate(this.formulas, `selected:${symbol.name}`)
      : this.valueOfSelections(symbol, selections);
  }

  private valueOfSelections(symbol: KconfigSymbol, selections: readonly Selection[]): Value {
    return selections.reduce<Value>(
      (any, { by, when, depends }) => {
        const selector = { some: this.enabled(by), yes: this.builtIn(by) };
        const value = this.both(selector, this.valueOf(when));
        const exact = this.isWithinDepends(by) ? value : this.both(value, this.valueOf(depends));
        return this.either(any, symbol.type === 'bool' ? promoted(exact) : exact);
      },
      { some: FALSE, yes: FALSE },
    );
  }

  /**
   * Whether a symbol is never more than it depends on. A bool is y although it depends on m, and what is selected may be
   * more, unless all that selects it depends on the same.
   */
  private isWithinDepends(name: string): boolean {
    const known = this.withinDepends.get(name);
    if (known !== undefined) return known;
    // A cycle of `select` adds nothing.
    this.withinDepends.set(name, true);
    const symbol = this.table.get(name);
    const own = symbol?.definitions.length === 1 ? symbol.definitions[0] : undefined;
    const within =
      symbol?.type === 'tristate' &&
      (symbol.selections.length === 0 ||
        (own !== undefined &&
          symbol.selections.length <= MOST_SELECTIONS &&
          symbol.selections.every(
            ({ by, depends }) => includesAll(depends, own.depends) && this.isWithinDepends(by),
          )));
    this.withinDepends.set(name, within);
    return within;
  }

  /** In a condition a lone m means `m && MODULES` (scripts/kconfig/menu.c, rewrite_m). */
  private valueOf(expression: KconfigExpression | null, isCondition = true): Value {
    if (expression === null) return { some: TRUE, yes: TRUE };
    const f = this.formulas;
    switch (expression.kind) {
      case 'symbol':
        return this.symbolValue(expression.name, isCondition);
      case 'text':
        if (expression.macro) return open(f, `kconfig:${expression.text}`);
        return expression.text === 'y' ? { some: TRUE, yes: TRUE } : { some: FALSE, yes: FALSE };
      case 'not': {
        const of = this.valueOf(expression.of, isCondition);
        return { some: f.not(of.yes), yes: f.not(of.some) };
      }
      case 'and':
        return this.both(
          this.valueOf(expression.left, isCondition),
          this.valueOf(expression.right, isCondition),
        );
      case 'or':
        return this.either(
          this.valueOf(expression.left, isCondition),
          this.valueOf(expression.right, isCondition),
        );
      case 'order':
        return open(f, `kconfig:${JSON.stringify(expression)}`);
      case 'equal':
      case 'unequal': {
        const same = this.equality(expression.left, expression.right);
        const holds = expression.kind === 'equal' ? same : f.not(same);
        return { some: holds, yes: holds };
      }
    }
  }

  private equality(left: KconfigExpression, right: KconfigExpression): Formula {
    const f = this.formulas;
    if (!this.isTristate(left) || !this.isTristate(right))
      return f.variable(`kconfig:${JSON.stringify([left, right])}`);
    const a = this.valueOf(left, false);
    const b = this.valueOf(right, false);
    return f.and(f.same(a.some, b.some), f.same(a.yes, b.yes));
  }

  private isTristate(expression: KconfigExpression): boolean {
    if (expression.kind === 'text') return /^[ymn]$/.test(expression.text);
    if (expression.kind !== 'symbol') return true;
    const type = this.table.get(expression.name)?.type;
    return type === 'bool' || type === 'tristate' || /^[ymn]$/.test(expression.name);
  }

  private symbolValue(name: string, isCondition: boolean): Value {
    if (name === 'y') return { some: TRUE, yes: TRUE };
    if (name === 'm')
      return { some: isCondition && this.table.has('MODULES') ? this.enabled('MODULES') : TRUE, yes: FALSE };
    return { some: this.enabled(name), yes: this.builtIn(name) };
  }

  private both(a: Value, b: Value): Value {
    return { some: this.formulas.and(a.some, b.some), yes: this.formulas.and(a.yes, b.yes) };
  }

  private either(a: Value, b: Value): Value {
    return { some: this.formulas.or(a.some, b.some), yes: this.formulas.or(a.yes, b.yes) };
  }
}

/** Whether the first of two conditions requires all that the second requires, word for word. */
const includesAll = (one: KconfigExpression | null, other: KconfigExpression | null): boolean => {
  const texts = new Set(conjuncts(one).map((part) => JSON.stringify(part)));
  return conjuncts(other).every((part) => texts.has(JSON.stringify(part)));
};

const conjuncts = (expression: KconfigExpression | null): readonly KconfigExpression[] =>
  expression === null
    ? []
    : expression.kind === 'and'
      ? [...conjuncts(expression.left), ...conjuncts(expression.right)]
      : [expression];

/** A bool that would be m is y. */
const promoted = (value: Value): Value => ({ some: value.some, yes: value.some });

const open = (formulas: Formulas, name: string): Value => {
  const variable = formulas.variable(name);
  return { some: variable, yes: variable };
};

const openTristate = (formulas: Formulas, name: string): Value => {
  const some = formulas.variable(name);
  return { some, yes: formulas.and(some, formulas.variable(`${name}=y`)) };
};

/** The values of a `.config` file (Documentation/kbuild/kconfig.rst); `# CONFIG_X is not set` is n. */
export const parseConfig = (text: string): ReadonlyMap<string, string> => {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^CONFIG_(\w+)=(.*?)\r?$/.exec(line);
    if (match !== null) values.set(match[1] ?? '', (match[2] ?? '').replace(/^"(.*)"$/, '$1'));
  }
  return values;
};
