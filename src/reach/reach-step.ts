// The steps that a search of a unit reports: the edges of its name graph.

import type { SourcePlace } from '../base/edge.js';
import type { NameId } from '../csource/name-table.js';
import type { Formula } from '../kbuild/formula/formula.js';
import type { Primitive } from '../unit/primitive.js';
import type { Definition } from '../unit/unit-region.js';

/** One edge of a unit's name graph: a body refers to a name from which a target may be reached. */
export interface ReachStep {
  /** The function, initialiser, invocation or macro whose body refers to the name. */
  readonly from: Definition;
  readonly name: NameId;
  /** Condition under which `from` is reached and refers to the name. */
  readonly when: Formula;
  readonly place: SourcePlace;
  /** The macros whose expansion made the name, outermost first; empty when the body spells it out. */
  readonly through: readonly Definition[];
  /** Whether the reference means the function even if a macro of that name is defined. */
  readonly isFunction: boolean;
  /** The primitive that looks the name up at run time (`symbol_get`). */
  readonly lookup?: Primitive;
}

/** Receives the steps of one search. Each step can be reported several times, under different conditions. */
export interface ReachObserver {
  readonly named: (step: ReachStep) => void;
  /** An invocation in a header (`DEFINE_GUARD`) generates this name: its body is the body of the name. */
  readonly made: (by: Definition, name: NameId) => void;
  /** A call of `by` needs `symbol` though no body refers to it: a tracepoint (macro/tracepoint.ts). */
  readonly implied: (by: NameId, symbol: NameId, when: Formula) => void;
}

/** `through` of a name that the body spells out. */
export const DIRECTLY: readonly Definition[] = [];
