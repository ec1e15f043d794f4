// A set of names for millions of operations.
import { grown } from '../base/grow.js';
import type { NameId } from '../csource/name-table.js';

const FIRST_SIZE = 1 << 16;

/** The read-only part of a set of names. */
export type NameTest = Pick<ReadonlySet<NameId>, 'has'>;

/** One byte per name of the table: faster than a `Set`. Iterates in the order of the numbers. */
export class NameFlags implements NameTest {
  private flags = new Uint8Array(FIRST_SIZE);

  static of(names: Iterable<NameId>): NameFlags {
    const flags = new NameFlags();
    for (const name of names) flags.add(name);
    return flags;
  }

  has(name: NameId): boolean {
    return this.flags[name] === 1;
  }

  add(name: NameId): void {
    if (name >= this.flags.length) this.flags = grown(this.flags, name + 1);
    this.flags[name] = 1;
  }

  *[Symbol.iterator](): Iterator<NameId> {
    for (let name = 0; name < this.flags.length; name++) if (this.flags[name] === 1) yield name;
  }
}
