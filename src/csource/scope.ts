// What the names of a piece of code mean where it stands.
import type { NameId } from './name-table.js';

/** What the names of a piece of code mean: its own variables and, in a macro, its parameters. */
export interface Scope {
  readonly locals: Set<NameId>;
  readonly parameters: ReadonlyMap<NameId, number>;
  /** Number of the parameter that takes all further arguments. */
  readonly rest?: number;
  /** Variables that keep the value of one call: the function's name for each. */
  readonly constants?: Map<NameId, string>;
  /** Variables that keep the size of a type. */
  sizes?: Set<NameId>;
  /** Calls with arguments of plain numbers are kept (macro bodies and invocations outside functions paste them). */
  readonly keepNumbers: boolean;
}

export const NO_PARAMETERS: ReadonlyMap<NameId, number> = new Map();
