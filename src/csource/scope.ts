// What the names of a piece of code mean where it stands.
import type { NameSet } from './name-set.js';
import type { NameId } from './name-table.js';

/** The parameters of a macro: few, so that looking at each is fastest. */
export class Parameters {
  private readonly names: NameId[] = [];
  private readonly numbers: number[] = [];

  get size(): number {
    return this.names.length;
  }

  /** Takes in the next parameter; of two with one name the later counts. */
  add(name: NameId): void {
    const known = this.names.indexOf(name);
    if (known >= 0) this.numbers[known] = this.size;
    else this.numbers.push(this.names.push(name) - 1);
  }

  /** The number of the parameter with this name; -1 when there is none. */
  numberOf(name: NameId): number {
    const { names } = this;
    for (let i = 0; i < names.length; i++) if (names[i] === name) return this.numbers[i] as number;
    return -1;
  }

  has(name: NameId): boolean {
    return this.numberOf(name) >= 0;
  }
}

export const NO_PARAMETERS = new Parameters();

/** What the names of a piece of code mean: its own variables and, in a macro, its parameters. */
export interface Scope {
  readonly locals: NameSet;
  readonly parameters: Parameters;
  /** Number of the parameter that takes all further arguments; -1 when there is none. */
  readonly rest: number;
  /** Variables that keep the value of one call: the function's name for each. */
  readonly constants: Map<NameId, NameId> | null;
  /** Variables that keep the size of a type. */
  sizes: Set<NameId> | null;
  /** Calls with arguments of plain numbers are kept (macro bodies and invocations outside functions paste them). */
  readonly keepNumbers: boolean;
}

/** A scope outside of functions and macros, with no names of its own so far. */
export const scopeOf = (
  locals: NameSet,
  keepNumbers: boolean,
  parameters: Parameters = NO_PARAMETERS,
  rest = -1,
  constants: Map<NameId, NameId> | null = null,
): Scope => {
  locals.clear();
  return { locals, parameters, rest, constants, sizes: null, keepNumbers };
};
