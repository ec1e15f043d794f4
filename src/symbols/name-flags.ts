// A set of names that is added to some million times.
import type { NameId } from '../csource/name-table.js';

const FIRST_SIZE = 1 << 16;

export class NameFlags {
  private flags = new Uint8Array(FIRST_SIZE);

  add(name: NameId): void {
    if (name >= this.flags.length) {
      const larger = new Uint8Array(Math.max(name + 1, this.flags.length * 2));
      larger.set(this.flags);
      this.flags = larger;
    }
    this.flags[name] = 1;
  }

  *[Symbol.iterator](): Iterator<NameId> {
    for (let name = 0; name < this.flags.length; name++) if (this.flags[name] === 1) yield name;
  }
}
