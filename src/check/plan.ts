// What a check analyses: the base that it begins with, and the states from there on.
import type { Context } from '../base/context.js';
import type { CommitId } from '../base/id.js';
import type { CommitRange } from '../git/commit-range.js';
import type { Repository } from '../git/repository.js';
import type { OntoBranch } from '../result/verdict.js';
import type { Series } from '../series/series.js';
import { commitSteps, type Step } from '../state/step.js';

/** The states of a check before any of them is analysed. Its steps are read once. */
export interface Plan {
  /** Null when the range begins at the first commit of the repository. */
  readonly base: CommitId | null;
  /** The branches that the base was chosen from. */
  readonly onto?: readonly OntoBranch[];
  /** The series with its lost white space repaired; absent for commits. */
  readonly series?: Series;
  /** How many states there are. */
  readonly count: number;
  readonly steps: AsyncIterable<Step>;
  /**
   * The commit whose policy counts. Of commits it is the last: a commit that removes an edge also removes it from the
   * baseline. Of a received series it is the base that the user named, else HEAD: a mailed series cannot change the rules
   * that it is checked against.
   */
  readonly guardedBy: CommitId | null;
}

/**
 * Plans the check of commits.
 * @param range `A..B`, or its commits; undefined for `@{upstream}..HEAD`.
 * @throws UserError `input` when a name in the range names no commit.
 */
export const planRange = async (
  repository: Repository,
  range: string | CommitRange | undefined,
  context: Context,
): Promise<Plan> => {
  const known = typeof range === 'object' ? range : await repository.commitsOf(range, context);
  const { base, commits } = known;
  const guardedBy = commits.at(-1)?.id ?? base;
  return { base, count: commits.length + 1, steps: commitSteps(repository, known, context), guardedBy };
};
