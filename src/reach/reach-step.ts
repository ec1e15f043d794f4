// What the walk of src/reach/reach.ts tells those who ask why a symbol is reached.

import type { SourcePlace } from '../base/edge.js';
import type { NameId } from '../csource/name-table.js';
import type { Formula } from '../kbuild/formula/formula.js';
import type { Primitive } from '../unit/primitive.js';
import type { Definition } from '../unit/unit-region.js';

/** Code names something that leads on. */
export interface ReachStep {
  /** The function, initialiser, invocation or macro in whose body it stands. */
  readonly from: Definition;
  readonly name: NameId;
  /** Where `from` is reached and names it. */
  readonly when: Formula;
  readonly place: SourcePlace;
  /** When the name was made by macros: those that were expanded for it, outermost first. */
  readonly through: readonly Definition[];
  /** Whether it is the function, whatever the name means to the preprocessor. */
  readonly isFunction: boolean;
  /** When the name is looked up at run time. */
  readonly lookup?: Primitive;
}

export interface ReachObserver {
  readonly named: (step: ReachStep) => void;
  /** An invocation in a header (`DEFINE_GUARD`) makes this name, and what it names is named by that. */
  readonly made: (by: Definition, name: NameId) => void;
  /** A name that no file spells out is needed by one that is called: a tracepoint's. */
  readonly implied: (by: NameId, symbol: NameId, when: Formula) => void;
}

export const DIRECTLY: readonly Definition[] = [];
