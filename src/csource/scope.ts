// The local names of a piece of code.
import type { NameSet } from './name-set.js';
import type { NameId } from './name-table.js';

/** The parameters of a macro. They are few: a linear search is fastest. */
export class Parameters {
  private readonly names: NameId[] = [];
  private readonly numbers: number[] = [];

  get size(): number {
    return this.names.length;
  }

  /** Adds the next parameter; of two with one name the later counts. */
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

/**
 * The local variables of a piece of code and, in a macro, its parameters: these names are no references. The scanners
 * fill it while they read declarations; it is valid for one function, macro or initialiser.
 */
export interface Scope {
  readonly locals: NameSet;
  readonly parameters: Parameters;
  /** Number of the variadic parameter; -1 when there is none. */
  readonly rest: number;
  /** Constant variables that hold the result of a call, with the function's name. */
  readonly constants: Map<NameId, NameId> | null;
  /** Constant variables that hold the size of a type. */
  sizes: Set<NameId> | null;
  /** Whether calls with only numbers as arguments are kept: macro bodies and invocations outside of functions paste them. */
  readonly keepNumbers: boolean;
}

/** A new scope that reuses `locals`, which it empties: at most one such scope is in use. */
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
