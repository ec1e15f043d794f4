// Macros for numbers whose names are not in the name table. Two in three names of a kernel are registers that only their
// definition names. A run with a single query defers these names and drops those that nothing else used.
import { grown } from '../base/grow.js';
import type { NameTable } from './name-table.js';
import type { NumberDefinition } from './number-definition.js';
import { type Block, Rows } from './rows.js';

/** The deferred numbers of a file, in the order of the file. */
export interface DeferredNumbers {
  /**
   * The names, front-coded: the number of leading bytes shared with the name before (one byte), the number of further
   * bytes (LEB128: seven bits per byte, lowest first), and these bytes. Registers are mostly sorted.
   */
  readonly bytes: Uint8Array;
  /** Rows: hash of the name, region, line, expression of the value (-1: none). */
  readonly rows: Int32Array;
}

const STRIDE = 4;
const INITIAL_BYTES = 1 << 12;
/** The number of shared bytes has to fit into one byte. */
const MOST_SHARED = 255;
/** Bits of a length per byte, and the most bytes of a length. */
const LENGTH_BITS = 7;
const LENGTH_MASK = (1 << LENGTH_BITS) - 1;
const LONGEST_LENGTH = 5;

/** The array, or a longer copy with at least `length` bytes. */
const withRoom = (bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> =>
  length <= bytes.length ? bytes : grown(bytes, length);

/** Encodes the numbers of one file after the other. Owned by a `Collector`. */
export class NumberCollector {
  private bytes = new Uint8Array(INITIAL_BYTES);
  private used = 0;
  /** The name before, and its length. */
  private before = new Uint8Array(INITIAL_BYTES);
  private length = 0;
  private readonly rows = new Rows();

  /** Adds a number. @param bytes of the file. @param number the place and the hash of its name. */
  add(
    bytes: Uint8Array,
    { nameStart: from, nameEnd, nameHash }: Pick<NumberDefinition, 'nameStart' | 'nameEnd' | 'nameHash'>,
    region: number,
    line: number,
    expression: number,
  ): void {
    const length = nameEnd - from;
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
    this.rows.push4(nameHash, region, line, expression);
  }

  /** The numbers since the last call; null when there are none. */
  take(block: Block): DeferredNumbers | null {
    if (this.rows.length === 0) return null;
    const taken = { bytes: this.bytes.slice(0, this.used), rows: this.rows.toArray(block) };
    this.used = 0;
    this.length = 0;
    this.rows.truncate(0);
    return taken;
  }
}

/** Decodes the numbers whose names are in the table; returns rows of `Summary.numbers`. */
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
