// The boolean algebra of Makefile conditions, `#if` conditions and Kconfig: reduced ordered binary decision diagrams
// (Bryant 1986). Nodes are hash-consed, so equal formulas are equal numbers.
import { grown } from '../../base/grow.js';

declare const brand: unique symbol;
/** A formula of one `Formulas`. Two formulas of one algebra are equivalent exactly when they are `===`. */
export type Formula = number & { readonly [brand]: 'Formula' };

export const FALSE = 0 as Formula;
export const TRUE = 1 as Formula;

const INITIAL_TABLE = 1 << 16;
const TERMINAL_LEVEL = 0x7fffffff;

/** Size of the cache of results: 4 MB, more than the conditions of one kernel need. */
const CHOICE_SLOTS = 1 << 18;
const CHOICE_STRIDE = 4;

const choiceSlot = (a: number, b: number, c: number): number => {
  const hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  return ((hash ^ (hash >>> 15)) & (CHOICE_SLOTS - 1)) * CHOICE_STRIDE;
};

/**
 * Makes and combines formulas over named variables. Variables are ordered by first use. Nodes are never freed: the owner
 * drops the whole algebra. Formulas of different algebras must not be mixed; no check catches it.
 */
export class Formulas {
  private level = new Int32Array(INITIAL_TABLE);
  private low = new Int32Array(INITIAL_TABLE);
  private high = new Int32Array(INITIAL_TABLE);
  private count = 2;
  /** The last walk that visited a node. */
  private marks = new Int32Array(INITIAL_TABLE);
  private mark = 0;
  /** Open-addressing hash table of nodes; its size is a power of two. */
  private slots = new Int32Array(INITIAL_TABLE * 2);
  /** Results of `choose` by a hash of its operands; a later result may overwrite a slot (Brace, Rudell, Bryant 1990). */
  private readonly choices = new Int32Array(CHOICE_SLOTS * CHOICE_STRIDE);
  private readonly names: string[] = [];
  private readonly levels = new Map<string, number>();

  constructor() {
    this.level[FALSE] = TERMINAL_LEVEL;
    this.level[TRUE] = TERMINAL_LEVEL;
  }

  /** The formula that is true exactly when the variable is. */
  variable(name: string): Formula {
    let level = this.levels.get(name);
    if (level === undefined) {
      level = this.names.length;
      this.names.push(name);
      this.levels.set(name, level);
    }
    return this.node(level, FALSE, TRUE);
  }

  not(a: Formula): Formula {
    return this.choose(a, FALSE, TRUE);
  }

  and(a: Formula, b: Formula): Formula {
    if (a === b || b === TRUE) return a;
    if (a === TRUE) return b;
    if (a === FALSE || b === FALSE) return FALSE;
    return a < b ? this.choose(a, b, FALSE) : this.choose(b, a, FALSE);
  }

  or(a: Formula, b: Formula): Formula {
    if (a === b || b === FALSE) return a;
    if (a === FALSE) return b;
    if (a === TRUE || b === TRUE) return TRUE;
    return a < b ? this.choose(a, TRUE, b) : this.choose(b, TRUE, a);
  }

  /** `a` and not `b`. */
  without(a: Formula, b: Formula): Formula {
    return this.and(a, this.not(b));
  }

  implies(a: Formula, b: Formula): Formula {
    return this.choose(a, b, TRUE);
  }

  same(a: Formula, b: Formula): Formula {
    return this.choose(a, b, this.not(b));
  }

  /** Whether `a` implies `b` for all values of the variables. */
  entails(a: Formula, b: Formula): boolean {
    return a === FALSE || b === TRUE || a === b || this.without(a, b) === FALSE;
  }

  /** If `a` then `b` else `c`. */
  choose(a: Formula, b: Formula, c: Formula): Formula {
    if (a === TRUE) return b;
    if (a === FALSE) return c;
    if (b === c) return b;
    if (b === TRUE && c === FALSE) return a;
    const slot = choiceSlot(a, b, c);
    const { choices } = this;
    if (choices[slot] === a && choices[slot + 1] === b && choices[slot + 2] === c)
      return choices[slot + 3] as Formula;
    const top = Math.min(this.levelOf(a), this.levelOf(b), this.levelOf(c));
    const high = this.choose(this.highAt(a, top), this.highAt(b, top), this.highAt(c, top));
    const low = this.choose(this.lowAt(a, top), this.lowAt(b, top), this.lowAt(c, top));
    const result = this.node(top, low, high);
    choices[slot] = a;
    choices[slot + 1] = b;
    choices[slot + 2] = c;
    choices[slot + 3] = result;
    return result;
  }

  /** Fixes some variables; `value` returns undefined for a variable that stays. */
  substitute(a: Formula, value: (name: string) => boolean | undefined): Formula {
    const done = new Map<Formula, Formula>();
    const visit = (f: Formula): Formula => {
      if (f <= TRUE) return f;
      const known = done.get(f);
      if (known !== undefined) return known;
      const level = this.levelOf(f);
      const fixed = value(this.nameAt(level));
      const high = this.high[f] as Formula;
      const low = this.low[f] as Formula;
      const result =
        fixed === undefined
          ? this.choose(this.node(level, FALSE, TRUE), visit(high), visit(low))
          : visit(fixed ? high : low);
      done.set(f, result);
      return result;
    };
    return visit(a);
  }

  /** Replaces a variable by a formula. */
  replace(a: Formula, name: string, by: Formula): Formula {
    if (a <= TRUE || !this.levels.has(name)) return a;
    const where = (value: boolean): Formula =>
      this.substitute(a, (one) => (one === name ? value : undefined));
    return this.choose(by, where(true), where(false));
  }

  /** Quantifies away (exists) the variables that are not kept: true wherever some value of them makes `a` true. */
  project(a: Formula, keep: (name: string) => boolean): Formula {
    const done = new Map<Formula, Formula>();
    const visit = (f: Formula): Formula => {
      if (f <= TRUE) return f;
      const known = done.get(f);
      if (known !== undefined) return known;
      const level = this.levelOf(f);
      const high = visit(this.high[f] as Formula);
      const low = visit(this.low[f] as Formula);
      const result = keep(this.nameAt(level))
        ? this.choose(this.node(level, FALSE, TRUE), high, low)
        : this.or(high, low);
      done.set(f, result);
      return result;
    };
    return visit(a);
  }

  /** Names of the variables that the formula depends on, in the order of the algebra. */
  support(a: Formula): readonly string[] {
    const seen = new Set<number>();
    const found = new Set<number>();
    const visit = (f: number): void => {
      if (f <= TRUE || seen.has(f)) return;
      seen.add(f);
      found.add(this.level[f] as number);
      visit(this.low[f] as number);
      visit(this.high[f] as number);
    };
    visit(a);
    return [...found].sort((x, y) => x - y).map((level) => this.nameAt(level));
  }

  /** Whether the formula's diagram has fewer nodes than `limit`. */
  isSmall(a: Formula, limit: number): boolean {
    this.mark++;
    let left = limit;
    const visit = (f: number): boolean => {
      if (f <= TRUE || this.marks[f] === this.mark) return true;
      this.marks[f] = this.mark;
      left--;
      return left > 0 && visit(this.low[f] as number) && visit(this.high[f] as number);
    };
    return visit(a);
  }

  /** Assignments that make the formula true, each over the variables on one way through its diagram. */
  *assignments(a: Formula): Generator<ReadonlyMap<string, boolean>> {
    if (a === FALSE) return;
    if (a === TRUE) {
      yield new Map();
      return;
    }
    const level = this.levelOf(a);
    for (const value of [true, false]) {
      const rest = value ? this.highAt(a, level) : this.lowAt(a, level);
      for (const found of this.assignments(rest)) yield new Map([[this.nameAt(level), value], ...found]);
    }
  }

  /** Level of the top variable; constants come after all variables. */
  levelOf(a: Formula): number {
    return this.level[a] as number;
  }

  nameAt(level: number): string {
    return this.names[level] ?? '';
  }

  /** The cofactor of `a` where the variable of this level is true; `a` itself when its top variable comes later. */
  highAt(a: Formula, level: number): Formula {
    return (this.level[a] === level ? this.high[a] : a) as Formula;
  }

  lowAt(a: Formula, level: number): Formula {
    return (this.level[a] === level ? this.low[a] : a) as Formula;
  }

  private node(level: number, low: Formula, high: Formula): Formula {
    if (low === high) return low;
    let slot = this.slotOf(level, low, high);
    for (let id = this.slots[slot] as number; id !== 0; id = this.slots[slot] as number) {
      if (this.level[id] === level && this.low[id] === low && this.high[id] === high) return id as Formula;
      slot = (slot + 1) & (this.slots.length - 1);
    }
    if (this.count === this.level.length) {
      this.grow();
      return this.node(level, low, high);
    }
    const id = this.count++;
    this.level[id] = level;
    this.low[id] = low;
    this.high[id] = high;
    this.slots[slot] = id;
    return id as Formula;
  }

  private slotOf(level: number, low: number, high: number): number {
    const hash = Math.imul(level, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35);
    return (hash ^ (hash >>> 15)) & (this.slots.length - 1);
  }

  private grow(): void {
    this.level = grown(this.level);
    this.low = grown(this.low);
    this.high = grown(this.high);
    this.marks = grown(this.marks);
    this.slots = new Int32Array(this.slots.length * 2);
    for (let id = 2; id < this.count; id++) {
      let slot = this.slotOf(this.level[id] as number, this.low[id] as number, this.high[id] as number);
      while (this.slots[slot] !== 0) slot = (slot + 1) & (this.slots.length - 1);
      this.slots[slot] = id;
    }
  }
}
