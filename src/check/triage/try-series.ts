// One series tried on its base: which base that is, how far it applies, and on which branches it does.
import type { Context } from '../../base/context.js';
import { UserError } from '../../base/error.js';
import type { CommitId } from '../../base/id.js';
import type { Ref } from '../../git/ref.js';
import type { Repository } from '../../git/repository.js';
import { looksDamaged, wholeSeries } from '../../repair/series.js';
import type { TriagedApply } from '../../result/triage.js';
import type { OntoBranch } from '../../result/verdict.js';
import { type Review, reviewSeries } from '../../series/review.js';
import type { Series } from '../../series/series.js';
import { type PatchToApply, patchSteps, type Step } from '../../state/step.js';
import { type FoundBase, findBase } from '../series-base.js';
import { patchesToApply, requireWhole } from '../series-finding.js';
import { ontoBranch, trySeriesOnto } from '../series-onto.js';

/** Where a series is tried. */
export interface Trial {
  /** A revision, or `auto`. */
  readonly base: string;
  /** The commit that holds a series when it is merged: HEAD, or the base that the user named. */
  readonly target: CommitId;
  /** Branches and tags on which it is tried besides; null when nobody asks. */
  readonly onto: readonly Ref[] | null;
}

/** What has been found out about one series. */
export interface Tried {
  readonly series: Series;
  readonly review: Review;
  readonly incomplete: string | null;
  readonly base: FoundBase | null;
  readonly apply: TriagedApply | null;
  readonly onto: readonly OntoBranch[] | null;
  /** Of a series that applies: the base, then the state after each patch. */
  readonly steps: readonly Step[];
}

/** What is wrong with one series, as a sentence; what is wrong with the program or the machine stops the run. */
const failureOf = (error: unknown, context: Context): string => {
  context.signal.throwIfAborted();
  if (error instanceof UserError && error.code !== 'environment') return error.message;
  throw error;
};

/** The place has the line already. */
const placed = (path: string, line: number | undefined, message: string) =>
  line === undefined
    ? { path, message }
    : { path: `${path}:${line}`, message: message.replace(/ \(closest: line \d+\)$/, '') };

interface Refusal {
  readonly patch: string;
  readonly path: string;
  readonly message: string;
}

/** The labels of the patches that a commit has already. The last patch is taken back first. */
const mergedIn = async (
  patches: readonly PatchToApply[],
  commit: CommitId,
  repository: Repository,
  context: Context,
): Promise<ReadonlySet<string>> => {
  const index = repository.scratchIndex(await repository.treeAt(commit, context));
  const merged = new Set<string>();
  for (const patch of patches.toReversed()) {
    if (await index.unapply(patch, context)) merged.add(patch.label);
  }
  return merged;
};

const applySteps = async (
  series: Series,
  base: CommitId,
  target: CommitId,
  repository: Repository,
  context: Context,
): Promise<Pick<Tried, 'apply' | 'steps'>> => {
  const patches = patchesToApply(series);
  const total = patches.length;
  const steps: Step[] = [];
  const refusals: Refusal[] = [];
  const idle = new Set<string>();
  let applied = 0;
  for await (const step of patchSteps(repository, base, patches, context)) {
    const [failure] = step.failures;
    if (failure !== undefined) {
      refusals.push({ patch: step.label, ...placed(failure.path, failure.line, failure.message) });
    } else {
      // A merge by blobs changes nothing when the tree has the patch.
      if (step.commit === undefined && step.changes.length === 0) idle.add(step.label);
      if (refusals.length === 0) applied = steps.push(step) - 1;
    }
  }
  const isWhole = refusals.length === 0 && idle.size === 0;
  const found =
    isWhole && base === target ? new Set<string>() : await mergedIn(patches, target, repository, context);
  const refused = new Set(refusals.map(({ patch }) => patch));
  // A patch that applies to the tree is not merged there, even when some other place looks as if it were.
  const isMerged = (label: string): boolean =>
    idle.has(label) || (found.has(label) && (found.size === total || base !== target || refused.has(label)));
  const merged = patches.flatMap(({ label }) => (isMerged(label) ? [label] : []));
  const failure = refusals.find(({ patch }) => !merged.includes(patch)) ?? refusals[0] ?? null;
  return {
    apply: { applied, total, refused: refusals.length, merged, failure },
    steps: refusals.length === 0 && merged.length < total ? steps : [],
  };
};

/**
 * Tries a series. What is wrong with it is in the result.
 * @throws UserError `environment` when git or the file system fails.
 */
export const trySeries = async (
  sent: Series,
  trial: Trial,
  repository: Repository,
  context: Context,
): Promise<Tried> => {
  const nothing = { base: null, apply: null, onto: null, steps: [] };
  try {
    if (!looksDamaged(sent)) requireWhole(sent);
    const base = await findBase(repository, sent, trial.base, context);
    const series = await wholeSeries(sent, base.commit, repository, context);
    requireWhole(series);
    const tried = await applySteps(series, base.commit, trial.target, repository, context);
    const onto =
      trial.onto === null
        ? null
        : (await trySeriesOnto(repository, sent, trial.onto, true, context)).map(ontoBranch);
    return { series, review: reviewSeries(series), incomplete: null, base, onto, ...tried };
  } catch (error) {
    return { series: sent, review: reviewSeries(sent), incomplete: failureOf(error, context), ...nothing };
  }
};
