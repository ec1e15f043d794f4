// On which commit a series is put: the one that the user named, else the one that it was written on.
import type { Context } from '../base/context.js';
import type { CommitId } from '../base/id.js';
import { type BaseGuess, describeBase, guessBase } from '../git/base-guess.js';
import type { Repository } from '../git/repository.js';
import type { Series } from '../series/series.js';

/** What `--base` takes to have the base found. */
export const AUTO_BASE = 'auto';

/** The base of a series, and how it was found. */
export interface FoundBase {
  readonly commit: CommitId;
  /** Null when the user named the base. */
  readonly guess: BaseGuess | null;
}

/**
 * Finds the base of a series.
 * @param base a revision, or `auto`: by what the series says and the blobs that its patches name.
 * @throws UserError `input` when a revision names no commit.
 */
export const findBase = async (
  repository: Repository,
  series: Series,
  base: string,
  context: Context,
): Promise<FoundBase> => {
  if (base !== AUTO_BASE) return { commit: await repository.resolve(base, context), guess: null };
  context.progress('find the base');
  const { baseCommit, prerequisitePatchIds } = series.base;
  const files = series.patches.map((patch) => patch.files);
  const date = series.patches[0]?.date ?? null;
  const guess = await guessBase(repository, { baseCommit, prerequisitePatchIds, files, date }, context);
  return { commit: guess.commit, guess };
};

/** Whether a guess is what everybody expects: HEAD, with nothing that speaks against it. */
const isPlain = ({ ref, isTip, certainty, wanted, unknownBase, missingPrerequisites }: BaseGuess): boolean =>
  ref === 'HEAD' &&
  isTip &&
  (certainty === 'exact' || wanted === 0) &&
  unknownBase === null &&
  missingPrerequisites.length === 0;

/** Says which base was found and how sure that is, unless it is what everybody expects. */
export const reportBase = ({ guess }: FoundBase, context: Context): void => {
  if (guess === null || isPlain(guess)) return;
  context.report({
    severity: 'note',
    code: 'base-guessed',
    message: `base: ${describeBase(guess)}; --base names another`,
  });
};
