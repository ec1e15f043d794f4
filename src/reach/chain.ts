// Why an edge is there, for people: the code that needs the symbol, the macros and inlines between, the export.

import type { ExportPlace, SourcePlace } from '../base/edge.js';
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE, ItemFlag, ItemKind } from '../csource/summary.js';
import { callRange, flagsOf, kindOf, lineOf, nameOf } from '../summary/item-rows.js';
import type { SummaryStore } from '../summary/summary-store.js';
import type { PreprocessedUnit } from '../unit/preprocessed-unit.js';
import { PRIMITIVES } from '../unit/primitive.js';
import type { FileInstance } from '../unit/unit-files.js';
import { callArguments, type Definition } from '../unit/unit-region.js';
import type { Way } from './reach-graph.js';
import type { ReachStep } from './reach-step.js';

/** What code stands in. */
export interface Surrounding {
  /** `invocation`: a macro invoked outside of functions (`module_init(f);`). `tracepoint`: what TRACE_EVENT declares. */
  readonly kind: 'function' | 'initialiser' | 'invocation' | 'inline' | 'macro' | 'tracepoint';
  readonly name: string;
  /** Of an `inline`: the macro whose invocation makes it (`DEFINE_GUARD`). */
  readonly madeBy?: string;
  /** Where it is defined; for a tracepoint where it is declared, or called when the declaration is not found. */
  readonly place: SourcePlace;
}

export interface ChainStep {
  /** Where the next name stands; in a macro that pastes or hands on, where the macro is defined. */
  readonly place: SourcePlace;
  readonly in: Surrounding;
  /** `pastes`: makes the name with `##`. `looks up`: hands it to `symbol_get` or one of its kin. `needs`: a tracepoint. */
  readonly how: 'names' | 'pastes' | 'looks up' | 'needs';
  readonly name: string;
  /** With what it is looked up (`symbol_get`). */
  readonly by?: string;
  /** What has to hold here beyond what the steps before ask; null: nothing. */
  readonly condition: string | null;
}

export interface ChainExport extends ExportPlace {
  /** As of a step. */
  readonly condition: string | null;
}

export interface Chain {
  /** The consumer's source that is compiled. */
  readonly unit: string;
  /** On which architectures it is so, sorted. */
  readonly architectures: readonly string[];
  /** The first in the consumer's own code, the last naming the symbol. */
  readonly steps: readonly ChainStep[];
  readonly export: ChainExport | null;
}

/** A step without its condition, and the number of the walk's step that it belongs to. */
export type BareStep = Omit<ChainStep, 'condition'> & { readonly walked: number };

const LOOKUP_NAMES = new Map([...PRIMITIVES].map(([name, primitive]) => [primitive, name]));

const KINDS: ReadonlyMap<number, Surrounding['kind']> = new Map([
  [ItemKind.Macro, 'macro'],
  [ItemKind.Function, 'function'],
  [ItemKind.Variable, 'initialiser'],
  [ItemKind.Invocation, 'invocation'],
]);

/** The way as steps that each name what the next stands in. */
export const bareSteps = (
  store: SummaryStore,
  view: PreprocessedUnit,
  way: Way,
  symbol: NameId,
): readonly BareStep[] => {
  const found: BareStep[] = [];
  for (const [walked, step] of way.steps.entries()) {
    const before = way.steps[walked - 1];
    found.push(...walkedSteps(store, step, walked, before?.name));
  }
  const { implying } = way;
  const last = way.steps.at(-1);
  if (implying !== null && last !== undefined) {
    const name = store.names.textOf(implying);
    const place = declarationOf(store, view, name) ?? last.place;
    found.push({
      place,
      in: { kind: 'tracepoint', name, place },
      how: 'needs',
      name: store.names.textOf(symbol),
      walked: way.steps.length,
    });
  }
  return found;
};

/** One step of the walk: more than one when macros were expanded for it. `as`: the name by which it was reached. */
const walkedSteps = (
  store: SummaryStore,
  step: ReachStep,
  walked: number,
  as: NameId | undefined,
): readonly BareStep[] => {
  const { from, through, place, lookup } = step;
  const names = [...through.map((macro) => nameOf(store.get(macro.summary), macro.item)), step.name];
  return [from, ...through].map((definition, at): BareStep => {
    const surrounding = surroundingOf(store, definition, at === 0 ? as : undefined);
    const isLast = at === through.length;
    const by = isLast && lookup !== undefined ? LOOKUP_NAMES.get(lookup) : undefined;
    return {
      place: at === 0 ? place : surrounding.place,
      in: surrounding,
      how: by !== undefined ? 'looks up' : isLast && at > 0 ? 'pastes' : 'names',
      name: store.names.textOf(names[at] as NameId),
      ...(by === undefined ? {} : { by }),
      walked,
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

/** Where `TRACE_EVENT(x, ...)`, `DEFINE_EVENT(class, x, ...)` or the like declares the event that a call names. */
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

/** The declaring macros of include/linux/tracepoint.h. */
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
