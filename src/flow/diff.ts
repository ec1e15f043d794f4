// The flow of `diff`: two revisions and their reviews, both applied, range-diff, edges, comparison.
import { type Context, quietContext } from '../base/context.js';
import type { CommitId } from '../base/id.js';
import { compareObjections } from '../check/compare/objection.js';
import { comparedPatch, pairPatches } from '../check/compare/pair.js';
import { type AppliedRevision, analyseRevisions, applyRevision } from '../check/compare/revision-edge.js';
import { symbolLines } from '../check/compare/symbol-line.js';
import { compareCoverTags, compareTags, type ReviewedSeries } from '../check/compare/tag.js';
import { findBase } from '../check/series-base.js';
import type { PatchToCommit } from '../git/commit.js';
import { type RangeSide, rangeDiff } from '../git/range-diff.js';
import type { Repository } from '../git/repository.js';
import { COMPARISON_SCHEMA_VERSION, type ComparedRevision, type Comparison } from '../result/comparison.js';
import { formatMailbox } from '../result/series.js';
import { AM_DEFAULTS, choosePatches } from '../series/am.js';
import { commitDraft } from '../series/commit-draft.js';
import { joinRevisions } from '../series/join.js';
import { reviewSeries } from '../series/review.js';
import type { Series } from '../series/series.js';
import { StateEngine } from '../state/engine.js';
import { type EdgeRequest, pairOf, queryOf, withRepository } from './request.js';

/** Asks for the comparison of two revisions. */
export interface CompareRequest extends EdgeRequest {
  /** The earlier revision and the later one, as `parseSeries` gives them; from one thread or from two. */
  readonly before: Series;
  readonly after: Series;
  /** What both are applied to: a revision of the tree, or `auto` for each one's own; HEAD when absent. */
  readonly base?: string;
  /** False: edges are not compared, and any git repository will do for a tree. */
  readonly edges?: boolean;
}

const revisionOf = (series: Series): ComparedRevision => {
  const head = series.cover?.mail ?? series.patches[0]?.mail;
  return {
    revision: series.revision,
    title: series.title,
    author: head === undefined ? '' : formatMailbox(head.message.from),
    date: head?.message.date?.toISOString() ?? null,
    messageId: head?.id ?? '',
    patches: series.expected,
    missing: series.missing,
  };
};

/** Each patch as its author sent it: a tag that others gave since is no change of the patch. */
const patchesOf = ({ series, review }: ReviewedSeries): readonly PatchToCommit[] =>
  choosePatches(series, review, {
    ...AM_DEFAULTS,
    trailersFrom: 'nobody',
    pick: series.patches.map(({ index }) => index),
    allowUnicodeControl: true,
  }).map(({ patch, trailers }) => ({
    label: `${patch.index}/${series.expected}`,
    patch,
    draft: commitDraft(patch, trailers),
  }));

const applied = async (
  repository: Repository,
  series: Series,
  request: CompareRequest,
  context: Context,
): Promise<AppliedRevision> => {
  const { commit } = await findBase(repository, series, request.base ?? 'HEAD', context);
  return applyRevision(repository, series, commit, context);
};

const sideOf = (reviewed: ReviewedSeries, base: CommitId | null): RangeSide => ({
  base,
  patches: patchesOf(reviewed),
});

const edgesOf = async (
  repository: Repository,
  request: CompareRequest,
  [before, after]: readonly AppliedRevision[],
  context: Context,
): Promise<Comparison['edges']> => {
  if (before === undefined || after === undefined) return null;
  const parts = { repository, query: queryOf(request), cache: request.cache };
  return {
    between: pairOf(request),
    oneWay: request.oneWay ?? false,
    ...(await analyseRevisions(() => new StateEngine(parts), before, after, context)),
  };
};

const compareIn = async (
  repository: Repository,
  request: CompareRequest,
  context: Context,
): Promise<Comparison> => {
  const joined = joinRevisions(request.before, request.after);
  const both: AppliedRevision[] = [];
  if (request.edges !== false) {
    for (const series of joined) both.push(await applied(repository, series, request, context));
  }
  const [before, after] = joined.map((sent, at) => {
    const series = both[at]?.series ?? sent;
    return { series, review: reviewSeries(series) };
  }) as [ReviewedSeries, ReviewedSeries];
  const isWhole = both.length > 0 && both.every(({ end }) => end.kind === 'whole');
  context.progress('compare');
  const ranges = await rangeDiff(
    repository,
    sideOf(before, isWhole ? (both[0]?.base ?? null) : null),
    sideOf(after, isWhole ? (both[1]?.base ?? null) : null),
    context,
  );
  const pairs = pairPatches(ranges, before.series, after.series);
  return {
    schemaVersion: COMPARISON_SCHEMA_VERSION,
    before: revisionOf(before.series),
    after: revisionOf(after.series),
    cover: compareCoverTags(before, after),
    patches: pairs.map((pair) => ({
      change: pair.change,
      before: comparedPatch(pair.before),
      after: comparedPatch(pair.after),
      lines: pair.lines,
      tags: compareTags(pair, before, after),
      symbolLines: { before: symbolLines(pair.before), after: symbolLines(pair.after) },
    })),
    objections: compareObjections(pairs, before, after),
    edges: await edgesOf(repository, request, both, context),
  };
};

/**
 * Compares two revisions of a series: patches, tags, objections, edges. A revision that does not apply is in the result.
 * @throws UserError `input` when tree, base or module names are wrong, or a patch is damaged or leaves the tree;
 *   `environment` when git or the file system fails.
 */
export const compareRevisions = (
  request: CompareRequest,
  context: Context = quietContext(),
): Promise<Comparison> =>
  withRepository(request, context, (repository) => compareIn(repository, request, context));
