// Names that stand in each other's bodies, and which of them lead to a set of names.
import type { NameId } from '../csource/name-table.js';
import type { NameTest } from '../summary/name-flags.js';

/** A list of names: every `step`th number of `refs` from `from` to `to`. */
export interface NameRow {
  readonly refs: Int32Array | readonly number[];
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** A name, and the names that stand in its body. */
export interface Carrier extends NameRow {
  readonly name: NameId;
}

const FIRST_SIZE = 1 << 14;

/** Many carriers, by the names that stand in their bodies: made once, asked for each set of names. */
export class ReferenceIndex {
  /** Names that carry name n stand in `carriers` from `starts[n]` to `starts[n + 1]`. */
  private readonly starts: Int32Array;
  private readonly carriers: Int32Array;

  private constructor(pairs: Int32Array, top: number) {
    const starts = new Int32Array(top + 2);
    for (let i = 0; i < pairs.length; i += 2) bump(starts, (pairs[i] as number) + 1, 1);
    for (let i = 1; i < starts.length; i++) bump(starts, i, starts[i - 1] as number);
    const filled = starts.slice();
    const carriers = new Int32Array(pairs.length / 2);
    for (let i = 0; i < pairs.length; i += 2)
      carriers[bump(filled, pairs[i] as number, 1)] = pairs[i + 1] as number;
    this.starts = starts;
    this.carriers = carriers;
  }

  /** @param visit hands over all carriers, one after the other. */
  static of(visit: (add: (carrier: Carrier) => void) => void): ReferenceIndex {
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

  /** Adds the names that refer to one of `names`, directly or not. */
  spread(names: Set<NameId>): void {
    const { starts, carriers } = this;
    const pending = [...names];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name + 1 >= starts.length) continue;
      for (let i = starts[name] as number; i < (starts[name + 1] as number); i++) {
        const found = carriers[i] as number;
        if (names.has(found)) continue;
        names.add(found);
        pending.push(found);
      }
    }
  }
}

/** Adds to a number in a row; gives what it was before. */
const bump = (row: Int32Array, at: number, by: number): number => {
  const before = row[at] as number;
  row[at] = before + by;
  return before;
};

/** As `ReferenceIndex.spread`, for the few carriers of one unit: bodies nest some ten deep, so that few rounds do. */
export const spreadLocally = (carriers: readonly Carrier[], names: Set<NameId>): void => {
  for (let rest = carriers, changed = true; changed; ) {
    changed = false;
    const next: Carrier[] = [];
    for (const carrier of rest) {
      if (names.has(carrier.name)) continue;
      if (hasAny(carrier, names)) {
        names.add(carrier.name);
        changed = true;
      } else next.push(carrier);
    }
    rest = next;
  }
};

export const hasAny = ({ refs, from, to, step }: NameRow, names: NameTest): boolean => {
  for (let i = from; i < to; i += step) if (names.has(refs[i] as number)) return true;
  return false;
};
