// Macros for numbers whose names are in no table yet. Of all names that a kernel spells two in three are registers of some
// device that nothing else names: who is asked one question about all of it need not keep them.
import { grown } from '../base/grow.js';
import type { NameTable } from './name-table.js';
import { type Block, Rows } from './rows.js';

/** The numbers of a file, in order. */
export interface DeferredNumbers {
  /**
   * For each name how many bytes it has in common with the one before, how many more there are (seven bits to a byte, the
   * lowest first, the eighth says that more follow), and those: registers stand in order.
   */
  readonly bytes: Uint8Array;
  /** Rows: hash of the name, region, line, expression of the value (-1: none). */
  readonly rows: Int32Array;
}

const STRIDE = 4;
const INITIAL_BYTES = 1 << 12;
/** Longer beginnings are not counted: a count is one byte. */
const MOST_SHARED = 255;
/** What one byte of a length holds, and how many bytes the longest length takes. */
const LENGTH_BITS = 7;
const LENGTH_MASK = (1 << LENGTH_BITS) - 1;
const LONGEST_LENGTH = 5;

/** The array, or a longer copy with at least `length` bytes. */
const withRoom = (bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> =>
  length <= bytes.length ? bytes : grown(bytes, length);

/** Takes in the numbers of one file after the other. */
export class NumberCollector {
  private bytes = new Uint8Array(INITIAL_BYTES);
  private used = 0;
  /** The name before, and its length. */
  private before = new Uint8Array(INITIAL_BYTES);
  private length = 0;
  private readonly rows = new Rows();

  /** Takes in a number whose name stands at `bytes[from..to)` and has this hash. */
  add(
    bytes: Uint8Array,
    from: number,
    to: number,
    hash: number,
    region: number,
    line: number,
    expression: number,
  ): void {
    const length = to - from;
    const own = withRoom(this.bytes, this.used + length + 1 + LONGEST_LENGTH);
    const before = withRoom(this.before, length);
    const most = Math.min(this.length, length, MOST_SHARED);
    let shared = 0;
    while (shared < most && before[shared] === bytes[from + shared]) shared++;
    let { used } = this;
    own[used++] = shared;
    let rest = length - shared;
    for (; rest > LENGTH_MASK; rest >>>= LENGTH_BITS) own[used++] = (rest & LENGTH_MASK) | (LENGTH_MASK + 1);
    own[used++] = rest;
    for (let i = shared; i < length; i++) {
      const byte = bytes[from + i] as number;
      own[used++] = byte;
      before[i] = byte;
    }
    this.bytes = own;
    this.before = before;
    this.length = length;
    this.used = used;
    this.rows.push4(hash, region, line, expression);
  }

  /** Those since the last time; null when there are none. */
  take(block: Block): DeferredNumbers | null {
    if (this.rows.length === 0) return null;
    const taken = { bytes: this.bytes.slice(0, this.used), rows: this.rows.toArray(block) };
    this.used = 0;
    this.length = 0;
    this.rows.truncate(0);
    return taken;
  }
}

/** The numbers whose names a table has, as rows of `Summary.numbers`. */
export const keepNamedNumbers = (
  { bytes, rows }: DeferredNumbers,
  names: NameTable,
  block: Block,
): Int32Array => {
  const named = new Rows();
  let text = new Uint8Array(INITIAL_BYTES);
  let at = 0;
  for (let row = 0; row < rows.length; row += STRIDE) {
    let length = bytes[at++] as number;
    let rest = 0;
    for (let shift = 0, more = true; more; shift += LENGTH_BITS) {
      const byte = bytes[at++] as number;
      rest |= (byte & LENGTH_MASK) << shift;
      more = byte > LENGTH_MASK;
    }
    text = withRoom(text, length + rest);
    for (const end = at + rest; at < end; at++) text[length++] = bytes[at] as number;
    const name = names.findBytes(text, 0, length, rows[row] as number);
    if (name !== undefined)
      named.push4(name, rows[row + 1] as number, rows[row + 2] as number, rows[row + 3] as number);
  }
  return named.toArray(block);
};
