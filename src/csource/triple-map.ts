// A map from three numbers to one that `clear` empties in constant time: a collector fills one for each item of a file.

/** A row is a stamp, the three numbers, and the value. */
const STRIDE = 5;
const INITIAL_ROWS = 1 << 8;

const mixed = (a: number, b: number, c: number): number => {
  const mix = Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b) ^ c;
  const spread = Math.imul(mix ^ (mix >>> 15), 0xc2b2ae35);
  return spread ^ (spread >>> 13);
};

/** An open-addressing hash map. A row is valid only if its stamp is the current one. */
export class TripleMap {
  private rows = new Int32Array(INITIAL_ROWS * STRIDE);
  private mask = INITIAL_ROWS - 1;
  private stamp = 1;
  private size = 0;

  clear(): void {
    this.stamp++;
    this.size = 0;
  }

  /** The value of a key; sets a missing one to `fresh`. */
  valueOf(a: number, b: number, c: number, fresh: number): number {
    const { rows, mask, stamp } = this;
    for (let slot = mixed(a, b, c) & mask; ; slot = (slot + 1) & mask) {
      const row = slot * STRIDE;
      if (rows[row] !== stamp) {
        rows[row] = stamp;
        rows[row + 1] = a;
        rows[row + 2] = b;
        rows[row + 3] = c;
        rows[row + 4] = fresh;
        if (++this.size * 2 > mask) this.grow();
        return fresh;
      }
      if (rows[row + 1] === a && rows[row + 2] === b && rows[row + 3] === c) return rows[row + 4] as number;
    }
  }

  private grow(): void {
    const { rows: old, stamp } = this;
    this.mask = this.mask * 2 + 1;
    this.rows = new Int32Array(old.length * 2);
    this.size = 0;
    for (let row = 0; row < old.length; row += STRIDE)
      if (old[row] === stamp)
        this.valueOf(
          old[row + 1] as number,
          old[row + 2] as number,
          old[row + 3] as number,
          old[row + 4] as number,
        );
  }
}
