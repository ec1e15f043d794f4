// Finds the headers of a module that another one includes. A header belongs to a module if it declares a function that the
// module's sources define.

import type { SourcePlace } from '../base/edge.js';
import type { NameId } from '../csource/name-table.js';
import { ITEM_STRIDE, ItemColumn, ItemFlag, ItemKind } from '../csource/summary.js';
import type { Formula } from '../kbuild/formula/formula.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { Closures } from './closure.js';
import type { DirectInclude } from './preprocessed-unit.js';

/** An include of a provider's header. */
export interface IncludeUse {
  /** The operand of the `#include`. */
  readonly header: string;
  readonly when: Formula;
  readonly place: SourcePlace;
}

/** The folder of a unit, with a slash at the end. The headers in it belong to the unit. */
export const folderOfUnit = (unit: string): string => unit.slice(0, unit.lastIndexOf('/') + 1);

/** Decides which headers belong to a provider. Caches its results for one state. */
export class OwnHeaders {
  private readonly owned = new Map<SummaryIndex, boolean>();
  private readonly defined: ReadonlySet<NameId>;

  /** @param sources paths of the provider's units. */
  constructor(
    private readonly store: SummaryStore,
    private readonly closures: Closures,
    sources: readonly string[],
  ) {
    this.defined = new Set(sources.flatMap((path) => this.definedIn(path)));
  }

  has(path: string): boolean {
    const index = this.closures.summaryAt(path);
    if (index === undefined) return false;
    let isOwn = this.owned.get(index);
    if (isOwn === undefined) {
      isOwn = this.declares(index);
      this.owned.set(index, isOwn);
    }
    return isOwn;
  }

  private declares(header: SummaryIndex): boolean {
    const { items } = this.store.get(header);
    for (let row = 0; row < items.length; row += ITEM_STRIDE)
      if (items[row] === ItemKind.Prototype && this.defined.has(items[row + ItemColumn.Name] as number))
        return true;
    return false;
  }

  private definedIn(path: string): readonly NameId[] {
    const index = this.closures.summaryAt(path);
    if (index === undefined) return [];
    const { items } = this.store.get(index);
    const names: NameId[] = [];
    for (let row = 0; row < items.length; row += ITEM_STRIDE)
      if (
        items[row] === ItemKind.Function &&
        ((items[row + ItemColumn.Flags] as number) & ItemFlag.Static) === 0
      )
        names.push(items[row + ItemColumn.Name] as number);
    return names;
  }
}

/** The provider's headers that a unit's own files (its source, and headers beside it) include directly. */
export const includeUses = (
  includes: readonly DirectInclude[],
  unit: string,
  headers: OwnHeaders,
): readonly IncludeUse[] => {
  const folder = folderOfUnit(unit);
  return includes
    .filter(
      ({ from, path }) =>
        (from === unit || from.startsWith(folder)) && !path.startsWith(folder) && headers.has(path),
    )
    .map(({ from, include, line, when }) => ({ header: include.path, when, place: { path: from, line } }));
};
