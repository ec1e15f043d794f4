// The one engine that analyses states: steps go in; states with edges, facts and findings come out.
import type { Context } from '../base/context.js';
import type { CommitId } from '../base/id.js';
import { prefetch } from '../base/prefetch.js';
import { INDEXED_TEXTS } from '../edge/export-index.js';
import { type EdgeQuery, EVERY_MODULE, isAboutAll } from '../edge/query.js';
import type { Repository } from '../git/repository.js';
import { GitWordSearch } from '../git/word-search.js';
import type { Finding } from '../result/verdict.js';
import { Inspection } from './inspection.js';
import type { Inspectors } from './inspector.js';
import { type AnalysedState, type CommitSearch, StateAnalyser } from './state-analyser.js';
import { type CacheSettings, StateCache } from './state-cache.js';
import type { Step } from './step.js';
import { changesBetween } from './tree-difference.js';

/** What the engine works with, for all its runs. */
export interface StateEngineParts {
  readonly repository: Repository;
  readonly query: EdgeQuery;
  /** Where results are kept for the next program run; nothing is kept when undefined. */
  readonly cache?: CacheSettings | undefined;
  /** Threads that share the analysis of a commit when the query is about all modules; 1 when undefined. */
  readonly threads?: number | undefined;
}

/** One run over states: a base and what follows it. */
export interface StateRun {
  /** The base, then each state after it. An async source is read ahead of the analysis. */
  readonly steps: AsyncIterable<Step> | Iterable<Step>;
  /** Whose findings are wanted; none when undefined. */
  readonly inspectors?: Inspectors;
  /** Narrows a state to what the inspectors see of it; everything when undefined. */
  readonly view?: (state: AnalysedState) => AnalysedState;
  /** Stands before the label in progress messages (`v2 `). */
  readonly name?: string;
}

/** A step with its edges, facts and findings. */
export interface State extends Step, AnalysedState {
  readonly findings: readonly Finding[];
}

/** Patches that git applies while a state is analysed; git does so in processes of its own. */
const PATCHES_AHEAD = 4;

const NO_INSPECTORS: Inspectors = { list: [], key: null };

async function* each(steps: StateRun['steps']): AsyncGenerator<Step> {
  yield* steps;
}

/** Whether named modules are asked for their edges to all modules. */
const asksFewOfAll = ({ directions, includes }: EdgeQuery): boolean =>
  !includes && directions.every(({ from, to }) => from !== EVERY_MODULE && to === EVERY_MODULE);

/** The search among the modules that the texts of the tree name. */
const searchByText =
  ({ repository, query }: StateEngineParts): CommitSearch =>
  async (commit, context) => {
    const { Analyser } = await import('../edge/analyse.js');
    const tree = await repository.treeAt(commit, context);
    const words = new GitWordSearch(repository);
    const analyser = new Analyser(repository.reader, query, undefined, undefined, {
      exportLines: (context) => words.linesWith(tree, INDEXED_TEXTS, context),
      filesWith: (names, context) => words.filesWith(tree, names, context),
    });
    const { facts: _, ...found } = await analyser.analyse(tree, context);
    return { found, reading: { paths: new Uint32Array(), folders: [], listings: [], searched: true } };
  };

/** The search of a commit by its texts or by several threads; undefined where one thread reads all. */
const commitSearchOf = (parts: StateEngineParts): CommitSearch | undefined => {
  const { repository, query, threads = 1 } = parts;
  if (asksFewOfAll(query)) return searchByText(parts);
  // One thread finds all include edges.
  if (threads === 1 || query.includes || !isAboutAll(query)) return undefined;
  return async (commit, context) => {
    const { searchInShards } = await import('./shards.js');
    const { place, workPlace } = repository.scratch;
    const task = { place, workPlace, folder: repository.layout.folder, commit, query };
    const { reading, ...found } = await searchInShards(task, threads, context);
    return { found, reading };
  };
};

/**
 * Analyses runs over states, one run at a time, for one query. It keeps what it has read, so a second run over the same or
 * a near base costs what differs: the base of the last run is not analysed again. With a cache, states and findings of
 * earlier program runs cost nothing.
 */
export class StateEngine {
  private readonly cache: StateCache | undefined;
  private readonly analyser: StateAnalyser;
  /** The step that the analyser was given last. */
  private last: Step | null = null;
  private base: { readonly commit: CommitId; readonly found: AnalysedState } | null = null;

  constructor(parts: StateEngineParts) {
    const { repository, query, cache } = parts;
    this.cache = cache === undefined ? undefined : new StateCache(cache, query);
    this.analyser = new StateAnalyser({
      blobs: repository.reader,
      query,
      cache: this.cache,
      searchCommit: commitSearchOf(parts),
    });
  }

  /**
   * The states of a run, in order, each as soon as it is analysed.
   * @throws UserError `input` when the base makes no module of a queried name, and what the steps throw.
   */
  async *states(run: StateRun, context: Context): AsyncGenerator<State> {
    const { steps, inspectors = NO_INSPECTORS, view = (state) => state, name = '' } = run;
    const inspection = new Inspection(inspectors, this.cache);
    let before: Step | null = null;
    for await (const step of prefetch(each(steps), PATCHES_AHEAD)) {
      context.signal.throwIfAborted();
      context.progress(`analyse ${name}${step.label}`);
      const found = await (before === null
        ? this.analyseBase(step, context)
        : this.analyse(step, before, context));
      before = step;
      const findings = await inspection.inspect({ ...step, ...view(found) }, context);
      yield { ...step, ...found, findings };
    }
  }

  /**
   * One state alone, without findings.
   * @throws UserError as `states`.
   */
  async state(step: Step, context: Context): Promise<Step & AnalysedState> {
    return { ...step, ...(await this.analyseBase(step, context)) };
  }

  private async analyseBase(step: Step, context: Context): Promise<AnalysedState> {
    const { commit } = step;
    if (commit !== undefined && this.base?.commit === commit) return this.base.found;
    const found = await this.analyse(step, null, context);
    if (commit !== undefined) this.base = { commit, found };
    return found;
  }

  /** Moves the analyser to a step: by the step's own changes from `before`, else by what differs from its last state. */
  private async analyse(step: Step, before: Step | null, context: Context): Promise<AnalysedState> {
    const { last } = this;
    const follows = last === null || last === before;
    const changes = follows ? step.changes : changesBetween(await last.tree(), await step.tree());
    this.last = step;
    return this.analyser.next({ ...step, changes }, context);
  }
}
