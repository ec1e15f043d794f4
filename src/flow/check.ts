// The flow of `check`: mail and tree in, states one after another, verdict out.
import { type Context, quietContext } from '../base/context.js';
import { edgeKey } from '../base/edge.js';
import { UserError } from '../base/error.js';
import { Started } from '../base/started.js';
import { readExcerpts, type StateTree } from '../check/excerpt.js';
import { answerTo, type Guard, guardedQuery } from '../check/guard/enforce.js';
import { type GuardableState, guardStates } from '../check/guard/guard-states.js';
import { readGuard } from '../check/guard/read-guard.js';
import { inspectorsOf } from '../check/inspect/index.js';
import { requireClaim } from '../check/opaque-claim.js';
import { type Plan, planRange } from '../check/plan.js';
import { quotesOf } from '../check/quote.js';
import { requireWhole, seriesFindings, summariseSeries } from '../check/series-finding.js';
import { compareStates, refusalFindings } from '../check/state.js';
import type { CommitRange } from '../git/commit-range.js';
import { searchOf } from '../git/grep.js';
import type { Repository } from '../git/repository.js';
import { DEFAULT_FAIL_ON, type Facts, judge } from '../result/judge.js';
import { type CheckResult, type FailOn, type Finding, SCHEMA_VERSION } from '../result/verdict.js';
import { reviewSeries } from '../series/review.js';
import type { Series } from '../series/series.js';
import { type State, StateEngine } from '../state/engine.js';
import { type GuardRequest, isPartial, openTree, pairOf, queryOf } from './request.js';
import type { SeriesSource } from './series.js';

/** Reads a series in the caller's own way, once, while the check opens the repository. */
type SeriesLoader = () => Promise<Series>;

/** What to check, besides the edges of the query. */
export interface CheckRequest extends GuardRequest {
  /**
   * A series as `parseSeries` gives it, a loader of one, bytes of mail, or what `openSource` opens: an mbox, a Maildir, a
   * folder of patches, `-`. Without it, commits are checked.
   */
  readonly series?: SeriesSource | Series | SeriesLoader;
  /** What `-` reads. */
  readonly standardInput?: AsyncIterable<Uint8Array>;
  /** `A..B`, or its commits; without it `@{upstream}..HEAD` when there is an upstream, else HEAD alone. */
  readonly range?: string | CommitRange;
  /** The commit that a series is applied to; found when absent, as with `auto`. */
  readonly base?: string;
  /** A glob of branches and tags (`origin/*`): all are tried, and the series is checked on the best. Instead of `base`. */
  readonly onto?: string;
  /** Claims that a struct is opaque to a module: `struct kvm@vfio`. */
  readonly opaque?: readonly string[];
  /** `DEFAULT_FAIL_ON` when absent. */
  readonly failOn?: FailOn;
  /** Without code around the places, and without a look at the work tree: what a hook needs. */
  readonly edgesOnly?: boolean;
  /** Also report unused exports of the asked modules that the series did not touch. */
  readonly allOrphans?: boolean;
}

/**
 * Opens the repository, and starts to read the tree that most series are for: reading it takes longer than anything else
 * that has to be known before an analysis can begin.
 */
const openForCheck = async (request: CheckRequest, context: Context): Promise<Repository> => {
  const repository = await openTree(request, context);
  const { series, base, onto } = request;
  if (series === undefined || onto !== undefined) return repository;
  try {
    const { AUTO_BASE } = await import('../check/series-base.js');
    const revision = base === undefined || base === AUTO_BASE ? 'HEAD' : base;
    repository.prefetchTree(await repository.resolve(revision, context), context);
    return repository;
  } catch (error) {
    repository.dispose();
    throw error;
  }
};

const readSeries = async (
  given: SeriesSource | Series | SeriesLoader,
  { workingFolder = '.', standardInput }: CheckRequest,
  context: Context,
): Promise<Series> => {
  if (typeof given === 'function') return given();
  if (typeof given !== 'string' && !(given instanceof Uint8Array)) return given;
  const { parseSeries } = await import('./series.js');
  const options = { workingFolder, ...(standardInput === undefined ? {} : { standardInput }) };
  return parseSeries(given, options, context);
};

/**
 * The series of a request; undefined when the request is about commits.
 * @throws UserError `input` when there is none, or it is neither whole nor damaged in a way that can be repaired.
 */
const loadSeries = async (request: CheckRequest, context: Context): Promise<Series | undefined> => {
  if (request.series === undefined) return undefined;
  context.progress('read mail');
  const [series, { looksDamaged }] = await Promise.all([
    readSeries(request.series, request, context),
    import('../repair/series.js'),
  ]);
  if (!looksDamaged(series)) requireWhole(series);
  return series;
};

/**
 * The base of a check and the states from there on.
 * @throws UserError as `planRange` and `planSeries`.
 */
export const planCheck = async (
  repository: Repository,
  series: Series | undefined,
  request: CheckRequest,
  context: Context,
): Promise<Plan> => {
  if (series !== undefined) {
    const { planSeries } = await import('../check/series-plan.js');
    return planSeries(repository, series, request, context);
  }
  const plan = await planRange(repository, request.range, context);
  // With a cache, no tree may be needed at all.
  if (request.cache === undefined && plan.base !== null) repository.prefetchTree(plan.base, context);
  return plan;
};

/** The states of a plan, one by one, each with every edge that the guard is about. */
export const checkStates = (
  repository: Repository,
  plan: Plan,
  guard: Guard | null,
  request: CheckRequest,
  context: Context,
): AsyncGenerator<State> => {
  const asked = queryOf(request);
  const query = guard === null ? asked : guardedQuery(asked, guard);
  const engine = new StateEngine({ repository, query, cache: request.cache });
  const inspectors = inspectorsOf({
    repository,
    query: asked,
    opaque: (request.opaque ?? []).map(requireClaim),
    filesWith: searchOf(repository, plan.base),
    states: plan.count,
    allOrphans: request.allOrphans ?? false,
  });
  const view = guard === null ? {} : { view: answerTo(asked) };
  return engine.states({ steps: plan.steps, inspectors, ...view }, context);
};

/** The states as they are reported, the same for the guard with all of its edges, and the findings of both. */
interface CheckedStates {
  readonly states: readonly StateTree[];
  readonly guardable: readonly GuardableState[];
  readonly findings: readonly Finding[];
}

const analyse = async (
  repository: Repository,
  plan: Plan,
  guard: Guard | null,
  request: CheckRequest,
  context: Context,
): Promise<CheckedStates> => {
  const asked = guard === null ? (state: State) => state : answerTo(queryOf(request));
  const states: StateTree[] = [];
  const guardable: GuardableState[] = [];
  const findings: Finding[] = [];
  for await (const state of checkStates(repository, plan, guard, request, context)) {
    states.push({ ...state, ...asked(state) });
    guardable.push(state);
    findings.push(...state.findings);
  }
  return { states, guardable, findings };
};

/** The rule that the verdict follows. */
const failOnOf = (request: CheckRequest, guarded: boolean): FailOn => {
  if (request.failOn === 'policy' && !guarded) {
    throw new UserError('usage', 'the tree has no policy, so nothing can fail on it', {
      hint: 'commit a .kvm-vfio-series.json, or give --policy FILE (docs/policy.md)',
    });
  }
  return request.failOn ?? DEFAULT_FAIL_ON;
};

/** Whether the work tree has changes that are not read; git looks for them when it has read the base's tree. */
const hasUnreadChanges = async (repository: Repository, plan: Plan, context: Context): Promise<boolean> => {
  if (plan.series !== undefined && plan.base !== null) await repository.treeAt(plan.base, context);
  return repository.hasUncommittedChanges(context);
};

const reportUncommitted = (context: Context): void =>
  context.report({
    severity: 'note',
    code: 'uncommitted-changes',
    message: 'the tree has uncommitted changes; they are not read',
  });

/**
 * Checks a series, or the commits of the request without one, in an open repository, which stays open.
 * @throws UserError as `checkSeries`.
 */
export const checkIn = async (
  repository: Repository,
  sent: Series | undefined,
  request: CheckRequest,
  context: Context,
): Promise<CheckResult> => {
  const plan = await planCheck(repository, sent, request, context);
  const { series, base, onto, guardedBy } = plan;
  const review = series && reviewSeries(series);
  const { directions } = queryOf(request);
  const guard = guardedBy && (await readGuard(repository, guardedBy, request, directions, context));
  const failOn = failOnOf(request, guard !== null);
  const unread = request.edgesOnly ? null : new Started(() => hasUnreadChanges(repository, plan, context));
  const { states: facts, guardable, findings } = await analyse(repository, plan, guard, request, context);
  // A series changes the baseline of the tree, not one that the user gave.
  const seriesReader = series === undefined || request.baseline !== undefined ? null : repository.reader;
  const setting = { received: series !== undefined, partial: isPartial(request), seriesReader };
  const guarded = guard && (await guardStates(guard, guardable, setting));
  const excerpts = request.edgesOnly ? [] : await readExcerpts(facts, findings, repository.reader);
  if (await unread?.result()) reportUncommitted(context);
  const states = compareStates(facts);
  const result: Facts = {
    schemaVersion: SCHEMA_VERSION,
    between: pairOf(request),
    oneWay: request.oneWay ?? false,
    failOn,
    ...(base === null ? {} : { base }),
    ...(onto === undefined ? {} : { onto }),
    ...(series && review ? { series: summariseSeries(series, review) } : {}),
    states,
    findings: [
      ...refusalFindings(facts),
      ...(guarded?.findings ?? []),
      ...findings,
      ...(series && review ? seriesFindings(series, review) : []),
    ],
    ...(guarded ? { known: guarded.outcome.known.map(edgeKey) } : {}),
    excerpts,
    ...(series === undefined || request.edgesOnly ? {} : { quotes: quotesOf(series, states, findings) }),
  };
  return { ...result, verdict: judge(result) };
};

/**
 * Applies a series patch by patch (or walks commits) and reports which edges exist at each state. The repository is opened
 * while mail is read; mail that cannot be read is reported before a repository that cannot be opened.
 * @throws UserError `input` when mail, tree or module names are wrong; `environment` when git or the file system fails. A
 *   patch that does not apply is in the result.
 */
export const checkSeries = async (
  request: CheckRequest,
  context: Context = quietContext(),
): Promise<CheckResult> => {
  const opening = new Started(() => openForCheck(request, context));
  try {
    const sent = await loadSeries(request, context);
    return await checkIn(await opening.result(), sent, request, context);
  } finally {
    const opened = await opening.outcome();
    if (opened.status === 'fulfilled') opened.value.dispose();
  }
};
