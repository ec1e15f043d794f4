// Names that stand in each other's bodies, and which of them lead to a set of names.
import type { NameId } from '../csource/name-table.js';

/** A name, and the names that stand in its body: every `step`th of `refs`. */
export interface Carrier {
  readonly name: NameId;
  readonly refs: Int32Array | readonly number[];
  readonly step: number;
}

/** Many carriers, by the names that stand in their bodies: made once, asked for each set of names. */
export class CarrierIndex {
  /** Carriers of name n stand in `referrers` from `starts[n]` to `starts[n + 1]`. */
  private readonly starts: Int32Array;
  private readonly referrers: Int32Array;

  constructor(private readonly carriers: readonly Carrier[]) {
    let top = 0;
    for (const { refs, step } of carriers)
      for (let i = 0; i < refs.length; i += step) top = Math.max(top, refs[i] as number);
    const starts = new Int32Array(top + 2);
    for (const { refs, step } of carriers)
      for (let i = 0; i < refs.length; i += step)
        if ((refs[i] as number) >= 0) bump(starts, (refs[i] as number) + 1, 1);
    for (let i = 1; i < starts.length; i++) bump(starts, i, starts[i - 1] as number);
    const filled = starts.slice();
    const referrers = new Int32Array(starts[top + 1] as number);
    for (let carrier = 0; carrier < carriers.length; carrier++) {
      const { refs, step } = carriers[carrier] as Carrier;
      for (let i = 0; i < refs.length; i += step) {
        const name = refs[i] as number;
        if (name >= 0) referrers[bump(filled, name, 1)] = carrier;
      }
    }
    this.starts = starts;
    this.referrers = referrers;
  }

  /** Adds the names that refer to one of `names`, directly or not. */
  spread(names: Set<NameId>): void {
    const { starts, referrers } = this;
    const pending = [...names];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name + 1 >= starts.length) continue;
      for (let i = starts[name] as number; i < (starts[name + 1] as number); i++) {
        const found = (this.carriers[referrers[i] as number] as Carrier).name;
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

/** As `CarrierIndex.spread`, for the few carriers of one unit: bodies nest some ten deep, so that few rounds do. */
export const spreadLocally = (carriers: readonly Carrier[], names: Set<NameId>): void => {
  for (let rest = carriers, changed = true; changed; ) {
    changed = false;
    const next: Carrier[] = [];
    for (const carrier of rest) {
      if (names.has(carrier.name)) continue;
      if (hasAny(carrier.refs, names, carrier.step)) {
        names.add(carrier.name);
        changed = true;
      } else next.push(carrier);
    }
    rest = next;
  }
};

export const hasAny = (
  refs: Int32Array | readonly number[],
  names: ReadonlySet<NameId>,
  step: number,
): boolean => {
  for (let i = 0; i < refs.length; i += step) if (names.has(refs[i] as number)) return true;
  return false;
};
