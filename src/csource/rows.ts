// Rows of numbers, collected.

export class Rows {
  private data = new Int32Array(256);
  length = 0;

  push(...row: readonly number[]): void {
    if (this.length + row.length > this.data.length) {
      const larger = new Int32Array(this.data.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    for (const value of row) this.data[this.length++] = value;
  }

  at(i: number): number {
    return this.data[i] as number;
  }

  set(i: number, value: number): void {
    this.data[i] = value;
  }

  /** Cuts back to a former length. */
  truncate(length: number): void {
    this.length = length;
  }

  /** A copy of its own size. */
  toArray(): Int32Array {
    return this.data.slice(0, this.length);
  }
}
