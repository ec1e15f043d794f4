// What macros do, and which names can lead to a target: found out once for a series, as long as no patch changes it.
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

/** Names that calls make which are kept before anybody asks: some ten megabytes. */
const MOST_AHEAD = 1 << 17;

interface KnownLive {
  readonly targets: ReadonlySet<NameId>;
  readonly live: ReachingNames;
}

export class MacroKnowledge {
  /** Macros that come to an export. */
  readonly exporting: ReadonlySet<NameId>;
  /** Macros that paste, export, or look a symbol up. */
  readonly expanded: ReadonlySet<NameId>;
  readonly loose: MayExpand;
  private readonly naming: PastingCalls;
  /** Files that others include: their macros are there for all. */
  private readonly shared = new Set<SummaryIndex>();
  private graph: { readonly of: ReadonlySet<SummaryIndex>; readonly names: NameGraph } | null = null;
  /** Names below this number are known to what calls make. */
  private namesSeen = 0;
  private readonly live = new Map<number, KnownLive>();
  /** By file, the symbols that it may export. */
  private readonly exports = new Map<SummaryIndex, readonly NameId[]>();
  /** Files that came since the live names of a direction were found. */
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
    this.loose = new MayExpand(store, this.expanded, (index) => this.shared.has(index));
    this.naming = new PastingCalls(store, this.loose);
  }

  /**
   * The same knowledge for a state in which files took the place of others; a new one when they change what macros do.
   * @param replaced for each new file the one that it replaces, undefined for one that is new.
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
    if (!same || !taken || this.spellsMissing()) return new MacroKnowledge(this.store, summaries, roles);
    for (const index of shared) this.shared.add(index);
    this.loose.filesChanged();
    for (const direction of this.live.keys())
      this.unseen.set(direction, [...(this.unseen.get(direction) ?? []), ...added]);
    this.summaries = new Set([...this.summaries, ...added]);
    return this;
  }

  /** The symbols that a file may export: a superset of what any configuration makes of it. */
  exportsIn(index: SummaryIndex): readonly NameId[] {
    let found = this.exports.get(index);
    if (found === undefined) {
      found = exportCandidates(this.store, index, this.exporting, this.loose);
      this.exports.set(index, found);
    }
    return found;
  }

  /** Whether a name came that some call made before any file spelt it. */
  private spellsMissing(): boolean {
    const { names } = this.store;
    for (; this.namesSeen < names.size; this.namesSeen++)
      if (this.naming.mayMake(names.textOf(this.namesSeen))) return true;
    return false;
  }

  /** The names that any answer so far was about. */
  *names(): Iterable<NameId> {
    yield* this.exporting;
    yield* this.expanded;
    for (const { targets, live } of this.live.values()) {
      yield* targets;
      yield* live.names;
      yield* live.implying;
      yield* live.makers.keys();
    }
  }

  /**
   * Says what all directions will be asked for. Names that imply a target are spelt out then, and what calls make is found
   * out anew for those that come later.
   */
  announceQueries(directions: Iterable<ReadonlySet<NameId>>): void {
    for (const targets of directions) implyingNames(this.store, targets);
  }

  /**
   * Takes calls apart that any question will ask for, those of a file in each piece: of headers, which have to be kept
   * together, and of other files until they are too many to be kept.
   */
  *takeCallsApart({ isHeader }: FileRoles): Iterable<void> {
    let names = 0;
    for (const headers of [true, false])
      for (const index of this.summaries) {
        if (isHeader(index) !== headers) continue;
        if (names > MOST_AHEAD) return;
        const calls = this.naming.makingCalls(index);
        if (!headers) for (const { outcome } of calls) names += outcome.named.length;
        yield;
      }
  }

  /** The names that can lead to a target of a direction. */
  liveFor(direction: number, targets: ReadonlySet<NameId>, roles: FileRoles): ReachingNames {
    const known = this.live.get(direction);
    const added = this.unseen.get(direction) ?? [];
    this.unseen.delete(direction);
    const kept =
      known?.targets === targets
        ? extendReachingNames(this.store, added, known.live, this.naming, roles)
        : null;
    const live = kept ?? this.leadingTo(targets, roles);
    this.live.set(direction, { targets, live });
    return live;
  }

  /** The names that can lead to these targets, found anew. */
  leadingTo(targets: ReadonlySet<NameId>, roles: FileRoles): ReachingNames {
    const implying = implyingNames(this.store, targets);
    return reachingNames(this.store, this.graphOf(roles), targets, implying, roles);
  }

  /** Lets go of all that only further questions would ask for. */
  evict(): void {
    this.graph = null;
    this.live.clear();
    this.loose.evict();
    this.naming.evict();
  }

  /** One graph for all directions, as long as no file comes and no name is spelt that some call made before. */
  private graphOf(roles: FileRoles): NameGraph {
    if (this.graph !== null && this.spellsMissing()) {
      this.loose.evict();
      this.naming.evict();
      this.graph = null;
    }
    if (this.graph?.of !== this.summaries) {
      const names = nameGraph(this.store, [...this.summaries], this.naming, roles);
      this.graph = { of: this.summaries, names };
      // Few calls are asked for after that.
      this.loose.evict();
      this.naming.endReadPhase();
    }
    this.namesSeen = this.store.names.size;
    return this.graph.names;
  }
}
