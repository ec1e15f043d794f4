// The definitions of each name: five million for a kernel, so they are rows of numbers until a query makes a list.
import { grown } from '../base/grow.js';
import type { NameId } from '../csource/name-table.js';
import { Rows } from '../csource/rows.js';

const NOWHERE: readonly number[] = [];
const INITIAL_NAMES = 1 << 14;

/** Maps names to their definitions. Owned by a `SummaryStore`. A list that `of` returned grows with later definitions. */
export class DefinitionTable {
  /** Rows of [summary, item, the entry before of the same name (-1: none)]. */
  private readonly entries = new Rows();
  /** By name: its last entry plus one, or minus the number of its list; 0 without a definition. */
  private last = new Int32Array(INITIAL_NAMES);
  /** Lists of queried names; number 0 is unused. */
  private readonly lists: number[][] = [[]];

  add(name: NameId, summary: number, item: number): void {
    if (name >= this.last.length) this.last = grown(this.last, name + 1);
    const last = this.last[name] as number;
    if (last < 0) {
      this.lists[-last]?.push(summary, item);
      return;
    }
    const entry = this.entries.length;
    this.entries.push3(summary, item, last - 1);
    this.last[name] = entry + 1;
  }

  /** Pairs of summary and item, in the order of `add`. */
  of(name: NameId): readonly number[] {
    const last = this.last[name] ?? 0;
    if (last === 0) return NOWHERE;
    if (last < 0) return this.lists[-last] as number[];
    const list = this.listOf(last - 1);
    this.last[name] = -this.lists.length;
    this.lists.push(list);
    return list;
  }

  /** The list that ends with an entry, without spare room: about a hundred thousand are kept, most with one pair. */
  private listOf(last: number): number[] {
    const { entries } = this;
    if (entries.at(last + 2) < 0) return [entries.at(last), entries.at(last + 1)];
    const backwards: number[] = [];
    for (let entry = last; entry >= 0; entry = entries.at(entry + 2))
      backwards.push(entries.at(entry + 1), entries.at(entry));
    return backwards.reverse().slice();
  }
}
