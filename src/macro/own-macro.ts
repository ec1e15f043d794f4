// The macros whose expansion differs in one file: those that it defines for itself, and the transitive closure of their callers.
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE, ItemColumn, ItemKind, REF_STRIDE } from '../csource/summary.js';
import { callRange, forEachItem, kindOf, refRange } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';

const NONE: ReadonlySet<NameId> = new Set();

/** Owned by `MayExpand`; caches the callers of macros in shared files until `evict`. */
export class OwnMacros {
  /** By macro, the macros in shared files that call it. */
  private callers: ReadonlyMap<NameId, readonly NameId[]> | null = null;

  constructor(
    private readonly store: SummaryStore,
    private readonly expanded: ReadonlySet<NameId>,
    private readonly isShared: (index: SummaryIndex) => boolean,
  ) {}

  /** Call when the set of shared files changed. */
  evict(): void {
    this.callers = null;
  }

  of(index: SummaryIndex): ReadonlySet<NameId> {
    if (this.isShared(index)) return NONE;
    const own = new Set<NameId>();
    forEachItem(this.store.get(index), ({ items, calls, refs }, row, rows) => {
      const name = items[row + ItemColumn.Name] as number;
      if (items[row] !== ItemKind.Macro || !this.expanded.has(name)) return;
      let makes = rows.pastesEnd > rows.pastes;
      for (let call = rows.calls; call < rows.callsEnd; call += CALL_STRIDE)
        makes ||= this.expanded.has(calls[call] as number);
      // `#define f g`: a call of f is a call of g.
      makes ||= rows.refsEnd - rows.refs === REF_STRIDE && this.expanded.has(refs[rows.refs] as number);
      if (makes) own.add(name);
    });
    if (own.size === 0) return NONE;
    this.callers ??= this.findCallers();
    const worklist = [...own];
    for (let name = worklist.pop(); name !== undefined; name = worklist.pop())
      for (const caller of this.callers.get(name) ?? []) {
        if (own.has(caller)) continue;
        own.add(caller);
        worklist.push(caller);
      }
    return own;
  }

  private findCallers(): ReadonlyMap<NameId, readonly NameId[]> {
    const callers = new Map<NameId, NameId[]>();
    const note = (callee: NameId, name: NameId): void => {
      if (!this.expanded.has(callee)) return;
      const known = callers.get(callee);
      if (known === undefined) callers.set(callee, [name]);
      else if (known[known.length - 1] !== name) known.push(name);
    };
    for (const name of this.expanded) {
      const pairs = this.store.definitionsOf(name);
      for (let i = 0; i < pairs.length; i += 2) {
        const summary = this.store.get(pairs[i] as number);
        const item = pairs[i + 1] as number;
        if (kindOf(summary, item) !== ItemKind.Macro || !this.isShared(pairs[i] as number)) continue;
        const [from, to] = callRange(summary, item);
        for (let row = from; row < to; row += CALL_STRIDE) note(summary.calls[row] as number, name);
        const [ref, end] = refRange(summary, item);
        if (end - ref === REF_STRIDE) note(summary.refs[ref] as number, name);
      }
    }
    return callers;
  }
}
