// A set of names that `clear` empties in constant time: the scanners fill one for each function.
import type { NameId } from './name-table.js';

const INITIAL_SLOTS = 1 << 6;

const mixed = (name: NameId): number => {
  const mix = Math.imul(name, 0x9e3779b1);
  return mix ^ (mix >>> 15);
};

/** An open-addressing hash set. A slot is valid only if its stamp is the current one. */
export class NameSet {
  private names = new Int32Array(INITIAL_SLOTS);
  /** The stamp of each slot. */
  private stamps = new Int32Array(INITIAL_SLOTS);
  private stamp = 1;
  private size = 0;

  clear(): void {
    this.stamp++;
    this.size = 0;
  }

  has(name: NameId): boolean {
    if (this.size === 0) return false;
    const { names, stamps, stamp } = this;
    const mask = names.length - 1;
    for (let slot = mixed(name) & mask; stamps[slot] === stamp; slot = (slot + 1) & mask)
      if (names[slot] === name) return true;
    return false;
  }

  add(name: NameId): void {
    const { names, stamps, stamp } = this;
    const mask = names.length - 1;
    let slot = mixed(name) & mask;
    for (; stamps[slot] === stamp; slot = (slot + 1) & mask) if (names[slot] === name) return;
    names[slot] = name;
    stamps[slot] = stamp;
    if (++this.size * 2 > mask) this.grow();
  }

  private grow(): void {
    const { names, stamps, stamp } = this;
    this.names = new Int32Array(names.length * 2);
    this.stamps = new Int32Array(names.length * 2);
    this.size = 0;
    for (let slot = 0; slot < names.length; slot++)
      if (stamps[slot] === stamp) this.add(names[slot] as number);
  }
}
