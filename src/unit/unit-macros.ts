// The macros that are in force in a unit, of those that conditions ask for: one row for all units of a reader, who mostly
// ask for one unit after the other.
import { grown } from '../base/grow.js';
import type { NameId } from '../csource/name-table.js';
import type { Formula } from '../kbuild/formula/formula.js';
import type { SummaryIndex } from '../summary/summary-store.js';

/** A definition of a macro that was not undefined or redefined (yet). */
export interface MacroDefinition {
  readonly when: Formula;
  readonly summary: SummaryIndex;
  readonly item: number;
}

/** The definitions of a name that are in force; the same list as long as nothing defined it anew. */
export type Definitions = readonly MacroDefinition[];

/** Number of a macro's name among those that are defined or asked for. */
export type MacroNumber = number;

export const NO_DEFINITIONS: Definitions = [];

const FIRST_SIZE = 1 << 12;

export class MacroTable {
  private readonly numbers = new Map<NameId, MacroNumber>();
  /** By number. */
  private readonly rows: Definitions[] = [];
  private owner: UnitMacros | null = null;
  /** Numbers of the rows that the owner has filled, some more than once. */
  private filled = new Int32Array(FIRST_SIZE);
  private count = 0;

  numberOf(name: NameId): MacroNumber {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.rows.push(NO_DEFINITIONS) - 1;
      this.numbers.set(name, number);
    }
    return number;
  }

  /** What is in force in a unit, by number; whoever changes it says so by `fill`. */
  of(macros: UnitMacros): Definitions[] {
    if (this.owner !== macros) this.handTo(macros);
    return this.rows;
  }

  /** Notes that the owner has definitions of a macro. */
  fill(number: MacroNumber): void {
    if (this.count === this.filled.length) this.filled = grown(this.filled);
    this.filled[this.count++] = number;
  }

  private handTo(macros: UnitMacros): void {
    const { rows, owner, filled, count } = this;
    owner?.leave(filled.subarray(0, count), rows);
    for (let i = 0; i < count; i++) rows[filled[i] as MacroNumber] = NO_DEFINITIONS;
    this.count = 0;
    this.owner = macros;
    macros.restore((number, definitions) => {
      rows[number] = definitions;
      this.fill(number);
    });
  }
}

export class UnitMacros {
  /** What was in force when another unit took the row over; null once nothing is known of it. */
  private numbers: Int32Array | null = new Int32Array(0);
  private definitions: readonly Definitions[] = [];

  /** @param isAskedLater whether somebody may ask when another unit has the row. */
  constructor(
    private readonly table: MacroTable,
    private readonly isAskedLater: boolean,
  ) {}

  get(number: MacroNumber): Definitions {
    return this.table.of(this)[number] ?? NO_DEFINITIONS;
  }

  named(name: NameId): Definitions {
    return this.get(this.table.numberOf(name));
  }

  set(number: MacroNumber, definitions: Definitions): void {
    const rows = this.table.of(this);
    if (rows[number] === NO_DEFINITIONS) this.table.fill(number);
    rows[number] = definitions;
  }

  /** All of them, by number: true until another unit is asked. */
  rows(): readonly Definitions[] {
    return this.table.of(this);
  }

  /** Another unit takes the row over, of which some numbers are filled. */
  leave(numbers: Int32Array, rows: readonly Definitions[]): void {
    this.numbers = null;
    if (!this.isAskedLater) return;
    this.numbers = numbers.slice();
    this.definitions = Array.from(numbers, (number) => rows[number] as Definitions);
  }

  restore(put: (number: MacroNumber, definitions: Definitions) => void): void {
    if (this.numbers === null) throw new Error('a unit was asked for macros after it was let go');
    this.numbers.forEach((number, at) => {
      put(number, this.definitions[at] ?? NO_DEFINITIONS);
    });
  }
}
