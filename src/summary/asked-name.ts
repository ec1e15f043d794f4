// The names on which conditions of the preprocessor hang, as far as files that were read say so.
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

/** A macro, but no CONFIG symbol, that has to be defined. */
const ASKED_TO_BE_DEFINED = /(?<!! )defined \( (?!CONFIG_)([A-Za-z_]\w*) \)/g;

export class AskedNames {
  readonly names = new Set<NameId>();
  /** Names whose values were not looked at yet. */
  private readonly unfollowed: NameId[] = [];
  /** Macros that have to be defined for a computed include. */
  private readonly staging = new Set<NameId>();
  /** Texts whose names are known. */
  private readonly noted = new Set<string>();

  constructor(private readonly table: NameTable) {}

  /** Takes in what a file asks for. */
  note(summary: Summary): void {
    const { regions, events, expressions, guardRegion } = summary;
    const guardRow = guardRegion === 0 ? -1 : guardRegion * REGION_STRIDE;
    for (let row = 0; row < regions.length; row += REGION_STRIDE) {
      // A guard's macro is known by where it stands; few other conditions ask for one.
      if (regions[row] !== RegionKind.If || row === guardRow) continue;
      const text = expressions[regions[row + RegionColumn.Subject] as number];
      if (text !== undefined) this.noteText(text);
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
        this.noteStaging(summary, events[row + EventColumn.Region] as number);
  }

  /** Takes in the names in the text of an expression. */
  noteText(text: string): void {
    if (this.noted.has(text)) return;
    this.noted.add(text);
    for (const word of text.split(' '))
      if (/^[A-Za-z_]/.test(word) && !word.startsWith('CONFIG_') && word !== 'defined')
        this.ask(this.table.idOf(word));
  }

  /** What a macro that a condition asks for comes to is asked for as well; `noteValues` hands in the texts of its values. */
  follow(noteValues: (name: NameId) => void): void {
    for (let name = this.unfollowed.pop(); name !== undefined; name = this.unfollowed.pop()) noteValues(name);
  }

  /** Whether a file defines a macro that has to be defined for a computed include. */
  isStaged(summary: Summary): boolean {
    let isStaged = false;
    if (this.staging.size > 0)
      forEachMacro(summary, (name) => {
        isStaged ||= this.staging.has(name);
      });
    return isStaged;
  }

  /** The macros that the conditions around a computed include ask for. */
  private noteStaging({ regions, expressions, guardRegion }: Summary, innermost: number): void {
    for (
      let region = innermost;
      region !== 0;
      region = regions[region * REGION_STRIDE + RegionColumn.Parent] as number
    ) {
      const row = region * REGION_STRIDE;
      if (region === guardRegion || regions[row] !== RegionKind.If) continue;
      for (const [, name] of (expressions[regions[row + RegionColumn.Subject] as number] ?? '').matchAll(
        ASKED_TO_BE_DEFINED,
      ))
        if (name !== undefined) this.staging.add(this.table.idOf(name));
    }
  }

  private ask(name: NameId): void {
    if (this.names.has(name)) return;
    this.names.add(name);
    this.unfollowed.push(name);
  }
}
