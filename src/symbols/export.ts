// The symbols that a unit exports: every EXPORT_SYMBOL, also through macros of a subsystem's own.
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE, ITEM_STRIDE, ItemKind } from '../csource/summary.js';
import { FALSE, type Formula } from '../kbuild/formula/formula.js';
import type { SourcePlace } from './edge.js';
import { callRange, kindOf, nameOf, regionOf } from './item-rows.js';
import type { LooseExpansion } from './loose-expansion.js';
import { MacroExpansion } from './macro-expansion.js';
import type { SummaryIndex, SummaryStore } from './summary-store.js';
import type { ReadUnit } from './unit-reader.js';

export interface UnitExport {
  readonly symbol: NameId;
  /** The macro that stands in the source. */
  readonly type: string;
  readonly namespace: string | null;
  readonly when: Formula;
  readonly place: SourcePlace;
}

/** The symbols that a file may export: a superset of what any configuration makes of it. */
export const exportCandidates = (
  store: SummaryStore,
  index: SummaryIndex,
  exporting: ReadonlySet<NameId>,
  loose: LooseExpansion,
): readonly NameId[] => {
  const summary = store.get(index);
  const found: NameId[] = [];
  for (let item = 0; item < summary.items.length / ITEM_STRIDE; item++) {
    if (kindOf(summary, item) !== ItemKind.Invocation || !exporting.has(nameOf(summary, item))) continue;
    const [from, to] = callRange(summary, item);
    for (let row = from; row < to; row += CALL_STRIDE)
      for (const symbol of loose.outcome(summary, row).exported) found.push(store.names.idOf(symbol));
  }
  return found;
};

/** All exports of a unit. `exporting`: macros that come to an export. */
export const exportsOf = (
  store: SummaryStore,
  { view, regions }: ReadUnit,
  exporting: ReadonlySet<NameId>,
): readonly UnitExport[] => {
  const { formulas } = view.world;
  const expansion = new MacroExpansion(store, regions, exporting, formulas);
  const found: UnitExport[] = [];
  for (const file of view.files.values()) {
    const summary = store.get(file.summary);
    for (let item = 0; item < summary.items.length / ITEM_STRIDE; item++) {
      if (kindOf(summary, item) !== ItemKind.Invocation || !exporting.has(nameOf(summary, item))) continue;
      const when = regions.when(file, regionOf(summary, item));
      if (when === FALSE) continue;
      expansion.callsOf({ file, summary: file.summary, item, when }, when, (row) => ({
        pasted: () => {},
        primitive: (primitive, args, here) => {
          const subject = args[0] ?? null;
          if (primitive.kind !== 'export' || subject === null) return;
          const place = { path: file.path, line: summary.calls[row + 2] as number };
          const type = store.names.textOf(summary.calls[row] as number);
          const namespace =
            primitive.namespace < 0
              ? null
              : (args[primitive.namespace] ?? '').replace(/^"(.*)"$/, '$1') || null;
          found.push({ symbol: store.names.idOf(subject), type, namespace, when: here, place });
        },
      }));
    }
  }
  return found;
};
