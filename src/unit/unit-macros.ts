// The macros in force while a unit is preprocessed, of those that conditions use. One table serves all units of a reader:
// it belongs to the unit of the last query.
import { grown } from '../base/grow.js';
import type { NameId } from '../csource/name-table.js';
import type { Formula } from '../kbuild/formula/formula.js';
import type { SummaryIndex } from '../summary/summary-store.js';

/** A definition in force: `when` excludes the conditions under which it was undefined or redefined. */
export interface MacroDefinition {
  readonly when: Formula;
  readonly summary: SummaryIndex;
  readonly item: number;
}

/** The definitions of a name in force. Immutable: an unchanged list means unchanged definitions. */
export type Definitions = readonly MacroDefinition[];

/** Number of a macro in a `MacroTable`. */
export type MacroNumber = number;

export const NO_DEFINITIONS: Definitions = [];

const FIRST_SIZE = 1 << 12;

/** Numbers the macros, and holds the definitions of the unit that owns it at the moment. Owned by a `ProgramCache`. */
export class MacroTable {
  private readonly numbers = new Map<NameId, MacroNumber>();
  /** By number. */
  private readonly rows: Definitions[] = [];
  private owner: UnitMacros | null = null;
  /** Numbers of the rows that the owner has filled; a number can occur twice. */
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

  /** The definitions in force in a unit, by number. Call `fill` for each row that becomes non-empty. */
  of(macros: UnitMacros): Definitions[] {
    if (this.owner !== macros) this.handTo(macros);
    return this.rows;
  }

  /** Records that the owner has definitions of a macro. */
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

/** The macros of one unit: in the table while the unit owns it, else in a copy. */
export class UnitMacros {
  /** The copied rows; null after the unit was evicted. */
  private numbers: Int32Array | null = new Int32Array(0);
  private definitions: readonly Definitions[] = [];

  /** @param keepsUnits whether queries are possible after another unit owned the table. */
  constructor(
    private readonly table: MacroTable,
    private readonly keepsUnits: boolean,
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

  /** All definitions, by number; valid until another unit is queried. */
  rows(): readonly Definitions[] {
    return this.table.of(this);
  }

  /** Another unit takes the table over: copies the filled rows, or evicts them. */
  leave(numbers: Int32Array, rows: readonly Definitions[]): void {
    this.numbers = null;
    if (!this.keepsUnits) return;
    this.numbers = numbers.slice();
    this.definitions = Array.from(numbers, (number) => rows[number] as Definitions);
  }

  restore(put: (number: MacroNumber, definitions: Definitions) => void): void {
    if (this.numbers === null) throw new Error('macros of a unit were queried after their eviction');
    this.numbers.forEach((number, at) => {
      put(number, this.definitions[at] ?? NO_DEFINITIONS);
    });
  }
}
