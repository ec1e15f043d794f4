// Why an edge exists, as shown to people: the code that needs the symbol, the macros and inline functions between, the export.

import type { ExportPlace, SourcePlace } from '../base/edge.js';
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE, ItemFlag, ItemKind } from '../csource/summary.js';
import { callRange, flagsOf, kindOf, lineOf, nameOf } from '../summary/item-rows.js';
import type { SummaryStore } from '../summary/summary-store.js';
import type { PreprocessedUnit } from '../unit/preprocessed-unit.js';
import { PRIMITIVES } from '../unit/primitive.js';
import type { FileInstance } from '../unit/unit-files.js';
import { callArguments, type Definition } from '../unit/unit-region.js';
import type { NamePath } from './reach-graph.js';
import type { ReachStep } from './reach-step.js';

/** The definition that encloses a reference. */
export interface Surrounding {
  /** `invocation`: a macro call outside functions (`module_init(f);`). `tracepoint`: a declaration by TRACE_EVENT. */
  readonly kind: 'function' | 'initialiser' | 'invocation' | 'inline' | 'macro' | 'tracepoint';
  readonly name: string;
  /** Of an `inline`: the macro that generates it (`DEFINE_GUARD`). */
  readonly madeBy?: string;
  /** The definition; for a tracepoint its declaration, or the call when the declaration is not found. */
  readonly place: SourcePlace;
}

/** One reference in a chain: code in `in` refers to `name`. */
export interface ChainStep {
  /** The reference; within a macro that pastes the name or passes it on, the definition of that macro. */
  readonly place: SourcePlace;
  readonly in: Surrounding;
  /** `pastes`: makes the name with `##`. `looks up`: passes it to `symbol_get` or the like. `needs`: a tracepoint. */
  readonly how: 'names' | 'pastes' | 'looks up' | 'needs';
  readonly name: string;
  /** The function that looks it up (`symbol_get`). */
  readonly by?: string;
  /** The condition of this step, beyond those of the steps before it; null: none. */
  readonly condition: string | null;
}

/** The end of a chain: how the provider exports the symbol. */
export interface ChainExport extends ExportPlace {
  /** As in `ChainStep`. */
  readonly condition: string | null;
}

/** One reason for an edge: a path from the consumer's own code to the symbol. `explain` prints it (result/explanation.ts). */
export interface Chain {
  /** Path of the consumer's source file that is compiled. */
  readonly unit: string;
  /** The architectures that have this chain, sorted. */
  readonly architectures: readonly string[];
  /** The first starts in the consumer's own code; the last refers to the symbol. */
  readonly steps: readonly ChainStep[];
  readonly export: ChainExport | null;
}

/** A step without its condition; `at` is the index of the path's step to which it belongs. */
export type BareStep = Omit<ChainStep, 'condition'> & { readonly at: number };

const LOOKUP_NAMES = new Map([...PRIMITIVES].map(([name, primitive]) => [primitive, name]));

const KINDS: ReadonlyMap<number, Surrounding['kind']> = new Map([
  [ItemKind.Macro, 'macro'],
  [ItemKind.Function, 'function'],
  [ItemKind.Variable, 'initialiser'],
  [ItemKind.Invocation, 'invocation'],
]);

/** The steps of a path, each referring to the definition that encloses the next. */
export const bareSteps = (
  store: SummaryStore,
  view: PreprocessedUnit,
  { steps, implying }: NamePath,
  symbol: NameId,
): readonly BareStep[] => {
  const found = steps.flatMap((step, at) => chainSteps(store, step, at, steps[at - 1]?.name));
  const last = steps.at(-1);
  if (implying !== null && last !== undefined) {
    const name = store.names.textOf(implying);
    const place = declarationOf(store, view, name) ?? last.place;
    found.push({
      place,
      in: { kind: 'tracepoint', name, place },
      how: 'needs',
      name: store.names.textOf(symbol),
      at: steps.length,
    });
  }
  return found;
};

/** One step of a path; one more for each macro that was expanded for it. `as`: the name by which `from` was reached. */
const chainSteps = (
  store: SummaryStore,
  step: ReachStep,
  at: number,
  as: NameId | undefined,
): readonly BareStep[] => {
  const { from, through, place, lookup } = step;
  const names = [...through.map((macro) => nameOf(store.get(macro.summary), macro.item)), step.name];
  return [from, ...through].map((definition, depth): BareStep => {
    const surrounding = surroundingOf(store, definition, depth === 0 ? as : undefined);
    const isLast = depth === through.length;
    const by = isLast && lookup !== undefined ? LOOKUP_NAMES.get(lookup) : undefined;
    return {
      place: depth === 0 ? place : surrounding.place,
      in: surrounding,
      how: by !== undefined ? 'looks up' : isLast && depth > 0 ? 'pastes' : 'names',
      name: store.names.textOf(names[depth] as NameId),
      ...(by === undefined ? {} : { by }),
      at,
    };
  });
};

const surroundingOf = (
  store: SummaryStore,
  { file, summary, item }: Definition,
  as: NameId | undefined,
): Surrounding => {
  const rows = store.get(summary);
  const place = { path: file.path, line: lineOf(rows, item) };
  const own = store.names.textOf(nameOf(rows, item));
  if (as !== undefined && kindOf(rows, item) === ItemKind.Invocation)
    return { kind: 'inline', name: store.names.textOf(as), madeBy: own, place };
  const inline = kindOf(rows, item) === ItemKind.Function && (flagsOf(rows, item) & ItemFlag.Inline) !== 0;
  return {
    kind: inline ? 'inline' : (KINDS.get(kindOf(rows, item)) ?? 'function'),
    name: own,
    place,
  };
};

/** The `TRACE_EVENT(x, ...)`, `DEFINE_EVENT(class, x, ...)` or the like that declares the event of a call. */
const declarationOf = (store: SummaryStore, view: PreprocessedUnit, call: string): SourcePlace | null => {
  const [, event = call] =
    /^(?:(?:un)?register_)?trace_(?:call__|prio_)?(\w+?)(?:_enabled|_rcuidle)?$/.exec(call) ?? [];
  const id = store.names.idOf(event);
  for (const file of view.files.values()) {
    const line = invocationWith(store, file, id);
    if (line !== null) return { path: file.path, line };
  }
  return null;
};

/** The macros of include/linux/tracepoint.h that declare events. */
const DECLARING = /^(?:TRACE_EVENT|DEFINE_EVENT|DECLARE_TRACE)/;

const invocationWith = (store: SummaryStore, file: FileInstance, event: NameId): number | null => {
  const rows = store.get(file.summary);
  for (const item of store.solidItems(file.summary)) {
    if (kindOf(rows, item) !== ItemKind.Invocation) continue;
    if (!DECLARING.test(store.names.textOf(nameOf(rows, item)))) continue;
    const [from, to] = callRange(rows, item);
    for (let row = from; row < to; row += CALL_STRIDE)
      if (callArguments(rows.calls, rows.args, row).includes(event)) return lineOf(rows, item);
  }
  return null;
};
