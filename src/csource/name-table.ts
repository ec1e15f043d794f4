// Identifiers as small numbers. Bytes of the source are looked up without making a string for each occurrence.

/** Number of a name in its `NameTable`. */
export type NameId = number;

/** All names of a table, in the order of their numbers. */
export interface NameList {
  readonly bytes: Uint8Array;
  /** Where each name begins in `bytes`, and where the last one ends. */
  readonly starts: Int32Array;
}

const INITIAL_NAMES = 1 << 12;
const INITIAL_BYTES = 1 << 16;
/** Longer words are made by pasting alone, and never by hand. */
const LONGEST_SOUGHT = 1 << 10;

const hashOf = (bytes: Uint8Array, start: number, end: number): number => {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash >>> 0;
};

export class NameTable {
  private arena = new Uint8Array(INITIAL_BYTES);
  private used = 0;
  private starts = new Int32Array(INITIAL_NAMES);
  private hashes = new Uint32Array(INITIAL_NAMES);
  private slots = new Int32Array(INITIAL_NAMES * 2);
  private count = 0;
  private readonly texts: (string | undefined)[] = [];
  /** Texts that were asked for by their text: the few that conditions and options name. */
  private readonly ids = new Map<string, NameId>();
  private readonly scratch = new Uint8Array(LONGEST_SOUGHT);
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();

  /** Names so far; ids are below it. */
  get size(): number {
    return this.count;
  }

  /** The id of the name that stands at `bytes[start..end)`. */
  intern(bytes: Uint8Array, start: number, end: number): NameId {
    const hash = hashOf(bytes, start, end);
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = (this.slots[slot] as number) - 1;
      if (id < 0) return this.add(bytes, start, end, hash, slot);
      if (this.hashes[id] === hash && this.isAt(id, bytes, start, end)) return id;
    }
  }

  /** The id of a text that is a name already; undefined when no file has spelled it so far. */
  find(text: string): NameId | undefined {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    const { read, written } = this.encoder.encodeInto(text, this.scratch);
    if (read < text.length) return undefined;
    const hash = hashOf(this.scratch, 0, written);
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = (this.slots[slot] as number) - 1;
      if (id < 0) return undefined;
      if (this.hashes[id] === hash && this.isAt(id, this.scratch, 0, written)) return id;
    }
  }

  /** The id of a text. */
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
    let text = this.texts[id];
    if (text === undefined) {
      text = this.decoder.decode(this.arena.subarray(this.starts[id], this.starts[id + 1]));
      this.texts[id] = text;
    }
    return text;
  }

  /** The names that begin with a word; their texts are not made for it. */
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
    return this.hashes[id] as number;
  }

  /** All names so far. */
  list(): NameList {
    return { bytes: this.arena.slice(0, this.used), starts: this.starts.slice(0, this.count + 1) };
  }

  /** Takes in names in order: into an empty table, or one that begins with the same names, with the same numbers. */
  take({ bytes, starts }: NameList): void {
    for (let id = 0; id + 1 < starts.length; id++)
      this.intern(bytes, starts[id] as number, starts[id + 1] as number);
  }

  private isAt(id: NameId, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.starts[id] as number;
    const length = (this.starts[id + 1] as number) - from;
    return length === end - start && this.spells(from, bytes, start, length);
  }

  private spells(from: number, bytes: Uint8Array, start: number, length: number): boolean {
    for (let i = 0; i < length; i++) if (this.arena[from + i] !== bytes[start + i]) return false;
    return true;
  }

  private add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): NameId {
    if (this.count + 2 > this.starts.length) {
      this.growNames();
      return this.intern(bytes, start, end);
    }
    const id = this.count++;
    while (this.used + (end - start) > this.arena.length) {
      const larger = new Uint8Array(this.arena.length * 2);
      larger.set(this.arena);
      this.arena = larger;
    }
    this.starts[id] = this.used;
    for (let i = start; i < end; i++) this.arena[this.used++] = bytes[i] as number;
    this.starts[id + 1] = this.used;
    this.hashes[id] = hash;
    this.slots[slot] = id + 1;
    return id;
  }

  private growNames(): void {
    const size = this.starts.length * 2;
    const starts = new Int32Array(size);
    starts.set(this.starts);
    const hashes = new Uint32Array(size);
    hashes.set(this.hashes);
    this.starts = starts;
    this.hashes = hashes;
    this.slots = new Int32Array(size * 2);
    const mask = this.slots.length - 1;
    for (let id = 0; id < this.count; id++) {
      let slot = (hashes[id] as number) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = id + 1;
    }
  }
}
