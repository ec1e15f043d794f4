// Headers of a module that another one includes: a header is a module's own when it declares what the module's sources define.
import type { NameId } from '../csource/name-table.js';
import { ITEM_STRIDE, ItemFlag, ItemKind } from '../csource/summary.js';
import type { Formula } from '../kbuild/formula/formula.js';
import type { Closures } from './closure.js';
import type { SourcePlace } from './edge.js';
import type { SummaryIndex, SummaryStore } from './summary-store.js';
import type { UnitView } from './unit-view.js';

export interface IncludeUse {
  /** As the `#include` names it. */
  readonly header: string;
  readonly when: Formula;
  readonly place: SourcePlace;
}

/** The provider's headers that a unit's own files include directly. `sources`: paths of the provider's units. */
export const includeUses = (
  store: SummaryStore,
  closures: Closures,
  view: UnitView,
  unit: string,
  sources: readonly string[],
): readonly IncludeUse[] => {
  const providers = new Set(sources.map((path) => closures.summaryAt(path)));
  const folder = unit.slice(0, unit.lastIndexOf('/') + 1);
  const found: IncludeUse[] = [];
  for (const { from, include, line, when, path } of view.includes) {
    // The unit's own files: its source, and headers that stand beside it.
    if (from !== unit && !from.startsWith(folder)) continue;
    if (path.startsWith(folder)) continue;
    const index = closures.summaryAt(path);
    if (index !== undefined && declaresDefinitionsOf(store, index, providers))
      found.push({ header: include.path, when, place: { path: from, line } });
  }
  return found;
};

const declaresDefinitionsOf = (
  store: SummaryStore,
  header: SummaryIndex,
  providers: ReadonlySet<SummaryIndex | undefined>,
): boolean => {
  const { items } = store.get(header);
  for (let row = 0; row < items.length; row += ITEM_STRIDE)
    if (items[row] === ItemKind.Prototype && isDefinedIn(store, items[row + 2] as number, providers))
      return true;
  return false;
};

const isDefinedIn = (
  store: SummaryStore,
  name: NameId,
  providers: ReadonlySet<SummaryIndex | undefined>,
): boolean => {
  const pairs = store.definitionsOf(name);
  for (let i = 0; i < pairs.length; i += 2) {
    if (!providers.has(pairs[i])) continue;
    const row = (pairs[i + 1] as number) * ITEM_STRIDE;
    const { items } = store.get(pairs[i] as number);
    if (items[row] === ItemKind.Function && ((items[row + 1] as number) & ItemFlag.Static) === 0) return true;
  }
  return false;
};
