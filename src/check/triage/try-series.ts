// One series tried on its base: which base that is, how far it applies, and on which branches it does.
import type { Context } from '../../base/context.js';
import { UserError } from '../../base/error.js';
import type { Ref } from '../../git/ref.js';
import type { Repository } from '../../git/repository.js';
import { looksDamaged, wholeSeries } from '../../repair/series.js';
import type { TriagedApply } from '../../result/triage.js';
import type { OntoBranch } from '../../result/verdict.js';
import { type Review, reviewSeries } from '../../series/review.js';
import type { Series } from '../../series/series.js';
import { patchSteps, type Step } from '../../state/step.js';
import { type FoundBase, findBase } from '../series-base.js';
import { patchesToApply, requireWhole } from '../series-finding.js';
import { ontoBranch, trySeriesOnto } from '../series-onto.js';

/** Where a series is tried. */
export interface Trial {
  /** A revision, or `auto`. */
  readonly base: string;
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

/** The place says the line already. */
const placed = (path: string, line: number | undefined, message: string) =>
  line === undefined
    ? { path, message }
    : { path: `${path}:${line}`, message: message.replace(/, nearest at line \d+$/, '') };

const applySteps = async (
  series: Series,
  { commit }: FoundBase,
  repository: Repository,
  context: Context,
): Promise<Pick<Tried, 'apply' | 'steps'>> => {
  const patches = patchesToApply(series);
  const steps: Step[] = [];
  for await (const step of patchSteps(repository, commit, patches, context)) {
    const [failure] = step.failures;
    if (failure !== undefined) {
      const { path, message, line } = failure;
      return {
        apply: {
          applied: steps.length - 1,
          total: patches.length,
          failure: { patch: step.label, ...placed(path, line, message) },
        },
        steps: [],
      };
    }
    steps.push(step);
  }
  return { apply: { applied: patches.length, total: patches.length, failure: null }, steps };
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
    const tried = await applySteps(series, base, repository, context);
    const onto =
      trial.onto === null
        ? null
        : (await trySeriesOnto(repository, sent, trial.onto, true, context)).map(ontoBranch);
    return { series, review: reviewSeries(series), incomplete: null, base, onto, ...tried };
  } catch (error) {
    return { series: sent, review: reviewSeries(sent), incomplete: failureOf(error, context), ...nothing };
  }
};
