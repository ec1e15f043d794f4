// Which names an analysis has asked for, and whether a change of a file says anything else of them: if it does not, the
// edges are those of the state before, at other lines. Most patches to a module are of this kind.
import { isAmong } from '../base/sorted.js';
import type { NameId, NameTable } from '../csource/name-table.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  EVENT_STRIDE,
  EventKind,
  ITEM_STRIDE,
  ItemFlag,
  ItemKind,
  NUMBER_STRIDE,
  PASTE_ARGUMENT,
  PASTE_STRIDE,
  REF_STRIDE,
  REGION_STRIDE,
  RegionKind,
  type Summary,
} from '../csource/summary.js';
import { forEachItem, type ItemRows, macroLines, nameOf } from '../summary/item-rows.js';
import { eventsThatCount } from '../summary/summary-fact.js';
import { callArguments } from '../unit/unit-region.js';

/** Hashes of names, sorted. Two names of one hash only make a change seem to matter. */
export type NameFingerprint = Uint32Array;

/** The lines of what matters in a file before a change, each with its line after it. */
export type LineMoves = ReadonlyMap<number, number>;

/** What a file says of the names that matter, in order, and at which lines. */
interface Account {
  readonly statements: string[];
  readonly lines: number[];
}

export const nameFingerprint = (names: NameTable, asked: Iterable<NameId>): NameFingerprint => {
  const hashes = new Set<number>();
  for (const name of asked) hashes.add(names.hashOf(name));
  return Uint32Array.from(hashes).sort();
};

/** Calls in the arguments of calls: deeper ones are told by their number. */
const DEEPEST_CALL = 16;

/** Writes the account of one file. */
class Teller implements Account {
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
      this.values.set(values[row] as number, expressions[values[row + 1] as number] ?? '');
    this.tell(0, 'guard', summary.guard, this.place(summary.guardRegion));
    this.events();
    forEachItem(summary, (_, row, rows) => this.item(row, rows));
    this.numbers();
    for (const name of this.namedEarly()) this.tell(0, 'early', name);
  }

  private tell(line: number, ...words: readonly (string | number)[]): void {
    this.statements.push(words.join(' '));
    this.lines.push(line);
  }

  private matters(name: NameId): boolean {
    let matters = this.known.get(name);
    if (matters === undefined) {
      matters = isAmong(this.reading, this.names.hashOf(name));
      this.known.set(name, matters);
    }
    return matters;
  }

  /** A region by all conditions around it. */
  private place(region: number): string {
    if (region <= 0) return '';
    let text = this.places.get(region);
    if (text === undefined) {
      // A region that stands in itself ends here.
      this.places.set(region, '?');
      const { regions, expressions } = this.summary;
      const row = region * REGION_STRIDE;
      const parent = regions[row + 1] as number;
      const subject = regions[row + 2] as number;
      const kind = regions[row] as number;
      if (kind === RegionKind.Both) text = `(${this.place(parent)}&${this.place(subject)})`;
      else if (kind === RegionKind.Argument || kind === RegionKind.Plain)
        text = `${this.place(parent)}/${kind}:${subject}:${regions[row + 3]}`;
      else text = `${this.place(parent)}/${kind}:${expressions[subject]}`;
      this.places.set(region, text);
    }
    return text;
  }

  /** Directives: definitions only of macros that matter, all others whatever they name. */
  private events(): void {
    const { includes: included } = this.summary;
    const events = eventsThatCount(this.summary, (name) => this.matters(name));
    for (let row = 0; row < events.length; row += EVENT_STRIDE) {
      const kind = events[row] as number;
      const subject = events[row + 1] as number;
      const line = events[row + 3] as number;
      const place = this.place(events[row + 2] as number);
      if (kind === EventKind.Include)
        this.tell(line, 'include', included[subject]?.form ?? '', included[subject]?.path ?? '', place);
      else if (kind !== EventKind.Define) this.tell(line, kind, subject, place);
      else this.tell(line, 'define', nameOf(this.summary, subject), place);
    }
  }

  private item(row: number, rows: ItemRows): void {
    const { items, refs, calls } = this.summary;
    const kind = items[row] as number;
    const flags = items[row + 1] as number;
    const name = items[row + 2] as number;
    const isMacro = kind === ItemKind.Macro;
    // What a macro that matters does with its parameters, and a name that no word spells, matters as a whole.
    const whole = isMacro && (this.matters(name) || rows.pastesEnd > rows.pastes);
    const before = this.statements.length;
    for (let ref = rows.refs; ref < rows.refsEnd; ref += REF_STRIDE) {
      const named = refs[ref] as number;
      if (whole || (named >= 0 && this.matters(named)))
        this.tell(refs[ref + 2] as number, 'ref', named, this.place(refs[ref + 1] as number));
    }
    for (let call = rows.calls; call < rows.callsEnd; call += CALL_STRIDE)
      if (whole || this.matters(calls[call] as number))
        this.tell(
          calls[call + 2] as number,
          'call',
          this.callText(call, 0),
          this.place(calls[call + 1] as number),
        );
    for (let paste = rows.pastes; paste < rows.pastesEnd; paste += PASTE_STRIDE)
      this.tell(this.summary.pastes[paste + 1] as number, 'paste', this.pieceText(paste));
    const isOwn = this.isHeader && !isMacro && (flags & (ItemFlag.Inline | ItemFlag.Extern)) === 0;
    const isSolid = isOwn && kind !== ItemKind.Prototype;
    const isRefused = kind === ItemKind.Prototype && (flags & ItemFlag.Never) !== 0;
    if (this.statements.length === before && !whole && !isSolid && !isRefused && !this.matters(name)) return;
    const value = this.values.get(row / ITEM_STRIDE) ?? '-';
    this.tell(
      items[row + 4] as number,
      'item',
      kind,
      flags,
      name,
      this.place(items[row + 3] as number),
      value,
    );
  }

  private numbers(): void {
    const { numbers, expressions } = this.summary;
    for (let row = 0; row < numbers.length; row += NUMBER_STRIDE) {
      const name = numbers[row] as number;
      if (!this.matters(name)) continue;
      const place = this.place(numbers[row + 1] as number);
      const value = expressions[numbers[row + 3] as number] ?? '-';
      this.tell(numbers[row + 2] as number, 'item', ItemKind.Macro, 0, name, place, value);
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
    const from = row === 0 ? 0 : (pastes[row - 1] as number);
    return `${this.place(pastes[row] as number)}#${pieces.subarray(from, pastes[row + 2] as number).join('#')}`;
  }

  /** Macros that matter and are named before they are defined: there the name means something else. */
  private namedEarly(): ReadonlySet<NameId> {
    const { refs } = this.summary;
    const defined = macroLines(this.summary, (name) => this.matters(name));
    const early = new Set<NameId>();
    if (defined.size === 0) return early;
    for (let row = 0; row < refs.length; row += REF_STRIDE) {
      const line = defined.get(refs[row] as number);
      if (line !== undefined && (refs[row + 2] as number) < line) early.add(refs[row] as number);
    }
    return early;
  }
}

/**
 * Where things that matter have moved to when a file changes; null when it says something else of some name that matters,
 * so that edges can be others. Both summaries speak of the same table of names.
 * @param path of the file; what a header defines for itself matters to all that include it.
 */
export const movesOf = (
  before: Summary,
  after: Summary,
  names: NameTable,
  reading: NameFingerprint,
  path: string,
): LineMoves | null => {
  const isHeader = path.endsWith('.h');
  // A header without a guard is there to be read again and again, as code of each unit.
  if (isHeader && (before.guard < 0 || after.guard < 0)) return null;
  const then = new Teller(before, names, reading, isHeader);
  const now = new Teller(after, names, reading, isHeader);
  if (then.statements.length !== now.statements.length) return null;
  const moves = new Map<number, number>();
  for (let i = 0; i < then.statements.length; i++) {
    if (then.statements[i] !== now.statements[i]) return null;
    const [from, to] = [then.lines[i] as number, now.lines[i] as number];
    // What stood on one line and is on two now has no one place.
    if (moves.has(from) && moves.get(from) !== to) return null;
    moves.set(from, to);
  }
  return moves;
};
