// The `#if`s around a place of a file, as text: equal for two places that are compiled under the same conditions.
import { REGION_STRIDE, RegionColumn, RegionKind } from '../csource/summary.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';

/** Spells the preprocessor conditions around regions of one file; conditions of C and include guards do not count. */
export class RegionTexts {
  private readonly texts = new Map<number, string>();

  constructor(
    private readonly store: SummaryStore,
    private readonly index: SummaryIndex,
  ) {}

  of(region: number): string {
    if (region === 0) return '';
    const known = this.texts.get(region);
    if (known !== undefined) return known;
    const text = this.spell(region);
    this.texts.set(region, text);
    return text;
  }

  private spell(region: number): string {
    const { regions, expressions, guardRegion } = this.store.get(this.index);
    if (region === guardRegion) return '';
    const row = region * REGION_STRIDE;
    const around = this.of(regions[row + RegionColumn.Parent] as number);
    const kind = regions[row] as number;
    if (kind === RegionKind.Both) return `${around}${this.of(regions[row + RegionColumn.Subject] as number)}`;
    if (kind !== RegionKind.If && kind !== RegionKind.Else) return around;
    return `${kind} ${expressions[regions[row + RegionColumn.Subject] as number] ?? ''}\n${around}`;
  }
}
