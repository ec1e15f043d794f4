// Where names are defined: five million definitions of a kernel in rows of numbers; lists are made of those that somebody
// asks for.
import type { NameId } from '../csource/name-table.js';
import { Rows } from '../csource/rows.js';

const NOWHERE: readonly number[] = [];
const INITIAL_NAMES = 1 << 14;

export class DefinitionTable {
  /** Rows: summary, item, the entry of the same name before this one (-1: none). */
  private readonly entries = new Rows();
  /** By name, its last entry + 1; 0 when there is none. */
  private last = new Int32Array(INITIAL_NAMES);
  /** Of names that were asked for. */
  private readonly lists = new Map<NameId, number[]>();

  add(name: NameId, summary: number, item: number): void {
    if (name >= this.last.length) this.grow(name);
    const entry = this.entries.length;
    this.entries.push3(summary, item, (this.last[name] as number) - 1);
    this.last[name] = entry + 1;
    if (this.lists.size > 0) this.lists.get(name)?.push(summary, item);
  }

  isDefined(name: NameId): boolean {
    return (this.last[name] ?? 0) > 0;
  }

  /** Pairs of summary and item, in the order in which they came. */
  of(name: NameId): readonly number[] {
    if (!this.isDefined(name)) return NOWHERE;
    const known = this.lists.get(name);
    if (known !== undefined) return known;
    const list: number[] = [];
    for (let entry = (this.last[name] as number) - 1; entry >= 0; entry = this.entries.at(entry + 2))
      list.push(this.entries.at(entry + 1), this.entries.at(entry));
    list.reverse();
    this.lists.set(name, list);
    return list;
  }

  private grow(name: NameId): void {
    let size = this.last.length;
    while (size <= name) size *= 2;
    const larger = new Int32Array(size);
    larger.set(this.last);
    this.last = larger;
  }
}
