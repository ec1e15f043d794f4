// The symbol analysis of many series: they stand on few bases, so a base is analysed once and each series is laid over
// it. The analyser goes from the end of one series to the beginning of the next by what differs between the two.
import type { Context } from '../../base/context.js';
import type { CommitId } from '../../base/id.js';
import type { EdgeQuery } from '../../edge/query.js';
import type { GitTree } from '../../git/git-tree.js';
import { searchOf } from '../../git/grep.js';
import type { Repository } from '../../git/repository.js';
import { isSameEntry, type TreeChange } from '../../git/tree-entry.js';
import type { TriagedLinks } from '../../result/triage.js';
import type { Finding } from '../../result/verdict.js';
import { type AnalysedState, StateAnalyser } from '../../state/state-analyser.js';
import { type CacheSettings, StateCache } from '../../state/state-cache.js';
import type { Step } from '../../state/step.js';
import { INSPECTORS } from '../inspect/index.js';
import { Inspection } from '../inspect/inspection.js';
import { compareEdges } from '../state.js';

/** Paths of a state that are not those of its base. */
type Changed = ReadonlySet<string>;

const NOTHING: Changed = new Set();

interface Visited {
  readonly base: CommitId;
  readonly tree: GitTree;
  readonly changed: Changed;
}

/** Paths that differ between two trees: a walk over both, for when the next base is another commit. */
const differences = (a: GitTree, b: GitTree): Changed => {
  const found = new Set<string>();
  for (const path of a.paths()) if (a.blobAt(path) !== b.blobAt(path)) found.add(path);
  for (const path of b.paths()) if (a.blobAt(path) === undefined) found.add(path);
  return found;
};

const changesAt = (paths: Iterable<string>, a: GitTree, b: GitTree): readonly TreeChange[] =>
  [...paths].flatMap((path) => {
    const [before, after] = [a.entryAt(path) ?? null, b.entryAt(path) ?? null];
    return isSameEntry(before, after) ? [] : [{ path, before, after }];
  });

const changesBetween = (from: Visited | null, to: Visited): readonly TreeChange[] => {
  if (from === null) return [];
  const paths =
    from.base === to.base ? new Set([...from.changed, ...to.changed]) : differences(from.tree, to.tree);
  return changesAt(paths, from.tree, to.tree);
};

export class SharedAnalysis {
  private readonly cache: StateCache | undefined;
  private readonly analyser: StateAnalyser;
  private base: { readonly commit: CommitId; readonly state: Step & AnalysedState } | null = null;
  private last: Visited | null = null;

  constructor(
    private readonly repository: Repository,
    private readonly query: EdgeQuery,
    cache: CacheSettings | undefined,
  ) {
    this.cache = cache === undefined ? undefined : new StateCache(cache, query);
    this.analyser = new StateAnalyser(repository.reader, query, this.cache);
  }

  /**
   * The edges and links of one series. One call at a time; those of one base best after one another.
   * @param steps the base, then the state after each patch, all of which applied.
   * @throws UserError `input` when the base makes no module of a queried name.
   */
  async linksOf(base: CommitId, steps: readonly Step[], context: Context): Promise<TriagedLinks> {
    const [first, ...patches] = steps;
    if (first === undefined) throw new Error('a series has at least its base state');
    const begin = await this.baseState(base, first, context);
    const filesWith = searchOf(this.repository, base);
    const asked = { opaque: [], states: steps.length, allOrphans: false };
    const setting = { repository: this.repository, query: this.query, filesWith, ...asked };
    const inspection = new Inspection(INSPECTORS, setting, this.cache);
    await inspection.inspect(begin, context);
    const findings: Finding[] = [];
    let { edges } = begin;
    const changed = new Set<string>();
    for (const step of patches) {
      context.signal.throwIfAborted();
      for (const { path } of step.changes) changed.add(path);
      const state = await this.stateOf(base, step, new Set(changed), context);
      findings.push(...(await inspection.inspect(state, context)));
      edges = state.edges;
    }
    const { added, removed } = compareEdges(begin.edges, edges);
    return {
      removed: removed.length,
      added: added.length,
      remaining: edges.length,
      broken: findings.flatMap(({ severity, state, message }) =>
        severity === 'error' && state !== undefined ? [{ patch: state, message }] : [],
      ),
    };
  }

  private async baseState(commit: CommitId, step: Step, context: Context): Promise<Step & AnalysedState> {
    if (this.base?.commit === commit) return this.base.state;
    const state = await this.stateOf(commit, step, NOTHING, context);
    this.base = { commit, state };
    return state;
  }

  private async stateOf(
    base: CommitId,
    step: Step,
    changed: Changed,
    context: Context,
  ): Promise<Step & AnalysedState> {
    const now = { base, tree: await step.tree(), changed };
    const changes = changesBetween(this.last, now);
    this.last = now;
    return { ...step, ...(await this.analyser.next({ ...step, changes }, context)) };
  }
}
