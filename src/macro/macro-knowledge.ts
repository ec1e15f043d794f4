// The macro analysis of all files: which macros must be expanded, and which names reach a target. States of a series share
// it until a patch changes what macros do.
import type { NameId } from '../csource/name-table.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { FileRoles } from '../unit/closure.js';
import { EXPORTING, LOOKING_UP } from '../unit/primitive.js';
import { expandedMacros, macroSignature } from './expanded-macro.js';
import { exportCandidates } from './export.js';
import { MayExpand } from './may-expand.js';
import { PastingCalls } from './pasting-call.js';
import {
  extendReachingNames,
  implyingNames,
  type NameGraph,
  nameGraph,
  type ReachingNames,
  reachingNames,
} from './reaching-names.js';

/** Limit of names in expansions that are prefetched: some ten megabytes. */
const MOST_PREFETCHED = 1 << 17;

interface KnownReaching {
  readonly targets: ReadonlySet<NameId>;
  readonly reaching: ReachingNames;
}

/**
 * Valid for one set of files. `for` gives the knowledge of the next state: this object if the changed files have equal macro
 * signatures, a new one otherwise. Owned by the analyser of a series.
 */
export class MacroKnowledge {
  /** Macros whose expansion contains an export. */
  readonly exporting: ReadonlySet<NameId>;
  /** Macros that paste tokens, export a symbol, or look one up. */
  readonly expanded: ReadonlySet<NameId>;
  readonly mayExpand: MayExpand;
  private readonly pasting: PastingCalls;
  /** Files that other files include: every file may see their macros. */
  private readonly shared = new Set<SummaryIndex>();
  private graph: { readonly of: ReadonlySet<SummaryIndex>; readonly names: NameGraph } | null = null;
  /** Names below this number existed when `graph` was built. */
  private namesSeen = 0;
  private readonly reaching = new Map<number, KnownReaching>();
  /** By file, the symbols that it may export in some configuration. */
  private readonly exports = new Map<SummaryIndex, readonly NameId[]>();
  /** By direction, files that were added since its reaching names were computed. */
  private readonly unseen = new Map<number, SummaryIndex[]>();

  constructor(
    private readonly store: SummaryStore,
    private summaries: ReadonlySet<SummaryIndex>,
    roles: FileRoles,
  ) {
    const ids = (names: readonly string[]): ReadonlySet<NameId> =>
      new Set(names.map((name) => store.names.idOf(name)));
    this.exporting = expandedMacros(store, [...summaries], ids(EXPORTING), false);
    this.expanded = expandedMacros(store, [...summaries], ids([...EXPORTING, ...LOOKING_UP]), true);
    for (const index of summaries) if (roles.isShared(index)) this.shared.add(index);
    this.mayExpand = new MayExpand(store, this.expanded, (index) => this.shared.has(index));
    this.pasting = new PastingCalls(store, this.mayExpand);
  }

  /**
   * The knowledge of a state in which some files were replaced.
   * @param replaced by new file, the file that it replaces; undefined if it replaces none.
   */
  for(
    summaries: ReadonlySet<SummaryIndex>,
    replaced: ReadonlyMap<SummaryIndex, SummaryIndex | undefined>,
    roles: FileRoles,
  ): MacroKnowledge {
    const added = [...summaries].filter((index) => !this.summaries.has(index));
    const same = added.every((index) => {
      const before = replaced.get(index);
      return before !== undefined && macroSignature(this.store, before) === macroSignature(this.store, index);
    });
    const shared = [...summaries].filter((index) => roles.isShared(index) && !this.shared.has(index));
    const taken = shared.every((index) => this.shared.has(replaced.get(index) ?? -1));
    if (!same || !taken || this.spellsUnspelt()) return new MacroKnowledge(this.store, summaries, roles);
    for (const index of shared) this.shared.add(index);
    this.mayExpand.filesChanged();
    for (const direction of this.reaching.keys())
      this.unseen.set(direction, [...(this.unseen.get(direction) ?? []), ...added]);
    this.summaries = new Set([...this.summaries, ...added]);
    return this;
  }

  /** The symbols that a file may export: a superset of what any configuration makes of it. */
  exportsIn(index: SummaryIndex): readonly NameId[] {
    let found = this.exports.get(index);
    if (found === undefined) {
      found = exportCandidates(this.store, index, this.exporting, this.mayExpand);
      this.exports.set(index, found);
    }
    return found;
  }

  /** Whether a file now spells a name that a call made before. */
  private spellsUnspelt(): boolean {
    const { names } = this.store;
    for (; this.namesSeen < names.size; this.namesSeen++)
      if (this.pasting.mayMake(names.textOf(this.namesSeen))) return true;
    return false;
  }

  /** All names on which any answer so far depends; a name fingerprint contains them. */
  *names(): Iterable<NameId> {
    yield* this.exporting;
    yield* this.expanded;
    for (const { targets, reaching } of this.reaching.values()) {
      yield* targets;
      yield* reaching.names;
      yield* reaching.implying;
      yield* reaching.generators.keys();
    }
  }

  /**
   * Adds the names that imply a target to the table of names. Call it with the targets of all directions before the first
   * `reachingFor`: a name added later would evict the expansions.
   */
  addImplyingNames(directions: Iterable<ReadonlySet<NameId>>): void {
    for (const targets of directions) implyingNames(this.store, targets);
  }

  /**
   * Prefetches expansions, one file per step, as idle work: those of all headers, then those of other files up to a limit.
   */
  *prefetchExpansions({ isHeader }: FileRoles): Iterable<void> {
    let names = 0;
    for (const headers of [true, false])
      for (const index of this.summaries) {
        if (isHeader(index) !== headers) continue;
        if (names > MOST_PREFETCHED) return;
        const calls = this.pasting.expandedCalls(index);
        if (!headers) for (const { expansion } of calls) names += expansion.named.length;
        yield;
      }
  }

  /** The names that reach a target of a direction; cached by direction. */
  reachingFor(direction: number, targets: ReadonlySet<NameId>, roles: FileRoles): ReachingNames {
    const known = this.reaching.get(direction);
    const added = this.unseen.get(direction) ?? [];
    this.unseen.delete(direction);
    const kept =
      known?.targets === targets
        ? extendReachingNames(this.store, added, known.reaching, this.pasting, roles)
        : null;
    const reaching = kept ?? this.reachingTargets(targets, roles);
    this.reaching.set(direction, { targets, reaching });
    return reaching;
  }

  /** The names that reach these targets; not cached. */
  reachingTargets(targets: ReadonlySet<NameId>, roles: FileRoles): ReachingNames {
    const implying = implyingNames(this.store, targets);
    return reachingNames(this.store, this.graphOf(roles), targets, implying, roles);
  }

  /** Evicts everything that only a further query would use. */
  evict(): void {
    this.graph = null;
    this.reaching.clear();
    this.mayExpand.evict();
    this.pasting.evict();
  }

  /** One graph for all directions, until a file is added or a file spells a name that a call made before. */
  private graphOf(roles: FileRoles): NameGraph {
    if (this.graph !== null && this.spellsUnspelt()) {
      this.mayExpand.evict();
      this.pasting.evict();
      this.graph = null;
    }
    if (this.graph?.of !== this.summaries) {
      const names = nameGraph(this.store, [...this.summaries], this.pasting, roles);
      this.graph = { of: this.summaries, names };
      // Few calls are expanded after this.
      this.mayExpand.evict();
      this.pasting.endReadPhase();
    }
    this.namesSeen = this.store.names.size;
    return this.graph.names;
  }
}
