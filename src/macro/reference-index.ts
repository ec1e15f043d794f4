// The reverse reference index: for each name, the names whose bodies refer to it, and the backward closure over them.
import type { NameId } from '../csource/name-table.js';
import type { NameTest } from '../summary/name-flags.js';

/** A list of names: every `step`th number of `refs` from `from` to `to`. */
export interface NameRow {
  readonly refs: Int32Array | readonly number[];
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** A name, and the names to which its body refers; negative numbers are parameters. */
export interface Referrer extends NameRow {
  readonly name: NameId;
}

const FIRST_SIZE = 1 << 14;

/**
 * Edges from names to their referrers in two CSR arrays (compressed sparse row). Built once for a set of files and searched
 * for each set of targets. Immutable.
 */
export class ReferenceIndex {
  /** The referrers of name n are in `referrers` from `starts[n]` to `starts[n + 1]`. */
  private readonly starts: Int32Array;
  private readonly referrers: Int32Array;

  private constructor(pairs: Int32Array, top: number) {
    const starts = new Int32Array(top + 2);
    for (let i = 0; i < pairs.length; i += 2) bump(starts, (pairs[i] as number) + 1, 1);
    for (let i = 1; i < starts.length; i++) bump(starts, i, starts[i - 1] as number);
    const filled = starts.slice();
    const referrers = new Int32Array(pairs.length / 2);
    for (let i = 0; i < pairs.length; i += 2)
      referrers[bump(filled, pairs[i] as number, 1)] = pairs[i + 1] as number;
    this.starts = starts;
    this.referrers = referrers;
  }

  /** @param visit calls `add` once for each body. */
  static of(visit: (add: (referrer: Referrer) => void) => void): ReferenceIndex {
    let pairs = new Int32Array(FIRST_SIZE);
    let used = 0;
    let top = 0;
    visit(({ name, refs, from, to, step }) => {
      for (let i = from; i < to; i += step) {
        const ref = refs[i] as number;
        if (ref < 0) continue;
        if (used === pairs.length) {
          const larger = new Int32Array(pairs.length * 2);
          larger.set(pairs);
          pairs = larger;
        }
        if (ref > top) top = ref;
        pairs[used++] = ref;
        pairs[used++] = name;
      }
    });
    return new ReferenceIndex(pairs.subarray(0, used), top);
  }

  /** Adds the names from which one of `names` can be reached: the backward closure. */
  closeBackward(names: Set<NameId>): void {
    const { starts, referrers } = this;
    const worklist = [...names];
    for (let name = worklist.pop(); name !== undefined; name = worklist.pop()) {
      if (name + 1 >= starts.length) continue;
      for (let i = starts[name] as number; i < (starts[name + 1] as number); i++) {
        const found = referrers[i] as number;
        if (names.has(found)) continue;
        names.add(found);
        worklist.push(found);
      }
    }
  }
}

/** Adds to an element; returns its value before. */
const bump = (row: Int32Array, at: number, by: number): number => {
  const before = row[at] as number;
  row[at] = before + by;
  return before;
};

/** As `ReferenceIndex.closeBackward`, for the few bodies of one unit: they nest about ten deep, so a few rounds suffice. */
export const closeBackwardLocally = (referrers: readonly Referrer[], names: Set<NameId>): void => {
  for (let rest = referrers, changed = true; changed; ) {
    changed = false;
    const next: Referrer[] = [];
    for (const referrer of rest) {
      if (names.has(referrer.name)) continue;
      if (hasAny(referrer, names)) {
        names.add(referrer.name);
        changed = true;
      } else next.push(referrer);
    }
    rest = next;
  }
};

export const hasAny = ({ refs, from, to, step }: NameRow, names: NameTest): boolean => {
  for (let i = from; i < to; i += step) if (names.has(refs[i] as number)) return true;
  return false;
};
