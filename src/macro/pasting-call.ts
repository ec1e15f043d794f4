// The calls of files that make names, and the names that no file spells out.
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE } from '../csource/summary.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { MayExpand } from './may-expand.js';
import type { Outcome } from './outcome.js';

/** A call and the names that it makes. */
export interface PastingCall {
  readonly index: SummaryIndex;
  readonly row: number;
  readonly names: readonly NameId[];
}

/** A call, and what it makes: whether a file spells the names out is not said. */
export interface MakingCall {
  readonly row: number;
  readonly outcome: Outcome;
}

const NO_CALLS: readonly PastingCall[] = [];
const NO_NAMES: readonly NameId[] = [];
/** Names kept that nobody spells: some megabytes. */
const MOST_MISSING = 1 << 17;
/** Names in the outcomes that are kept with what they stand for; the registers of some devices are thousands in each. */
const MOST_SPELT = 1 << 16;

export class PastingCalls {
  private readonly naming = new Map<SummaryIndex, readonly PastingCall[]>();
  /** Of files whose naming calls nobody asked for yet. */
  private readonly making = new Map<SummaryIndex, readonly MakingCall[]>();
  /** Names that calls make and no file spells out; null when they are too many to be kept. */
  private missing: Set<string> | null = new Set();
  private readonly spelt = new Map<Outcome, readonly NameId[]>();
  private speltNames = 0;
  /** How many names and files there were when `spelt` was found out. */
  private speltOf = '';

  constructor(
    private readonly store: SummaryStore,
    private readonly loose: MayExpand,
  ) {}

  /**
   * The calls of a file that make names, or hand them to `symbol_get` and its kin: names that lead further, or that no file
   * read so far defines. What no file spells out can neither be defined nor asked for.
   */
  namingCalls(index: SummaryIndex): readonly PastingCall[] {
    let found = this.naming.get(index);
    if (found === undefined) {
      found = this.findNamingCalls(index);
      this.naming.set(index, found);
    }
    return found;
  }

  /** The calls of a file that make names, by row. */
  makingCalls(index: SummaryIndex): readonly MakingCall[] {
    let found = this.making.get(index);
    if (found === undefined) {
      found = this.findMakingCalls(index);
      this.making.set(index, found);
    }
    return found;
  }

  /** Whether a name that a file spells only now may be one that some call makes. */
  mayMake(text: string): boolean {
    return this.missing === null || this.missing.has(text);
  }

  /** Lets go of what only further calls would ask for. */
  endReadPhase(): void {
    this.making.clear();
    this.forgetSpelt();
  }

  /** Lets go of what the calls of files made: some of it is spelt out only now. */
  evict(): void {
    this.naming.clear();
    this.making.clear();
    this.forgetSpelt();
    this.missing = new Set();
  }

  private forgetSpelt(): void {
    this.spelt.clear();
    this.speltNames = 0;
  }

  private findMakingCalls(index: SummaryIndex): readonly MakingCall[] {
    const { calls } = this.store.get(index);
    const found: MakingCall[] = [];
    for (let row = 0; row < calls.length; row += CALL_STRIDE) {
      if (!this.loose.mayMake(calls[row] as number)) continue;
      const outcome = this.loose.outcome(index, row);
      if (outcome.named.length > 0) found.push({ row, outcome });
    }
    return found;
  }

  private findNamingCalls(index: SummaryIndex): readonly PastingCall[] {
    const found: PastingCall[] = [];
    const { names, summaries } = this.store;
    const speltOf = `${names.size} ${summaries.length}`;
    if (this.speltOf !== speltOf) this.forgetSpelt();
    this.speltOf = speltOf;
    for (const { row, outcome } of this.makingCalls(index)) {
      let spelt = this.spelt.get(outcome);
      if (spelt === undefined) {
        spelt = this.namesOf(outcome);
        this.speltNames += outcome.named.length;
        if (this.speltNames > MOST_SPELT) this.forgetSpelt();
        this.spelt.set(outcome, spelt);
      }
      if (spelt.length > 0) found.push({ index, row, names: spelt });
    }
    this.making.delete(index);
    return found.length === 0 ? NO_CALLS : found;
  }

  private namesOf({ named }: Outcome): readonly NameId[] {
    const names: NameId[] = [];
    for (const text of named) {
      const id = this.store.names.find(text);
      if (id === undefined) this.miss(text);
      else if (this.store.hasBody(id) || this.store.definitionsOf(id).length === 0) names.push(id);
    }
    return names.length === 0 ? NO_NAMES : names;
  }

  private miss(text: string): void {
    this.missing?.add(text);
    if (this.missing !== null && this.missing.size > MOST_MISSING) this.missing = null;
  }
}
