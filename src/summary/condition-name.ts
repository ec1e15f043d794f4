// The names that preprocessor conditions depend on.
import type { NameId, NameTable } from '../csource/name-table.js';
import {
  EVENT_STRIDE,
  EventColumn,
  EventKind,
  REGION_STRIDE,
  RegionColumn,
  RegionKind,
  type Summary,
} from '../csource/summary.js';
import { forEachMacro } from './item-rows.js';

/** A macro other than a CONFIG symbol that a condition requires to be defined. */
const REQUIRED_MACRO = /(?<!! )defined \( (?!CONFIG_)([A-Za-z_]\w*) \)/g;

/**
 * Collects the names in conditions, the names that are undefined, and the names in the values of these macros. Only the
 * definitions of these names have to be followed in order. Owned by a `SummaryStore`; only grows.
 */
export class ConditionNames {
  readonly names = new Set<NameId>();
  /** The worklist: names whose values were not added yet. */
  private readonly unfollowed: NameId[] = [];
  /** Macros that the conditions around computed includes require. */
  private readonly staging = new Set<NameId>();
  /** Texts whose names were added. */
  private readonly added = new Set<string>();

  constructor(private readonly table: NameTable) {}

  /** Adds the names in the directives of a file. */
  add(summary: Summary): void {
    const { regions, events, expressions, guardRegion } = summary;
    const guardRow = guardRegion === 0 ? -1 : guardRegion * REGION_STRIDE;
    for (let row = 0; row < regions.length; row += REGION_STRIDE) {
      // The macro of an include guard is handled without evaluating it; few other conditions use it.
      if (regions[row] !== RegionKind.If || row === guardRow) continue;
      const text = expressions[regions[row + RegionColumn.Subject] as number];
      if (text !== undefined) this.addText(text);
    }
    for (let row = 0; row < events.length; row += EVENT_STRIDE)
      if (events[row] === EventKind.Undefine) this.names.add(events[row + EventColumn.Subject] as number);
    if (!summary.includes.some(({ form }) => form === 'macro')) return;
    for (const { path, form } of summary.includes)
      if (form === 'macro') this.names.add(this.table.idOf(path));
    for (let row = 0; row < events.length; row += EVENT_STRIDE)
      if (
        events[row] === EventKind.Include &&
        summary.includes[events[row + EventColumn.Subject] as number]?.form === 'macro'
      )
        this.addStaging(summary, events[row + EventColumn.Region] as number);
  }

  /** Adds the names in the text of an expression. */
  addText(text: string): void {
    if (this.added.has(text)) return;
    this.added.add(text);
    for (const word of text.split(' '))
      if (/^[A-Za-z_]/.test(word) && !word.startsWith('CONFIG_') && word !== 'defined')
        this.addName(this.table.idOf(word));
  }

  /** Adds the names in the values of added macros. @param addValues calls `addText` for each value of a macro. */
  follow(addValues: (name: NameId) => void): void {
    for (let name = this.unfollowed.pop(); name !== undefined; name = this.unfollowed.pop()) addValues(name);
  }

  /** Whether a file defines a macro that the conditions around a computed include require. */
  isStaged(summary: Summary): boolean {
    let isStaged = false;
    if (this.staging.size > 0)
      forEachMacro(summary, (name) => {
        isStaged ||= this.staging.has(name);
      });
    return isStaged;
  }

  /** Adds the macros that the conditions around a computed include require. */
  private addStaging({ regions, expressions, guardRegion }: Summary, innermost: number): void {
    for (
      let region = innermost;
      region !== 0;
      region = regions[region * REGION_STRIDE + RegionColumn.Parent] as number
    ) {
      const row = region * REGION_STRIDE;
      if (region === guardRegion || regions[row] !== RegionKind.If) continue;
      for (const [, name] of (expressions[regions[row + RegionColumn.Subject] as number] ?? '').matchAll(
        REQUIRED_MACRO,
      ))
        if (name !== undefined) this.staging.add(this.table.idOf(name));
    }
  }

  private addName(name: NameId): void {
    if (this.names.has(name)) return;
    this.names.add(name);
    this.unfollowed.push(name);
  }
}
