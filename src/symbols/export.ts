// The symbols that a unit exports: every EXPORT_SYMBOL, also through macros of a subsystem's own.
import type { NameId } from '../csource/name-table.js';
import { ITEM_STRIDE, ItemKind } from '../csource/summary.js';
import { FALSE, type Formula } from '../kbuild/formula/formula.js';
import type { SourcePlace } from './edge.js';
import { kindOf, nameOf, regionOf } from './item-rows.js';
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

/** Whether a file invokes a macro that exports. */
export const mayExport = (
  store: SummaryStore,
  index: SummaryIndex,
  exporting: ReadonlySet<NameId>,
): boolean => {
  const { items } = store.get(index);
  for (let row = 0; row < items.length; row += ITEM_STRIDE)
    if (items[row] === ItemKind.Invocation && exporting.has(items[row + 2] as number)) return true;
  return false;
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
    if (!mayExport(store, file.summary, exporting)) continue;
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
            primitive.namespace < 0 ? null : (args[primitive.namespace] ?? '').replace(/^"(.*)"$/, '$1');
          found.push({ symbol: store.names.idOf(subject), type, namespace, when: here, place });
        },
      }));
    }
  }
  return found;
};
