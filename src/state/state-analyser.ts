// The edges of one state after another: from the cache, else from the state before when the changes do not concern it,
// else by analysis.
import type { Context } from '../base/context.js';
import type { CommitId } from '../base/id.js';
import { onceOnly } from '../base/once.js';
import type { Analyser, Analysis, TreeFacts } from '../edge/analyse.js';
import type { EdgeQuery } from '../edge/query.js';
import { meansVmlinux } from '../edge/vmlinux.js';
import type { BlobReader } from '../git/tree.js';
import { stateAfterCutoff } from './cutoff.js';
import { isConcerned, ReadSetRecorder } from './read-set.js';
import type { Found, KnownState, StateCache } from './state-cache.js';
import type { Step } from './step.js';

/** A state with its edges. */
export interface AnalysedState extends Found {
  /** The facts of the analysis. They are not cached: the state is analysed for them when its edges come from elsewhere. */
  readonly facts: () => Promise<TreeFacts>;
}

/** Analyses that are kept for their facts: of a state and of the one before. Each takes some megabytes. */
const KEPT_ANALYSES = 2;

/** Bytes of new source that are worth a warm start; a run reads less than this again faster than it writes everything. */
const WORTH_KEEPING = 4 * 1024 * 1024;

/**
 * Whether edges depend on names alone. A module's own headers depend on all that they declare, and what the optimiser may
 * drop from the image depends on more than names.
 */
const dependsOnNamesAlone = ({ includes, directions }: EdgeQuery): boolean =>
  !includes && !directions.some(({ from, to }) => meansVmlinux(from) || meansVmlinux(to));

/** What makes a state, without its label. `changes` lead from the state that was given before it. */
export type StateSource = Pick<Step, 'changes' | 'tree' | 'treeId' | 'commit'>;

/** Finds the edges of one commit in several threads. */
export type CommitSearch = (commit: CommitId, context: Context) => Promise<Omit<KnownState, 'names'>>;

/** What a state analyser works with. */
export interface StateAnalyserParts {
  readonly blobs: BlobReader;
  readonly query: EdgeQuery;
  /** Nothing is cached when undefined. */
  readonly cache: StateCache | undefined;
  /** Analyses the states that are commits instead of this thread. */
  readonly searchCommit?: CommitSearch | undefined;
}

/** A state that was analysed just now. The read set and the names cost time: they are made only for the cache. */
interface FreshState {
  readonly found: Found;
  readonly known: () => Promise<KnownState>;
}

/**
 * Analyses the states that it is given, one call at a time. It owns the one `Analyser` of a run, which moves from state to
 * state, forward or back, by the changes between them.
 */
export class StateAnalyser {
  /** Loaded on first use: a run that finds every state in the cache needs none of its code. */
  private readonly analyser: () => Promise<Analyser>;
  private readonly reader = new ReadSetRecorder();
  /** For each state so far, the paths that differ from the one before. */
  private readonly touched: (readonly string[])[] = [];
  /** Number of the state that was analysed last. */
  private analysed = -1;
  /** The analyser goes from state to state: one at a time. */
  private busy: Promise<unknown> = Promise.resolve();
  private readonly analyses = new Map<number, Promise<Analysis>>();
  /** The state before the next one; undefined when its edges are not known. */
  private before: KnownState | undefined;

  constructor(private readonly parts: StateAnalyserParts) {
    const { blobs, query, cache } = parts;
    this.analyser = onceOnly(async () => {
      const [{ Analyser }, known] = await Promise.all([import('../edge/analyse.js'), cache?.warmStart()]);
      return new Analyser(blobs, query, known);
    });
  }

  /**
   * The edges of the next state.
   * @throws UserError `input` when the tree makes no module of a queried name. The state counts as given all the same.
   */
  async next(source: StateSource, context: Context): Promise<AnalysedState> {
    const { cache } = this.parts;
    const number = this.touched.push(source.changes.map(({ path }) => path)) - 1;
    const facts = async (): Promise<TreeFacts> => (await this.analysisOf(source, number, context)).facts;
    if (cache === undefined) return { ...(await this.fresh(source, number, context)).found, facts };
    const { before } = this;
    // When this state fails, the next one must not be taken for a successor of the one before it.
    this.before = undefined;
    const treeId = await source.treeId();
    let state = await cache.state(treeId);
    if (state === undefined) {
      state =
        (before && (await this.withoutAnalysis(before, source))) ??
        (await (await this.fresh(source, number, context)).known());
      await cache.keepState(treeId, state);
    }
    this.before = state;
    return { ...state.found, facts };
  }

  /** The state as its changes leave the one before; null when it has to be analysed. */
  private async withoutAnalysis(before: KnownState, { changes }: StateSource): Promise<KnownState | null> {
    return isConcerned(before.reading, changes)
      ? stateAfterCutoff(before, changes, this.parts.blobs)
      : before;
  }

  private async fresh(source: StateSource, number: number, context: Context): Promise<FreshState> {
    const { query, searchCommit } = this.parts;
    if (searchCommit !== undefined && source.commit !== undefined) {
      const { found, reading } = await searchCommit(source.commit, context);
      return { found, known: async () => ({ found, reading, names: null }) };
    }
    const { facts: _, ...found } = await this.analysisOf(source, number, context);
    return {
      found,
      known: async () => ({
        found,
        reading: this.reader.reading(),
        names: dependsOnNamesAlone(query) ? (await this.analyser()).namesAsked() : null,
      }),
    };
  }

  private analysisOf(source: StateSource, number: number, context: Context): Promise<Analysis> {
    const known = this.analyses.get(number);
    if (known !== undefined) return known;
    const turn = this.busy.then(() => this.analyse(source, number, context));
    this.busy = turn.catch(() => this.analyses.delete(number));
    this.analyses.set(number, turn);
    const [oldest] = this.analyses.keys();
    if (this.analyses.size > KEPT_ANALYSES && oldest !== undefined) this.analyses.delete(oldest);
    return turn;
  }

  private async analyse(source: StateSource, number: number, context: Context): Promise<Analysis> {
    const tree = await source.tree();
    const [from, to] = [Math.min(this.analysed, number), Math.max(this.analysed, number)];
    // Forward or back over several states: every path that changed on the way may differ.
    const touched = new Set(this.touched.slice(from + 1, to + 1).flat());
    const analyser = await this.analyser();
    const analysis = await analyser.analyse(this.reader.over(tree, touched), context);
    if (this.analysed < 0 && analyser.bytesRead > WORTH_KEEPING)
      await this.parts.cache?.keepWarmStart(analyser.warmStart());
    this.analysed = number;
    return analysis;
  }
}
