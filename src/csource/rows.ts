// Growing arrays of numbers, and compact copies of them.
import { grown } from '../base/grow.js';

/** Numbers in a block: the summaries of a kernel are about two hundred thousand short arrays. */
const BLOCK = 1 << 18;
const NO_NUMBERS = new Int32Array(0);

/** Allocates arrays in a few large buffers, which costs the garbage collector less than one buffer per array. */
export class Block {
  private left = NO_NUMBERS;

  /** A copy of exactly the same length. */
  copy(numbers: Int32Array): Int32Array {
    const { length } = numbers;
    if (length === 0) return NO_NUMBERS;
    if (length > BLOCK / 4) return numbers.slice();
    if (length > this.left.length) this.left = new Int32Array(BLOCK);
    const copy = this.left.subarray(0, length);
    copy.set(numbers);
    this.left = this.left.subarray(length);
    return copy;
  }
}

/** A growing array; `length` counts numbers, not rows. The caller defines the length of a row. */
export class Rows {
  private data = new Int32Array(256);
  length = 0;

  push(a: number): void {
    this.reserve(1);
    this.data[this.length++] = a;
  }

  push2(a: number, b: number): void {
    this.reserve(2);
    const { data, length } = this;
    data[length] = a;
    data[length + 1] = b;
    this.length = length + 2;
  }

  push3(a: number, b: number, c: number): void {
    this.reserve(3);
    const { data, length } = this;
    data[length] = a;
    data[length + 1] = b;
    data[length + 2] = c;
    this.length = length + 3;
  }

  push4(a: number, b: number, c: number, d: number): void {
    this.reserve(4);
    const { data, length } = this;
    data[length] = a;
    data[length + 1] = b;
    data[length + 2] = c;
    data[length + 3] = d;
    this.length = length + 4;
  }

  private reserve(numbers: number): void {
    if (this.length + numbers > this.data.length) this.data = grown(this.data);
  }

  at(i: number): number {
    return this.data[i] as number;
  }

  set(i: number, value: number): void {
    this.data[i] = value;
  }

  /** Restores a former, smaller length. */
  truncate(length: number): void {
    this.length = length;
  }

  /** A copy of the numbers. */
  toArray(block: Block): Int32Array {
    return block.copy(this.data.subarray(0, this.length));
  }
}
