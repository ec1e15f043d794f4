// Early cut-off: the names on which an analysis depends, and a comparison of two versions of a file with respect to them.
// If they agree, the edges stay, only at other lines. Most patches to a module are of this kind.

import { isAmong } from '../base/sorted.js';
import { isHeader } from '../csource/language.js';
import type { NameId, NameTable } from '../csource/name-table.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  CallColumn,
  EVENT_STRIDE,
  EventColumn,
  EventKind,
  ITEM_STRIDE,
  ItemColumn,
  ItemFlag,
  ItemKind,
  NUMBER_STRIDE,
  NumberColumn,
  PASTE_ARGUMENT,
  PASTE_STRIDE,
  PasteColumn,
  REF_STRIDE,
  REGION_STRIDE,
  RefColumn,
  RegionColumn,
  RegionKind,
  type Summary,
  ValueColumn,
} from '../csource/summary.js';
import { forEachItem, type ItemRows, macroLines, nameOf, pieceRange } from '../summary/item-rows.js';
import { eventsThatCount } from '../summary/summary-fact.js';
import { callArguments } from '../unit/unit-region.js';

/** Sorted hashes of names. A collision can only make a change look relevant. */
export type NameFingerprint = Uint32Array;

/** From the lines of relevant facts before a change to their lines after it. */
export type LineMoves = ReadonlyMap<number, number>;

/** The facts of a file about relevant names, in order, and their lines. */
interface Account {
  readonly statements: string[];
  readonly lines: number[];
}

export const nameFingerprint = (names: NameTable, relevant: Iterable<NameId>): NameFingerprint => {
  const hashes = new Set<number>();
  for (const name of relevant) hashes.add(names.hashOf(name));
  return Uint32Array.from(hashes).sort();
};

/** Nesting of calls in arguments that is written out; deeper calls are identified by their number. */
const DEEPEST_CALL = 16;

/** Lists the relevant facts of one file. The constructor does all the work. */
class FactList implements Account {
  readonly statements: string[] = [];
  readonly lines: number[] = [];
  private readonly known = new Map<NameId, boolean>();
  private readonly places = new Map<number, string>();
  private readonly values = new Map<number, string>();

  constructor(
    private readonly summary: Summary,
    private readonly names: NameTable,
    private readonly reading: NameFingerprint,
    private readonly isHeader: boolean,
  ) {
    const { values, expressions } = summary;
    for (let row = 0; row < values.length; row += 2)
      this.values.set(
        values[row] as number,
        expressions[values[row + ValueColumn.Expression] as number] ?? '',
      );
    this.add(0, 'guard', summary.guard, this.place(summary.guardRegion));
    this.events();
    forEachItem(summary, (_, row, rows) => this.item(row, rows));
    this.numbers();
    for (const name of this.namedEarly()) this.add(0, 'early', name);
  }

  private add(line: number, ...words: readonly (string | number)[]): void {
    this.statements.push(words.join(' '));
    this.lines.push(line);
  }

  private isRelevant(name: NameId): boolean {
    let relevant = this.known.get(name);
    if (relevant === undefined) {
      relevant = isAmong(this.reading, this.names.hashOf(name));
      this.known.set(name, relevant);
    }
    return relevant;
  }

  /** A region as the text of all conditions around it. */
  private place(region: number): string {
    if (region <= 0) return '';
    let text = this.places.get(region);
    if (text === undefined) {
      // Ends the recursion if a region is nested in itself.
      this.places.set(region, '?');
      const { regions, expressions } = this.summary;
      const row = region * REGION_STRIDE;
      const parent = regions[row + RegionColumn.Parent] as number;
      const subject = regions[row + RegionColumn.Subject] as number;
      const kind = regions[row] as number;
      if (kind === RegionKind.Both) text = `(${this.place(parent)}&${this.place(subject)})`;
      else if (kind === RegionKind.Argument || kind === RegionKind.Plain)
        text = `${this.place(parent)}/${kind}:${subject}:${regions[row + RegionColumn.Index]}`;
      else text = `${this.place(parent)}/${kind}:${expressions[subject]}`;
      this.places.set(region, text);
    }
    return text;
  }

  /** All directives, except definitions of macros that are not relevant. */
  private events(): void {
    const { includes: included } = this.summary;
    const events = eventsThatCount(this.summary, (name) => this.isRelevant(name));
    for (let row = 0; row < events.length; row += EVENT_STRIDE) {
      const kind = events[row] as number;
      const subject = events[row + EventColumn.Subject] as number;
      const line = events[row + EventColumn.Line] as number;
      const place = this.place(events[row + EventColumn.Region] as number);
      if (kind === EventKind.Include)
        this.add(line, 'include', included[subject]?.form ?? '', included[subject]?.path ?? '', place);
      else if (kind !== EventKind.Define) this.add(line, kind, subject, place);
      else this.add(line, 'define', nameOf(this.summary, subject), place);
    }
  }

  private item(row: number, rows: ItemRows): void {
    const { items, refs, calls } = this.summary;
    const kind = items[row] as number;
    const flags = items[row + ItemColumn.Flags] as number;
    const name = items[row + ItemColumn.Name] as number;
    const isMacro = kind === ItemKind.Macro;
    // Every fact of a relevant macro counts, and of one that pastes: no word spells the names that it makes.
    const whole = isMacro && (this.isRelevant(name) || rows.pastesEnd > rows.pastes);
    const before = this.statements.length;
    for (let ref = rows.refs; ref < rows.refsEnd; ref += REF_STRIDE) {
      const named = refs[ref] as number;
      if (whole || (named >= 0 && this.isRelevant(named)))
        this.add(
          refs[ref + RefColumn.Line] as number,
          'ref',
          named,
          this.place(refs[ref + RefColumn.Region] as number),
        );
    }
    for (let call = rows.calls; call < rows.callsEnd; call += CALL_STRIDE)
      if (whole || this.isRelevant(calls[call] as number))
        this.add(
          calls[call + CallColumn.Line] as number,
          'call',
          this.callText(call, 0),
          this.place(calls[call + CallColumn.Region] as number),
        );
    for (let paste = rows.pastes; paste < rows.pastesEnd; paste += PASTE_STRIDE)
      this.add(this.summary.pastes[paste + PasteColumn.Line] as number, 'paste', this.pieceText(paste));
    const isOwn = this.isHeader && !isMacro && (flags & (ItemFlag.Inline | ItemFlag.Extern)) === 0;
    const isSolid = isOwn && kind !== ItemKind.Prototype;
    const isRefused = kind === ItemKind.Prototype && (flags & ItemFlag.Never) !== 0;
    if (this.statements.length === before && !whole && !isSolid && !isRefused && !this.isRelevant(name))
      return;
    const value = this.values.get(row / ITEM_STRIDE) ?? '-';
    this.add(
      items[row + ItemColumn.Line] as number,
      'item',
      kind,
      flags,
      name,
      this.place(items[row + ItemColumn.Region] as number),
      value,
    );
  }

  private numbers(): void {
    const { numbers, expressions } = this.summary;
    for (let row = 0; row < numbers.length; row += NUMBER_STRIDE) {
      const name = numbers[row] as number;
      if (!this.isRelevant(name)) continue;
      const place = this.place(numbers[row + NumberColumn.Region] as number);
      const value = expressions[numbers[row + NumberColumn.Expression] as number] ?? '-';
      this.add(numbers[row + NumberColumn.Line] as number, 'item', ItemKind.Macro, 0, name, place, value);
    }
  }

  private callText(row: number, depth: number): string {
    const { calls, args } = this.summary;
    const written: string[] = [];
    for (const argument of callArguments(calls, args, row)) {
      if (argument >= PASTE_ARGUMENT)
        written.push(this.pieceText((argument - PASTE_ARGUMENT) * PASTE_STRIDE));
      else if (argument >= CALL_ARGUMENT && depth < DEEPEST_CALL)
        written.push(this.callText((argument - CALL_ARGUMENT) * CALL_STRIDE, depth + 1));
      else written.push(String(argument));
    }
    return `${calls[row]}(${written.join(',')})`;
  }

  private pieceText(row: number): string {
    const { pastes, pieces } = this.summary;
    const pasted = pieces.subarray(...pieceRange(this.summary, row));
    return `${this.place(pastes[row + PasteColumn.Region] as number)}#${pasted.join('#')}`;
  }

  /** Relevant macros to which code refers above their definition: there the name means something else. */
  private namedEarly(): ReadonlySet<NameId> {
    const { refs } = this.summary;
    const defined = macroLines(this.summary, (name) => this.isRelevant(name));
    const early = new Set<NameId>();
    if (defined.size === 0) return early;
    for (let row = 0; row < refs.length; row += REF_STRIDE) {
      const line = defined.get(refs[row] as number);
      if (line !== undefined && (refs[row + RefColumn.Line] as number) < line) early.add(refs[row] as number);
    }
    return early;
  }
}

/**
 * Compares two versions of a file. Null if a fact about a relevant name differs, so that edges may differ. Otherwise the lines
 * to which relevant facts moved. Both summaries use the same table of names.
 * @param path of the file; every definition in a header is relevant, since all units that include it contain it.
 */
export const movesOf = (
  before: Summary,
  after: Summary,
  names: NameTable,
  reading: NameFingerprint,
  path: string,
): LineMoves | null => {
  const isInHeader = isHeader(path);
  // A header without a guard is meant to be included repeatedly, as code of each unit.
  if (isInHeader && (before.guard < 0 || after.guard < 0)) return null;
  const then = new FactList(before, names, reading, isInHeader);
  const now = new FactList(after, names, reading, isInHeader);
  if (then.statements.length !== now.statements.length) return null;
  const moves = new Map<number, number>();
  for (let i = 0; i < then.statements.length; i++) {
    if (then.statements[i] !== now.statements[i]) return null;
    const [from, to] = [then.lines[i] as number, now.lines[i] as number];
    // Facts of one line that are now on two lines have no single new place.
    if (moves.has(from) && moves.get(from) !== to) return null;
    moves.set(from, to);
  }
  return moves;
};
