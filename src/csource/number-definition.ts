// A fast path for `#define NAME 0x1234` alone on its line: nine in ten of the four million definitions in a kernel.
import { HASH_BEGIN, HASH_FACTOR } from './name-table.js';

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const BLANK = 32;
const WORD = new Uint8Array(256);
for (let c = 0; c < 128; c++) if (/\w/.test(String.fromCharCode(c))) WORD[c] = 1;

/** Whether `define` is at `i`. */
const isDefine = (bytes: Uint8Array, i: number): boolean =>
  bytes[i] === 100 &&
  bytes[i + 1] === 101 &&
  bytes[i + 2] === 102 &&
  bytes[i + 3] === 105 &&
  bytes[i + 4] === 110 &&
  bytes[i + 5] === 101;
const DEFINE_LENGTH = 6;

const isDigit = (c: number | undefined): boolean => c !== undefined && c >= 48 && c <= 57;

/** The places and hashes of the last definition that `read` accepted. Reused for each directive. */
export class NumberDefinition {
  nameStart = 0;
  nameEnd = 0;
  nameHash = 0;
  numberStart = 0;
  numberEnd = 0;
  numberHash = 0;
  /** The place of the newline. */
  end = 0;
  private hash = 0;

  /** Reads the directive whose `#` is at `at`; false, and nothing changes, when it is not such a definition. */
  read(bytes: Uint8Array, at: number): boolean {
    if (!isDefine(bytes, at + 1)) return false;
    const blank = at + 1 + DEFINE_LENGTH;
    const name = afterBlanks(bytes, blank);
    if (name === blank || isDigit(bytes[name])) return false;
    const nameEnd = this.afterWord(bytes, name);
    const nameHash = this.hash;
    const number = afterBlanks(bytes, nameEnd);
    // Without a blank after the name parameters follow.
    if (nameEnd === name || number === nameEnd || !isDigit(bytes[number])) return false;
    const numberEnd = this.afterWord(bytes, number);
    let end = afterBlanks(bytes, numberEnd);
    if (bytes[end] === RETURN) end++;
    if (bytes[end] !== NEWLINE) return false;
    this.nameStart = name;
    this.nameEnd = nameEnd;
    this.nameHash = nameHash;
    this.numberStart = number;
    this.numberEnd = numberEnd;
    this.numberHash = this.hash;
    this.end = end;
    return true;
  }

  /** The end of a word; stores its hash in `hash`. */
  private afterWord(bytes: Uint8Array, from: number): number {
    const { length } = bytes;
    let hash = HASH_BEGIN;
    let i = from;
    for (; i < length; i++) {
      const c = bytes[i] as number;
      if (WORD[c] !== 1) break;
      hash = Math.imul(hash ^ c, HASH_FACTOR);
    }
    this.hash = hash;
    return i;
  }
}

const afterBlanks = (bytes: Uint8Array, from: number): number => {
  let i = from;
  while (bytes[i] === BLANK || bytes[i] === TAB) i++;
  return i;
};
