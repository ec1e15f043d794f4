// The flow of `apply`, read top to bottom: a series and its review, its base, commits on a new branch.
import type { Context } from '../base/context.js';
import type { CommitId } from '../base/id.js';
import { chooseBase, reportOnto, type WantedBase } from '../check/series-onto.js';
import { describeBase } from '../git/base-guess.js';
import { checkoutBranch, createSeriesBranch, refuseDirtyTree } from '../git/commit.js';
import { openRepository, type Repository } from '../git/repository.js';
import { wholeSeries } from '../repair/series.js';
import type { ApplyOutcome } from '../result/apply.js';
import { type AmOptions, choosePatches } from '../series/am.js';
import { commitDraft } from '../series/commit-draft.js';
import { type Objection, reviewSeries } from '../series/review.js';
import type { Series } from '../series/series.js';
import { refuseObjections, standingOf, standingText } from '../series/standing.js';

/** What `apply` needs besides the series. */
export interface ApplyRequest extends WantedBase {
  /** Folder of a Linux kernel git repository; it gets a branch and its objects, nothing else. */
  readonly tree: string;
  readonly branch: string;
  /** Which patches to apply, and what their messages get besides the sign-off of `signOff`. */
  readonly am: Omit<AmOptions, 'signoff'>;
  readonly signOff: boolean;
  readonly threeWay: boolean;
  /** Keep what applies when something does not. */
  readonly partial: boolean;
  /** Move the work tree to the branch. */
  readonly checkout: boolean;
  /** Apply over open objections and doubts; they are in the outcome. */
  readonly despiteObjections: boolean;
}

const labelOf = (index: number, series: Series): string => `${index}/${series.expected}`;

/** Tells what people asked and nobody answered. */
const reportQuestions = (questions: readonly Objection[], series: Series, context: Context): void => {
  for (const question of questions) {
    context.report({
      severity: 'note',
      code: 'unanswered-question',
      message: standingText(question, series),
      messageId: question.messageId,
    });
  }
};

/** The series with white space that was lost on its way rebuilt on the base; each file of it is reported. */
const rebuilt = async (
  series: Series,
  repository: Repository,
  base: CommitId,
  context: Context,
): Promise<Series> => {
  const whole = await wholeSeries(series, base, repository, context);
  for (const diagnostic of whole.diagnostics)
    if (/^patch-(?:rebuilt|not-)/.test(diagnostic.code)) context.report(diagnostic);
  return whole;
};

/**
 * Applies a series on a new branch, with the tags of its review. A patch that does not apply is in the result.
 * @throws UserError `input` when mail, tree, branch or patches are not what they have to be, or somebody objects or has doubts;
 * `environment` when git or the file system fails. The repository is as before then.
 */
export const applySeries = async (
  series: Series,
  request: ApplyRequest,
  context: Context,
): Promise<ApplyOutcome> => {
  const review = reviewSeries(series);
  const { firm, doubtful, questions } = standingOf(series, review);
  const objections = [...firm, ...doubtful];
  if (!request.despiteObjections) refuseObjections(objections, series);
  reportQuestions(questions, series, context);
  const options: AmOptions = { ...request.am, signoff: null };
  const repository = await openRepository(request.tree, context);
  try {
    if (request.checkout) await refuseDirtyTree(repository, context);
    const chosen = await chooseBase(repository, series, request, request.threeWay, context);
    reportOnto(chosen, context);
    const { commit, guess, onto } = chosen;
    const whole = await rebuilt(series, repository, commit, context);
    const chosenPatches = choosePatches(whole, review, options);
    const patches = chosenPatches.map(({ patch, trailers }) => ({
      label: labelOf(patch.index, whole),
      patch,
      draft: commitDraft(patch, trailers),
    }));
    const { branch, threeWay, signOff, partial } = request;
    const result = await createSeriesBranch(
      repository,
      { branch, base: commit, patches, threeWay, signOff, partial },
      context,
    );
    if (request.checkout && result.tip !== null) await checkoutBranch(repository, branch, context);
    return {
      ...result,
      branch,
      title: series.title,
      revision: series.revision,
      guess,
      base: commit,
      baseText: guess === null ? commit.slice(0, 12) : describeBase(guess),
      onto,
      added: new Map(chosenPatches.map(({ patch, trailers }) => [labelOf(patch.index, series), trailers])),
      objections,
    };
  } finally {
    repository.dispose();
  }
};
