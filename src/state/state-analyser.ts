// The edges of one state after another: from disk where they were found before, from the state before where the changes
// do not concern it, else by analysis. What the analysis knows beyond edges is found out when somebody asks.
import type { Context } from '../base/context.js';
import { onceOnly } from '../base/once.js';
import type { Analyser, Analysis, TreeFacts } from '../edge/analyse.js';
import type { EdgeQuery } from '../edge/query.js';
import { meansVmlinux } from '../edge/vmlinux.js';
import type { BlobReader } from '../git/tree.js';
import { stateAfterCutoff } from './cutoff.js';
import { isConcerned, ReadSetRecorder } from './read-set.js';
import type { Found, KnownState, StateCache } from './state-cache.js';
import type { Step } from './step.js';

/** A state of which is known what an analysis finds. */
export interface AnalysedState extends Found {
  /** What the analysis knows of the tree; it is analysed for this when the rest came from elsewhere. */
  readonly facts: () => Promise<TreeFacts>;
}

/** Analyses kept for those who ask for facts: of a state and of the one before. Each holds some megabytes. */
const KEPT_ANALYSES = 2;

/** Source that was read and is not yet known to the next run; less than this is read again faster than all is written. */
const WORTH_KEEPING = 4 * 1024 * 1024;

/**
 * Whether edges come of names alone. Which headers are a module's own hangs on all that they declare, and what the
 * optimiser may drop of the image's on more than names.
 */
const isOfNamesAlone = ({ includes, directions }: EdgeQuery): boolean =>
  !includes && !directions.some(({ from, to }) => meansVmlinux(from) || meansVmlinux(to));

/** What makes a state, without the names that people have for it. */
export type StateSource = Pick<Step, 'changes' | 'tree' | 'treeId'>;

export class StateAnalyser {
  /** Its code takes a while to load, and a run that finds everything on disk needs none of it. */
  private readonly analyser: () => Promise<Analyser>;
  private readonly reader = new ReadSetRecorder();
  /** For each state so far, the paths that differ from the one before. */
  private readonly touched: (readonly string[])[] = [];
  /** Number of the state that was analysed last. */
  private analysed = -1;
  /** The analyser goes from state to state: one at a time. */
  private busy: Promise<unknown> = Promise.resolve();
  private readonly analyses = new Map<number, Promise<Analysis>>();
  private before: KnownState | undefined;

  constructor(
    private readonly blobs: BlobReader,
    private readonly query: EdgeQuery,
    private readonly cache: StateCache | undefined,
  ) {
    this.analyser = onceOnly(async () => {
      const [{ Analyser }, known] = await Promise.all([import('../edge/analyse.js'), cache?.headStart()]);
      return new Analyser(blobs, query, known);
    });
  }

  /**
   * The edges of the next state.
   * @throws UserError `input` when the tree makes no module of a queried name.
   */
  async next(source: StateSource, context: Context): Promise<AnalysedState> {
    const number = this.touched.push(source.changes.map(({ path }) => path)) - 1;
    const analysis = (): Promise<Analysis> => this.analysisOf(source, number, context);
    const facts = async (): Promise<TreeFacts> => (await analysis()).facts;
    if (this.cache === undefined) return { ...(await analysis()), facts };
    const treeId = await source.treeId();
    let state = await this.cache.state(treeId);
    if (state === undefined) {
      const { before } = this;
      if (before !== undefined && !isConcerned(before.reading, source.changes)) state = before;
      else state = (before && (await stateAfterCutoff(before, source.changes, this.blobs))) ?? undefined;
      if (state === undefined) {
        const { facts: _, ...found } = await analysis();
        const names = isOfNamesAlone(this.query) ? (await this.analyser()).namesAsked() : null;
        state = { found, reading: this.reader.reading(), names };
      }
      await this.cache.keepState(treeId, state);
    }
    this.before = state;
    return { ...state.found, facts };
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
    // Forward or back over several states: whatever changed on the way may differ.
    const touched = new Set(this.touched.slice(from + 1, to + 1).flat());
    const analyser = await this.analyser();
    const analysis = await analyser.analyse(this.reader.over(tree, touched), context);
    if (this.analysed < 0 && analyser.bytesRead > WORTH_KEEPING)
      await this.cache?.keepHeadStart(analyser.headStart());
    this.analysed = number;
    return analysis;
  }
}
