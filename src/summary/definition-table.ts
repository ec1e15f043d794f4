// Where names are defined: five million definitions of a kernel in rows of numbers; lists are made of those that somebody
// asks for.
import { grown } from '../base/grow.js';
import type { NameId } from '../csource/name-table.js';
import { Rows } from '../csource/rows.js';

const NOWHERE: readonly number[] = [];
const INITIAL_NAMES = 1 << 14;

export class DefinitionTable {
  /** Rows: summary, item, the entry of the same name before this one (-1: none). */
  private readonly entries = new Rows();
  /** By name, its last entry + 1, or the number of its list below 0; 0 when it has no definition. */
  private last = new Int32Array(INITIAL_NAMES);
  /** Of names that were asked for; none has number 0. */
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

  /** Pairs of summary and item, in the order in which they came. */
  of(name: NameId): readonly number[] {
    const last = this.last[name] ?? 0;
    if (last === 0) return NOWHERE;
    if (last < 0) return this.lists[-last] as number[];
    const list = this.listOf(last - 1);
    this.last[name] = -this.lists.length;
    this.lists.push(list);
    return list;
  }

  /** The list that ends with an entry, in an array of just its size: most have one pair, and some hundred thousand are kept. */
  private listOf(last: number): number[] {
    const { entries } = this;
    if (entries.at(last + 2) < 0) return [entries.at(last), entries.at(last + 1)];
    const backwards: number[] = [];
    for (let entry = last; entry >= 0; entry = entries.at(entry + 2))
      backwards.push(entries.at(entry + 1), entries.at(entry));
    return backwards.reverse().slice();
  }
}
