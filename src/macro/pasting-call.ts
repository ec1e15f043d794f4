// The calls in files that make names by token pasting, and the names that calls make but no file spells.
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE } from '../csource/summary.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { Expansion } from './expansion.js';
import type { MayExpand } from './may-expand.js';

/** A call, and the names that it makes and that can reach further. */
export interface PastingCall {
  readonly index: SummaryIndex;
  readonly row: number;
  readonly names: readonly NameId[];
}

/** A call and its expansion; its names are texts that a file may or may not spell. */
export interface ExpandedCall {
  readonly row: number;
  readonly expansion: Expansion;
}

const NO_CALLS: readonly PastingCall[] = [];
const NO_NAMES: readonly NameId[] = [];
/** Limit of `unspelt`: some megabytes. */
const MOST_UNSPELT = 1 << 17;
/** Limit of the names in `resolved`; one expansion can make thousands of register names. */
const MOST_RESOLVED = 1 << 16;

/**
 * Finds and caches the pasting calls of each file. A name that no file spells can be neither defined nor a target, so it is
 * dropped, but remembered: when a later file spells it, the answers change (`mayMake`). Owned by `MacroKnowledge`.
 */
export class PastingCalls {
  private readonly pasting = new Map<SummaryIndex, readonly PastingCall[]>();
  /** Expanded calls of files whose pasting calls are not resolved yet. */
  private readonly making = new Map<SummaryIndex, readonly ExpandedCall[]>();
  /** Names that calls make and no file spells; null above the limit. */
  private unspelt: Set<string> | null = new Set();
  private readonly resolved = new Map<Expansion, readonly NameId[]>();
  private resolvedNames = 0;
  /** Number of names and files when `resolved` was filled. */
  private resolvedWith = '';

  constructor(
    private readonly store: SummaryStore,
    private readonly mayExpand: MayExpand,
  ) {}

  /**
   * The calls of a file that make names or pass them to `symbol_get` and the like. Each lists the names that have a body or
   * that no file defines so far.
   */
  pastingCalls(index: SummaryIndex): readonly PastingCall[] {
    let found = this.pasting.get(index);
    if (found === undefined) {
      found = this.findPastingCalls(index);
      this.pasting.set(index, found);
    }
    return found;
  }

  /** The calls of a file that make names, in order of their rows. */
  expandedCalls(index: SummaryIndex): readonly ExpandedCall[] {
    let found = this.making.get(index);
    if (found === undefined) {
      found = this.findExpandedCalls(index);
      this.making.set(index, found);
    }
    return found;
  }

  /** Whether some call may make a name that no file had spelt. */
  mayMake(text: string): boolean {
    return this.unspelt === null || this.unspelt.has(text);
  }

  /** Evicts what only pasting calls of further files would use. */
  endReadPhase(): void {
    this.making.clear();
    this.evictResolved();
  }

  /** Evicts all answers. Call when a file spells a name that `mayMake` reports. */
  evict(): void {
    this.pasting.clear();
    this.making.clear();
    this.evictResolved();
    this.unspelt = new Set();
  }

  private evictResolved(): void {
    this.resolved.clear();
    this.resolvedNames = 0;
  }

  private findExpandedCalls(index: SummaryIndex): readonly ExpandedCall[] {
    const { calls } = this.store.get(index);
    const found: ExpandedCall[] = [];
    for (let row = 0; row < calls.length; row += CALL_STRIDE) {
      if (!this.mayExpand.mayMake(calls[row] as number)) continue;
      const expansion = this.mayExpand.expand(index, row);
      if (expansion.named.length > 0) found.push({ row, expansion });
    }
    return found;
  }

  private findPastingCalls(index: SummaryIndex): readonly PastingCall[] {
    const found: PastingCall[] = [];
    const { names, summaries } = this.store;
    const resolvedWith = `${names.size} ${summaries.length}`;
    if (this.resolvedWith !== resolvedWith) this.evictResolved();
    this.resolvedWith = resolvedWith;
    for (const { row, expansion } of this.expandedCalls(index)) {
      let resolved = this.resolved.get(expansion);
      if (resolved === undefined) {
        resolved = this.namesOf(expansion);
        this.resolvedNames += expansion.named.length;
        if (this.resolvedNames > MOST_RESOLVED) this.evictResolved();
        this.resolved.set(expansion, resolved);
      }
      if (resolved.length > 0) found.push({ index, row, names: resolved });
    }
    this.making.delete(index);
    return found.length === 0 ? NO_CALLS : found;
  }

  private namesOf({ named }: Expansion): readonly NameId[] {
    const names: NameId[] = [];
    for (const text of named) {
      const id = this.store.names.find(text);
      if (id === undefined) this.noteUnspelt(text);
      else if (this.store.hasBody(id) || this.store.definitionsOf(id).length === 0) names.push(id);
    }
    return names.length === 0 ? NO_NAMES : names;
  }

  private noteUnspelt(text: string): void {
    this.unspelt?.add(text);
    if (this.unspelt !== null && this.unspelt.size > MOST_UNSPELT) this.unspelt = null;
  }
}
