// The whole flow, read top to bottom: mail and tree in, states one after the other, verdict out.
import { type Context, quietContext } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { CommitId } from '../base/id.js';
import { prefetch } from '../base/prefetch.js';
import { readExcerpts, type StateTree } from '../check/excerpt.js';
import { answerTo, type Guard, guardedQuery } from '../check/guard/enforce.js';
import { type GuardableState, type GuardVerdict, guardStates } from '../check/guard/guard-states.js';
import { readGuard } from '../check/guard/read-guard.js';
import { INSPECTORS } from '../check/inspect/index.js';
import { Inspection } from '../check/inspect/inspection.js';
import { requireClaim } from '../check/opaque-claim.js';
import { judge } from '../check/policy.js';
import { patchesToApply, requireWhole, seriesFindings, summariseSeries } from '../check/series-finding.js';
import { compareStates, type StateFacts } from '../check/state.js';
import type { CommitRange } from '../git/commit-range.js';
import { searchOf } from '../git/grep.js';
import type { Repository } from '../git/repository.js';
import {
  type CheckResult,
  type FailOn,
  type Finding,
  type OntoBranch,
  SCHEMA_VERSION,
} from '../result/verdict.js';
import type { Series } from '../series/series.js';
import { StateAnalyser } from '../state/state-analyser.js';
import { StateCache } from '../state/state-cache.js';
import { commitSteps, patchSteps, type Step } from '../state/step.js';
import { type GuardRequest, isPartial, openTree, pairOf, queryOf } from './request.js';
import type { SeriesSource } from './series.js';

export interface CheckRequest extends GuardRequest {
  /**
   * A series as `parseSeries` gives it, bytes of mail, or what `openSource` opens: an mbox, a Maildir, a folder of
   * patches, `-`. Without it, commits are checked.
   */
  readonly series?: SeriesSource | Series | Promise<Series>;
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
  /** `policy` when absent and the tree has one, else `failOnWithoutPolicy`. */
  readonly failOn?: FailOn;
  /** `remaining` when absent. */
  readonly failOnWithoutPolicy?: FailOn;
  /** Only edges and the verdict, with no finding and no code around them: what a hook asks. */
  readonly edgesOnly?: boolean;
  /** The repository of `tree`, where the caller has opened it. It stays open. */
  readonly repository?: Repository;
  /** Also tell the exports of the asked modules that nothing uses although the series did not touch them. */
  readonly allOrphans?: boolean;
  /** Called when a state has been analysed; what the benchmark measures by. */
  readonly onState?: (label: string) => void;
}

const isSource = (series: SeriesSource | Series | Promise<Series>): series is SeriesSource =>
  typeof series === 'string' || series instanceof Uint8Array;

const seriesOf = async (request: CheckRequest, context: Context): Promise<Series | undefined> => {
  if (request.series === undefined) return undefined;
  context.progress('read mail');
  const { workingFolder = '.', standardInput } = request;
  const [{ parseSeries }, { looksDamaged }] = await Promise.all([
    import('./series.js'),
    import('../repair/series.js'),
  ]);
  const options = { workingFolder, ...(standardInput === undefined ? {} : { standardInput }) };
  const series = isSource(request.series)
    ? await parseSeries(request.series, options, context)
    : await request.series;
  if (!looksDamaged(series)) requireWhole(series);
  return series;
};

/** The series as it can be applied: white space that was lost on its way is rebuilt on the base, and findings say so. */
const rebuilt = async (
  series: Series,
  base: CommitId,
  repository: Repository,
  context: Context,
): Promise<Series> => {
  const { wholeSeries } = await import('../repair/series.js');
  const whole = await wholeSeries(series, base, repository, context);
  requireWhole(whole);
  return whole;
};

/** The commit to begin with, and the states from there on. */
interface Plan {
  readonly base: CommitId | null;
  /** The branches that it was chosen from. */
  readonly onto?: readonly OntoBranch[];
  readonly series?: Series;
  /** How many states there will be. */
  readonly count: number;
  readonly steps: AsyncIterable<Step>;
  /**
   * The commit whose policy counts. Of commits it is the last: who takes an edge away takes it out of the baseline in the
   * same commit. Of a received series it is the base that the user named, else HEAD: mail does not say by which rules it
   * is judged.
   */
  readonly guardedBy: CommitId | null;
}

/** Begins to read the base's tree, which takes longest of all that has to be known before an analysis can begin. */
const readAhead = (repository: Repository, base: CommitId, context: Context): void => {
  // Who asks for the tree is told why there is none.
  repository.treeAt(base, context).catch(() => {});
};

const planOf = async (
  repository: Repository,
  sent: Series | undefined,
  request: CheckRequest,
  context: Context,
): Promise<Plan> => {
  if (sent === undefined) {
    const { range: given } = request;
    const range = typeof given === 'object' ? given : await repository.commitsOf(given, context);
    const guardedBy = range.commits.at(-1)?.id ?? range.base;
    // What is kept of the states may need no tree at all.
    if (request.cache === undefined && range.base !== null) readAhead(repository, range.base, context);
    const count = range.commits.length + 1;
    return { base: range.base, count, steps: commitSteps(repository, range, context), guardedBy };
  }
  const [{ reportBase }, { chooseBase, reportOnto }] = await Promise.all([
    import('../check/series-base.js'),
    import('../check/series-onto.js'),
  ]);
  const found = await chooseBase(repository, sent, request, true, context);
  reportBase(found, context);
  reportOnto(found, context);
  readAhead(repository, found.commit, context);
  const series = await rebuilt(sent, found.commit, repository, context);
  const patches = patchesToApply(series);
  const count = patches.length + 1;
  const steps = patchSteps(repository, found.commit, patches, context);
  const guardedBy = found.guess === null ? found.commit : await repository.resolve('HEAD', context);
  const onto = found.onto === null ? {} : { onto: found.onto };
  return { base: found.commit, ...onto, series, count, steps, guardedBy };
};

/** Patches that git applies while a state is analysed: it does so in processes of its own. */
const PATCHES_AHEAD = 4;

/** The states as they are shown, the same with the edges that only the policy is about, and what was found. */
interface Analysed {
  readonly states: readonly StateTree[];
  readonly guardable: readonly GuardableState[];
  readonly findings: readonly Finding[];
}

/** @param begin called when the first state is there: git has the time for something else. */
const analyseSteps = async (
  repository: Repository,
  { base, count, steps }: Plan,
  request: CheckRequest,
  guard: Guard | null,
  begin: () => void,
  context: Context,
): Promise<Analysed> => {
  const query = queryOf(request);
  const opaque = (request.opaque ?? []).map(requireClaim);
  const { allOrphans = false } = request;
  const filesWith = searchOf(repository, base);
  const setting = { repository, query, opaque, filesWith, states: count, allOrphans };
  const asked = answerTo(query);
  const whole = guard === null ? query : guardedQuery(query, guard);
  const cache = request.cache === undefined ? undefined : new StateCache(request.cache, whole);
  const analyser = new StateAnalyser(repository.reader, whole, cache);
  const inspection = new Inspection(request.edgesOnly ? [] : INSPECTORS, setting, cache);
  const states: StateTree[] = [];
  const guardable: GuardableState[] = [];
  const findings: Finding[] = [];
  for await (const step of prefetch(steps, PATCHES_AHEAD)) {
    context.signal.throwIfAborted();
    if (states.length === 0) begin();
    context.progress(`analyse ${step.label}`);
    const found = await analyser.next(step, context);
    const state = { ...step, ...(guard === null ? found : asked(found)) };
    findings.push(...(await inspection.inspect(state, context)));
    states.push(state);
    guardable.push({ ...step, ...found });
    request.onState?.(step.label);
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
  return request.failOn ?? (guarded ? 'policy' : (request.failOnWithoutPolicy ?? 'remaining'));
};

const refusals = (facts: readonly StateFacts[]): readonly Finding[] =>
  facts.flatMap(({ label, failures }) =>
    failures.map(({ path, hunk, message, line }) => ({
      kind: 'patch-unapplied' as const,
      severity: 'error' as const,
      message: `does not apply${hunk === null ? '' : ` at ${hunk}`}: ${message}`,
      state: label,
      path,
      ...(line === undefined ? {} : { line }),
    })),
  );

/** Opens the repository while mail is read, and begins to read the tree that most series are for. */
const openBeside = (request: CheckRequest, context: Context): Promise<Repository> => {
  const opening =
    request.repository === undefined ? openTree(request, context) : Promise.resolve(request.repository);
  const { series, base = 'HEAD', onto } = request;
  const begin = async (): Promise<void> => {
    if (series === undefined || onto !== undefined) return;
    const [repository, { AUTO_BASE }] = await Promise.all([opening, import('../check/series-base.js')]);
    const revision = base === AUTO_BASE ? 'HEAD' : base;
    readAhead(repository, await repository.resolve(revision, context), context);
  };
  // Mail that cannot be read is told first, and who asks for the tree is told why there is none.
  begin().catch(() => {});
  return opening;
};

/**
 * Applies a series patch by patch (or walks commits) and says which edges exist at each state.
 * @throws UserError `input` when mail, tree or module names are not what they have to be; `environment` when git or
 *   the file system fails. A patch that does not apply is in the result.
 */
export const checkSeries = async (
  request: CheckRequest,
  context: Context = quietContext(),
): Promise<CheckResult> => {
  const opening = openBeside(request, context);
  // A series that is still being read may fail before anybody waits for it.
  if (request.series instanceof Promise) request.series.catch(() => {});
  try {
    const sent = await seriesOf(request, context);
    const repository = await opening;
    const plan = await planOf(repository, sent, request, context);
    const { series } = plan;
    const review = series && (await import('../series/review.js')).reviewSeries(series);
    const guard =
      plan.guardedBy &&
      (await readGuard(repository, plan.guardedBy, request, queryOf(request).directions, context));
    const failOn = failOnOf(request, guard !== null);
    let uncommitted = Promise.resolve(false);
    const begin = (): void => {
      if (request.edgesOnly) return;
      uncommitted = repository.hasUncommittedChanges(context);
      // It runs beside the analysis; when that fails first, this failure has nobody to tell.
      uncommitted.catch(() => {});
    };
    const analysed = await analyseSteps(repository, plan, request, guard, begin, context);
    const { states: facts, findings } = analysed;
    // The baseline that a user names is not the one that a series changes.
    const seriesReader = series === undefined || request.baseline !== undefined ? null : repository.reader;
    const setting = { partial: isPartial(request), seriesReader };
    const guarded: GuardVerdict | null = guard && (await guardStates(guard, analysed.guardable, setting));
    const excerpts = request.edgesOnly ? [] : await readExcerpts(facts, findings, repository.reader);
    if (await uncommitted) {
      context.report({
        severity: 'note',
        code: 'uncommitted-changes',
        message: 'the tree has uncommitted changes; they are not read',
      });
    }
    const states = compareStates(facts);
    return {
      schemaVersion: SCHEMA_VERSION,
      between: pairOf(request),
      oneWay: request.oneWay ?? false,
      failOn,
      ...(plan.base === null ? {} : { base: plan.base }),
      ...(plan.onto === undefined ? {} : { onto: plan.onto }),
      ...(series && review ? { series: summariseSeries(series, review) } : {}),
      states,
      findings: [
        ...refusals(facts),
        ...(guarded?.findings ?? []),
        ...findings,
        ...(series && review ? seriesFindings(series, review) : []),
      ],
      excerpts,
      verdict: judge(states, failOn, guarded?.outcome),
    };
  } finally {
    const close = ({ dispose }: Repository): void => dispose();
    if (request.repository === undefined) await opening.then(close, () => {});
  }
};
