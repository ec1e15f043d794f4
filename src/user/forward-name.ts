// What the names of some headers lead to: through macros and inline functions to what the headers only declare.
import { pushTo } from '../base/group.js';
import type { NameId } from '../csource/name-table.js';
import { ItemFlag, ItemKind, itemCount, REF_STRIDE } from '../csource/summary.js';
import { flagsOf, kindOf, nameOf, refRange } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';

/** The names that some headers declare for others to define, and those that lead to them. */
export class ForwardNames {
  private readonly declared = new Set<NameId>();
  private readonly bodies = new Map<NameId, (readonly [SummaryIndex, number])[]>();

  constructor(
    private readonly store: SummaryStore,
    headers: Iterable<SummaryIndex>,
  ) {
    for (const index of headers) {
      const summary = store.get(index);
      for (let item = 0; item < itemCount(summary); item++) {
        const kind = kindOf(summary, item);
        const flags = flagsOf(summary, item);
        const name = nameOf(summary, item);
        if (kind === ItemKind.Prototype || (kind === ItemKind.Variable && (flags & ItemFlag.Extern) !== 0))
          this.declared.add(name);
        else if (kind === ItemKind.Macro || (flags & (ItemFlag.Inline | ItemFlag.Static)) !== 0) {
          pushTo(this.bodies, name, [index, item] as const);
        }
      }
    }
  }

  declaredNames(): readonly string[] {
    return [...this.declared].map((name) => this.store.names.textOf(name));
  }

  /**
   * The declared names among some names, and those that their macros and inline functions lead to.
   * @param follows whether a macro or inline function of a file is followed.
   */
  reachedFrom(
    names: Iterable<string>,
    follows: (name: NameId, file: SummaryIndex) => boolean,
  ): ReadonlySet<string> {
    const seen = new Set([...names].map((name) => this.store.names.idOf(name)));
    for (const name of seen)
      for (const [index, item] of this.bodies.get(name) ?? []) {
        if (!follows(name, index)) continue;
        const summary = this.store.get(index);
        const [from, to] = refRange(summary, item);
        for (let row = from; row < to; row += REF_STRIDE) seen.add(summary.refs[row] as NameId);
      }
    return new Set(
      [...seen].flatMap((name) => (this.declared.has(name) ? [this.store.names.textOf(name)] : [])),
    );
  }
}
