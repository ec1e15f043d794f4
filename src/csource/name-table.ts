// Interns identifiers as small numbers. A lookup of source bytes makes no string.
import { grown } from '../base/grow.js';

/** Number of a name in its `NameTable`. */
export type NameId = number;

/** All names of a table, in the order of their numbers. */
export interface NameList {
  readonly bytes: Uint8Array;
  /** The offset of each name in `bytes`, and the end of the last one. */
  readonly starts: Int32Array;
}

const UNDERSCORE = 95;
const INITIAL_NAMES = 1 << 12;
const INITIAL_BYTES = 1 << 16;
/** Size of the cache of texts: conditions and macros use a few of the million names again and again. */
const TEXTS = 1 << 12;
/** The first byte and character beyond ASCII. */
const BEYOND_ASCII = 128;

/** FNV-1a: the offset basis and the prime. The lexer hashes a word while it searches its end. */
export const HASH_BEGIN = 0x811c9dc5 | 0;
export const HASH_FACTOR = 0x01000193;

const hashOf = (bytes: Uint8Array, start: number, end: number): number => {
  let hash = HASH_BEGIN;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), HASH_FACTOR);
  return hash;
};

/**
 * A slot is 0 if it is free. Otherwise its lower bits are the number of a name plus one, and its upper bits (`TAG`) are
 * those of the hash: different tags spare the comparison of bytes. The lower bits are enough for 67 million names.
 */
const TAG = 0xfc000000 | 0;

/** Growing rehashes all names, so it grows in large steps. */
const SLOTS_GROWTH = 4;

/**
 * A set of names, numbered from 0 in the order of insertion. Names are never removed. A `SummaryStore` owns one; the
 * numbers of two tables are unrelated. `newNameTable` makes a table whose first names are the keywords.
 */
export class NameTable {
  private arena = new Uint8Array(INITIAL_BYTES);
  /** The same bytes as a `Buffer`, which converts them to text. */
  private ascii = asBuffer(this.arena);
  private used = 0;
  private starts = new Int32Array(INITIAL_NAMES);
  private slots = new Int32Array(INITIAL_NAMES * 2);
  private count = 0;
  /** A direct-mapped cache of texts, indexed by the lower bits of the number, and the numbers of the cached names. */
  private readonly texts: string[] = new Array<string>(TEXTS).fill('');
  private readonly textIds = new Int32Array(TEXTS).fill(-1);
  /** Cache of `idOf`. */
  private readonly ids = new Map<string, NameId>();
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();

  /** The number of names; all ids are below it. */
  get size(): number {
    return this.count;
  }

  /** The id of the name in `bytes[start..end)`; adds it if necessary. */
  intern(bytes: Uint8Array, start: number, end: number): NameId {
    return this.internHashed(bytes, start, end, hashOf(bytes, start, end));
  }

  /** The same for bytes with a known hash. */
  internHashed(bytes: Uint8Array, start: number, end: number, hash: number): NameId {
    const { slots } = this;
    const mask = slots.length - 1;
    const tag = hash & TAG;
    let slot = hash & mask;
    for (;;) {
      const taken = slots[slot] as number;
      if (taken === 0) break;
      if ((taken & TAG) === tag) {
        const id = (taken & ~TAG) - 1;
        if (this.isAt(id, bytes, start, end)) return id;
      }
      slot = (slot + 1) & mask;
    }
    return this.add(bytes, start, end, hash, slot);
  }

  /** The id of a text; undefined when the table does not contain it. */
  find(text: string): NameId | undefined {
    let hash = HASH_BEGIN;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c >= BEYOND_ASCII) {
        const bytes = this.encoder.encode(text);
        return this.findBytes(bytes, 0, bytes.length);
      }
      hash = Math.imul(hash ^ c, HASH_FACTOR);
    }
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const taken = this.slots[slot] as number;
      if (taken === 0) return undefined;
      const id = (taken & ~TAG) - 1;
      if ((taken & TAG) === (hash & TAG) && this.isText(id, text)) return id;
    }
  }

  /** The same for the text in `bytes[start..end)`. */
  findBytes(
    bytes: Uint8Array,
    start: number,
    end: number,
    hash = hashOf(bytes, start, end),
  ): NameId | undefined {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const taken = this.slots[slot] as number;
      if (taken === 0) return undefined;
      const id = (taken & ~TAG) - 1;
      if ((taken & TAG) === (hash & TAG) && this.isAt(id, bytes, start, end)) return id;
    }
  }

  /** The id of a text; adds it if necessary. */
  idOf(text: string): NameId {
    let id = this.ids.get(text);
    if (id === undefined) {
      const bytes = this.encoder.encode(text);
      id = this.intern(bytes, 0, bytes.length);
      this.ids.set(text, id);
    }
    return id;
  }

  textOf(id: NameId): string {
    const place = id & (TEXTS - 1);
    if (this.textIds[place] === id) return this.texts[place] as string;
    const text = this.textAt(this.starts[id] as number, this.starts[id + 1] as number);
    this.textIds[place] = id;
    this.texts[place] = text;
    return text;
  }

  /** The byte at an index of a name; a negative index counts from the end. Undefined outside of the name. */
  byteOf(id: NameId, at: number): number | undefined {
    const from = this.starts[id] as number;
    const to = this.starts[id + 1] as number;
    const i = at < 0 ? to + at : from + at;
    return i >= from && i < to ? this.arena[i] : undefined;
  }

  /** Whether a name begins with two underscores. */
  isReserved(id: NameId): boolean {
    return this.byteOf(id, 0) === UNDERSCORE && this.byteOf(id, 1) === UNDERSCORE;
  }

  hasUnderscore(id: NameId): boolean {
    const to = this.starts[id + 1] as number;
    for (let i = this.starts[id] as number; i < to; i++) if (this.arena[i] === UNDERSCORE) return true;
    return false;
  }

  /** Whether a name matches `[A-Z0-9_]+`. */
  isUpperCase(id: NameId): boolean {
    const { arena } = this;
    const to = this.starts[id + 1] as number;
    let i = this.starts[id] as number;
    if (i === to) return false;
    for (; i < to; i++) {
      const c = arena[i] as number;
      if (!((c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === UNDERSCORE)) return false;
    }
    return true;
  }

  /** The names that begin with a prefix. */
  *beginningWith(prefix: string): Iterable<NameId> {
    const bytes = this.encoder.encode(prefix);
    for (let id = 0; id < this.count; id++) {
      const from = this.starts[id] as number;
      if (from + bytes.length <= (this.starts[id + 1] as number) && this.spells(from, bytes, 0, bytes.length))
        yield id;
    }
  }

  /** FNV-1a of the bytes of a name: the same in every table. */
  hashOf(id: NameId): number {
    return hashOf(this.arena, this.starts[id] as number, this.starts[id + 1] as number) >>> 0;
  }

  /** A copy of all names. */
  list(): NameList {
    return { bytes: this.arena.slice(0, this.used), starts: this.starts.slice(0, this.count + 1) };
  }

  /** Adds names in order. They keep their numbers if this table is empty or begins with the same names. */
  take({ bytes, starts }: NameList): void {
    for (let id = 0; id + 1 < starts.length; id++)
      this.intern(bytes, starts[id] as number, starts[id + 1] as number);
  }

  private textAt(from: number, to: number): string {
    for (let i = from; i < to; i++)
      if ((this.arena[i] as number) >= BEYOND_ASCII)
        return this.decoder.decode(this.arena.subarray(from, to));
    // Much faster than a decoder for the few bytes of a name.
    return this.ascii.toString('latin1', from, to);
  }

  private isText(id: NameId, text: string): boolean {
    const { arena } = this;
    const from = this.starts[id] as number;
    if ((this.starts[id + 1] as number) - from !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (arena[from + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  private isAt(id: NameId, bytes: Uint8Array, start: number, end: number): boolean {
    const { starts } = this;
    const from = starts[id] as number;
    const length = (starts[id + 1] as number) - from;
    return length === end - start && this.spells(from, bytes, start, length);
  }

  private spells(from: number, bytes: Uint8Array, start: number, length: number): boolean {
    const { arena } = this;
    for (let i = 0; i < length; i++) if (arena[from + i] !== bytes[start + i]) return false;
    return true;
  }

  private add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): NameId {
    const id = this.count++;
    if (id + 1 === this.starts.length) this.starts = grown(this.starts);
    while (this.used + (end - start) > this.arena.length) {
      this.arena = grown(this.arena);
      this.ascii = asBuffer(this.arena);
    }
    const { arena } = this;
    let { used } = this;
    for (let i = start; i < end; i++) arena[used++] = bytes[i] as number;
    this.used = used;
    this.starts[id + 1] = used;
    this.slots[slot] = (hash & TAG) | (id + 1);
    // A load factor of 3/4: tags make long searches cheap.
    if (this.count * 4 > this.slots.length * 3) this.growSlots();
    return id;
  }

  private growSlots(): void {
    const { arena, starts, count } = this;
    const slots = new Int32Array(this.slots.length * SLOTS_GROWTH);
    const mask = slots.length - 1;
    for (let id = 0; id < count; id++) {
      const hash = hashOf(arena, starts[id] as number, starts[id + 1] as number);
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & TAG) | (id + 1);
    }
    this.slots = slots;
  }
}

const asBuffer = ({ buffer }: Uint8Array<ArrayBuffer>): Buffer => Buffer.from(buffer);
