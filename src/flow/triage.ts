// The flow of `triage`: mail in, every series in it. Each series is applied to its base, several at a time; then their
// edges are analysed, base by base; then each gets a row, in the order in which a maintainer can act on them.
import { type Context, quietContext } from '../base/context.js';
import { UserError } from '../base/error.js';
import { byCodeUnit } from '../base/order.js';
import { guardedQuery } from '../check/guard/enforce.js';
import { type GuardSource, readGuard } from '../check/guard/read-guard.js';
import { AUTO_BASE } from '../check/series-base.js';
import { type Choice, isChosen } from '../check/triage/choice.js';
import { byActionable } from '../check/triage/judge.js';
import { linksOf } from '../check/triage/link.js';
import { type ReadMail, readEverySeries } from '../check/triage/read-series.js';
import { rowOf, supersededRows, unreadRow } from '../check/triage/row.js';
import { type Trial, type Tried, trySeries } from '../check/triage/try-series.js';
import { secondsSince } from '../git/date.js';
import { matchRefs } from '../git/ref.js';
import type { Repository } from '../git/repository.js';
import {
  TRIAGE_SCHEMA_VERSION,
  type TriagedLinks,
  type TriageResult,
  type TriageRow,
} from '../result/triage.js';
import type { Series } from '../series/series.js';
import type { SourceOptions } from '../source/index.js';
import { StateEngine } from '../state/engine.js';
import { type EdgeRequest, pairOf, queryOf, withRepository } from './request.js';

/** The query of `triage`: the mail to read, the base to try and the edges to compare. */
export interface TriageRequest extends EdgeRequest, GuardSource {
  /** What `openSource` opens, any number: files, folders, Maildirs, message-ids. Each may hold many series. */
  readonly series: readonly string[];
  /** How mail is looked for, besides in files. */
  readonly source?: Partial<SourceOptions>;
  /** A revision, or `auto`: found for each series. `auto` when absent. */
  readonly base?: string;
  /** A glob of branches and tags; each series is tried on all of them. */
  readonly onto?: string;
  /** Whether edges are analysed; true when absent. */
  readonly edges?: boolean;
  /** Only series whose latest revision touches a file in one of these folders, or one of these files. */
  readonly paths?: readonly string[];
  /**
   * Only series with a mail since then, in git's words: `2.weeks`, `yesterday`, `2026-04-01`. Two weeks by default in the
   * clone of an inbox, if the request names no thread.
   */
  readonly since?: string;
  /** What ages are counted to. */
  readonly now: Date;
  /** Called with each row and its series. */
  readonly onRow?: (row: TriageRow, series: Series) => void;
}

/** Series that are tried at once: git waits for the disk and for itself more than it computes. */
const AT_ONCE = 4;

/** Does some work on each item, a few at a time; results in the order of the items. */
const mapBounded = async <T, R>(
  items: readonly T[],
  work: (item: T, at: number) => Promise<R>,
): Promise<readonly R[]> => {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T, at);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
};

/** What is read of the clone of a list. */
const RECENT = '2.weeks';

const mailOf = async (
  { series, source = {}, paths: given = [], since, workingFolder = '.' }: TriageRequest,
  { place }: Repository,
  context: Context,
): Promise<ReadMail> => {
  const paths = given.map((path) => path.replace(/^(?:\.?\/)+|\/+$/g, ''));
  const seconds = await secondsSince(since ?? RECENT, place, context);
  const { clone } = source;
  const recent = { since: seconds, paths };
  const options = { workingFolder, ...source, ...(clone && { clone: { ...clone, recent } }) };
  const mail = await readEverySeries(series, options, context);
  const choice: Choice = { paths, since: since === undefined ? null : seconds };
  return { ...mail, series: mail.series.filter((one) => isChosen(one, choice)) };
};

/** Whether a module is not there because the series stands on another kernel than the one at hand. */
const isOfOldBase = (error: unknown, { base }: Tried): error is UserError =>
  error instanceof UserError && error.code === 'input' && base?.guess != null && !base.guess.isTip;

/** The edges of all series that apply, in the order of their bases. */
const analyseAll = async (
  tried: readonly Tried[],
  request: TriageRequest,
  repository: Repository,
  context: Context,
): Promise<ReadonlyMap<Tried, TriagedLinks>> => {
  const links = new Map<Tried, TriagedLinks>();
  if (request.edges === false) return links;
  const query = queryOf(request);
  const { base = AUTO_BASE } = request;
  // Mail does not choose the rules that it is checked against.
  const guardedBy = await repository.resolve(base === AUTO_BASE ? 'HEAD' : base, context);
  const guard = await readGuard(repository, guardedBy, request, query.directions, context);
  const whole = guard === null ? query : guardedQuery(query, guard);
  const engine = new StateEngine({ repository, query: whole, cache: request.cache });
  const analysis = { engine, repository, query, guard };
  const commitOf = ({ base }: Tried): string => base?.commit ?? '';
  const some = tried.filter(({ steps }) => steps.length > 0);
  for (const [at, one] of some.sort((a, b) => byCodeUnit(commitOf(a), commitOf(b))).entries()) {
    if (one.base === null) continue;
    context.progress(`analyse ${at + 1}/${some.length} ${one.series.title}`);
    try {
      links.set(one, await linksOf(analysis, one.base.commit, one.steps, quieter(context)));
    } catch (error) {
      if (!isOfOldBase(error, one)) throw error;
      const message = `${one.series.title}: no edges at its base: ${error.message}`;
      context.report({ severity: 'warning', code: 'edges-unknown', message });
    }
  }
  return links;
};

/**
 * The base on which to try every series. A name that does not exist is reported once, not in every row.
 * @throws UserError `input` when base or glob name nothing.
 */
const trialOf = async (
  { base = AUTO_BASE, onto }: TriageRequest,
  repository: Repository,
  context: Context,
): Promise<Trial> => {
  const target = await repository.resolve(base === AUTO_BASE ? 'HEAD' : base, context);
  return { base, target, onto: onto === undefined ? null : await matchRefs(repository.place, onto, context) };
};

/** A context for series that are tried at the same time: it does not report the progress of each. */
const quieter = (context: Context): Context => ({ ...context, progress: () => {} });

const triageIn = async (
  repository: Repository,
  request: TriageRequest,
  context: Context,
): Promise<TriageResult> => {
  const trial = await trialOf(request, repository, context);
  const mail = await mailOf(request, repository, context);
  const chosen = mail.series;
  let done = 0;
  const tried = await mapBounded(chosen, async (series) => {
    const one = await trySeries(series, trial, repository, quieter(context));
    done += 1;
    context.progress(`triage ${done}/${chosen.length} ${series.title}`);
    return one;
  });
  const links = await analyseAll(tried, request, repository, context);
  const known = tried.map((one) => {
    const row = rowOf(one, links.get(one) ?? null, request.now);
    request.onRow?.(row, one.series);
    return row;
  });
  const older = chosen.flatMap((series) => supersededRows(series, request.now));
  const rows = [...known, ...older, ...mail.unread.map(unreadRow)];
  return {
    schemaVersion: TRIAGE_SCHEMA_VERSION,
    between: request.edges === false ? null : pairOf(request),
    head: trial.target,
    rows: rows.sort(byActionable),
  };
};

/**
 * One row for each series in the given mail: how far its review is, whether it applies and to what, what it does to the
 * edges between two modules, and a verdict. A series that cannot be used has a row that says why.
 * @throws UserError `input` when tree, base, glob or module names are wrong; `environment` when git or the file system
 *   fails.
 */
export const triageSeries = (
  request: TriageRequest,
  context: Context = quietContext(),
): Promise<TriageResult> =>
  withRepository(request, context, (repository) => triageIn(repository, request, context));
