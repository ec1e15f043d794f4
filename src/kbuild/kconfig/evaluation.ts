// The values that `make olddefconfig` gives to symbols, computed as scripts/kconfig/symbol.c does (sym_calc_value,
// sym_calc_visibility, sym_calc_choice): only the queried symbols and their dependencies.
import type { KconfigExpression } from './expression.js';
import type { KconfigChoice, KconfigSymbol, SymbolTable } from './symbol-table.js';

/** n, m, y as kconfig-language.rst orders them. */
export type Tristate = 0 | 1 | 2;

const LETTERS = ['n', 'm', 'y'] as const;
const NOTHING: ReadonlyMap<string, string> = new Map();

const tristateOf = (text: string): Tristate => (text === 'y' ? 2 : text === 'm' ? 1 : 0);
const both = (a: Tristate, b: Tristate): Tristate => (a < b ? a : b);
const either = (a: Tristate, b: Tristate): Tristate => (a > b ? a : b);

/** Thrown where a value depends on a compiler or a shell. */
export class UnknownValue extends Error {}

/**
 * One configuration of one architecture. `given` are the lines of a partial `.config` by symbol, in its order; `pinned` are
 * values that are taken as they are, for symbols that hang on the tools of the build.
 */
export class Evaluation {
  private readonly values = new Map<string, string>();

  constructor(
    private readonly table: SymbolTable,
    private readonly given: ReadonlyMap<string, string>,
    private readonly pinned: ReadonlyMap<string, string> = NOTHING,
    /** What a macro that runs a command gives; without it such a value is unknown. */
    private readonly macro?: (text: string) => string,
  ) {}

  /** Whether an expression is m or y. */
  holds(expression: KconfigExpression): boolean {
    return this.condition(expression) > 0;
  }

  /**
   * The value of a symbol: `n`, `m`, `y`, or the text of a string or number. What does not exist is `n`.
   * @throws UnknownValue where it hangs on a macro that runs a command.
   */
  value(name: string): string {
    const known = this.values.get(name);
    if (known !== undefined) return known;
    const symbol = this.table.get(name);
    if (symbol === undefined) return 'n';
    const isTristate = symbol.type === 'bool' || symbol.type === 'tristate';
    // A symbol that depends on itself starts with the smallest value.
    this.values.set(
      name,
      isTristate ? 'n' : symbol.type === 'hex' ? '0x0' : symbol.type === 'int' ? '0' : '',
    );
    const pinned = this.pinned.get(name);
    const value = pinned ?? (isTristate ? LETTERS[this.tristate(symbol)] : this.text(symbol));
    this.values.set(name, value);
    return value;
  }

  private tristate(symbol: KconfigSymbol): Tristate {
    if (symbol.choice !== null) return this.chosen(symbol.choice) === symbol.name ? 2 : 0;
    const isBool = this.isBool(symbol);
    const promote = (value: Tristate): Tristate => (value === 1 && isBool ? 2 : value);
    const visible = this.visibility(symbol);
    const given = this.given.get(symbol.name);
    const selected = promote(this.reverse(symbol.selections));
    if (visible > 0 && given !== undefined)
      return promote(either(both(tristateOf(given), visible), selected));
    let value = this.byDefault(symbol);
    const implied = promote(this.reverse(symbol.implications));
    if (implied > 0) value = both(either(value, implied), promote(this.dependencies(symbol)));
    return promote(either(value, selected));
  }

  private isBool({ name, type }: KconfigSymbol): boolean {
    return (
      type === 'bool' || (name !== 'MODULES' && this.table.has('MODULES') && this.value('MODULES') === 'n')
    );
  }

  private visibility(symbol: KconfigSymbol): Tristate {
    let visible: Tristate = 0;
    for (const definition of symbol.definitions) {
      if (definition.prompt === undefined) continue;
      const here = both(this.condition(definition.prompt.when), this.condition(definition.depends));
      visible = either(visible, here);
    }
    return visible === 1 && this.isBool(symbol) ? 2 : visible;
  }

  private dependencies(symbol: KconfigSymbol): Tristate {
    return symbol.definitions.reduce<Tristate>((any, { depends }) => either(any, this.condition(depends)), 0);
  }

  private reverse(selections: KconfigSymbol['selections']): Tristate {
    let value: Tristate = 0;
    for (const { by, when, depends } of selections) {
      if (value === 2) break;
      const selector = tristateOf(this.value(by));
      if (selector === 0) continue;
      value = either(value, both(both(selector, this.condition(when)), this.condition(depends)));
    }
    return value;
  }

  /** The first default of all entries whose condition is not n. */
  private defaultOf(symbol: KconfigSymbol): readonly [KconfigExpression, Tristate] | null {
    for (const { defaults, depends } of symbol.definitions) {
      if (defaults.length === 0) continue;
      const around = this.condition(depends);
      if (around === 0) continue;
      for (const { value, when } of defaults) {
        const visible = both(around, this.condition(when));
        if (visible > 0) return [value, visible];
      }
    }
    return null;
  }

  private byDefault(symbol: KconfigSymbol): Tristate {
    const found = this.defaultOf(symbol);
    return found === null ? 0 : both(this.expression(found[0], false), found[1]);
  }

  private text(symbol: KconfigSymbol): string {
    const given = this.given.get(symbol.name);
    if (given !== undefined && this.visibility(symbol) > 0) return this.withinRange(symbol, given);
    const found = this.defaultOf(symbol);
    const empty = symbol.type === 'hex' ? '0x0' : symbol.type === 'int' ? '0' : '';
    return this.withinRange(symbol, found === null ? empty : this.operand(found[0]));
  }

  private withinRange(symbol: KconfigSymbol, text: string): string {
    if (symbol.type !== 'int' && symbol.type !== 'hex') return text;
    for (const { ranges, depends } of symbol.definitions)
      for (const { low, high, when } of ranges) {
        if (both(this.condition(depends), this.condition(when)) === 0) continue;
        const [value, least, most] = [Number(text), Number(this.operand(low)), Number(this.operand(high))];
        if (value >= least && value <= most) return text;
        const nearest = value < least ? least : most;
        return symbol.type === 'hex' ? `0x${nearest.toString(16)}` : String(nearest);
      }
    return text;
  }

  /** The member of a choice that is y; null when none is visible. */
  private chosen({ members, defaults }: KconfigChoice): string | null {
    const visible = members.filter((name) => {
      const symbol = this.table.get(name);
      return symbol !== undefined && this.visibility(symbol) > 0;
    });
    const order = [...this.given.keys()];
    const latest = (a: string, b: string): number => order.indexOf(b) - order.indexOf(a);
    const wanted = visible.filter((name) => this.given.get(name) === 'y').sort(latest);
    if (wanted[0] !== undefined) return wanted[0];
    const usual =
      defaults.find(({ value, when }) => this.condition(when) > 0 && visible.includes(value))?.value ??
      visible[0];
    if (usual !== undefined && this.given.get(usual) !== 'n') return usual;
    // Where all are n, the first n of the file counts least (conf_read_simple moves each to the front of the list).
    return visible.find((name) => !this.given.has(name)) ?? [...visible].sort(latest).at(-1) ?? null;
  }

  /** A condition: a lone m means `m && MODULES` there (menu.c, rewrite_m). */
  private condition(expression: KconfigExpression | null): Tristate {
    return expression === null ? 2 : this.expression(expression, true);
  }

  private expression(expression: KconfigExpression, isCondition: boolean): Tristate {
    switch (expression.kind) {
      case 'symbol':
        if (expression.name === 'm' && isCondition && this.table.has('MODULES'))
          return both(1, tristateOf(this.value('MODULES')));
        return tristateOf(this.operand(expression));
      case 'text':
        return tristateOf(this.operand(expression));
      case 'not':
        return (2 - this.expression(expression.of, isCondition)) as Tristate;
      case 'and': {
        const left = this.expression(expression.left, isCondition);
        return left === 0 ? 0 : both(left, this.expression(expression.right, isCondition));
      }
      case 'or': {
        const left = this.expression(expression.left, isCondition);
        return left === 2 ? 2 : either(left, this.expression(expression.right, isCondition));
      }
      case 'equal':
        return this.operand(expression.left) === this.operand(expression.right) ? 2 : 0;
      case 'unequal':
        return this.operand(expression.left) === this.operand(expression.right) ? 0 : 2;
      case 'order':
        return this.isInOrder(
          expression.operator,
          this.operand(expression.left),
          this.operand(expression.right),
        )
          ? 2
          : 0;
    }
  }

  private isInOrder(operator: string, left: string, right: string): boolean {
    const [a, b] = [Number(left), Number(right)];
    const difference =
      Number.isNaN(a) || Number.isNaN(b) ? (left < right ? -1 : left > right ? 1 : 0) : a - b;
    switch (operator) {
      case '<':
        return difference < 0;
      case '>':
        return difference > 0;
      case '<=':
        return difference <= 0;
      default:
        return difference >= 0;
    }
  }

  /** The text of a symbol, constant or string. */
  private operand(expression: KconfigExpression): string {
    if (expression.kind === 'symbol') {
      const { name } = expression;
      if (/^[ymn]$/.test(name) || !this.table.has(name)) return name;
      return this.value(name);
    }
    if (expression.kind === 'text') {
      if (expression.macro) {
        if (this.macro === undefined) throw new UnknownValue(expression.text);
        return this.macro(expression.text);
      }
      return expression.text;
    }
    return LETTERS[this.expression(expression, false)];
  }
}
