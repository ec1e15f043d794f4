// Which files of a commit have some words (git-grep(1)). Objects are searched, never the work tree.
import type { Context } from '../base/context.js';
import type { CommitId } from '../base/id.js';
import { type GitPlace, gitFailure, runGit } from './process.js';

/** git grep: nothing was found. */
const NOTHING_FOUND = 1;

/**
 * Paths of the files in a commit that have one of the words, in git's order.
 * @param pathspecs files to search, as git-grep(1) takes them (`drivers/vfio/*.c`); all when empty.
 * @throws UserError `environment` when git fails.
 */
export const grepWords = async (
  place: GitPlace,
  commit: CommitId,
  words: readonly string[],
  pathspecs: readonly string[],
  context: Context,
): Promise<readonly string[]> => {
  if (words.length === 0) return [];
  const options = ['--no-color', '--full-name', '--no-recurse-submodules', '-I', '-l', '-z', '-w', '-F'];
  const patterns = words.flatMap((word) => ['-e', word]);
  const args = ['grep', ...options, ...patterns, commit, '--', ...pathspecs];
  const run = await runGit(place, args, {}, context);
  if (run.status > NOTHING_FOUND) throw gitFailure(args, run.status, run.complaint);
  return parseGrepPaths(run.output.toString(), commit);
};

/** The paths in the output of `git grep -l -z COMMIT`, each after `COMMIT:`. */
export const parseGrepPaths = (output: string, commit: string): readonly string[] =>
  output
    .split('\0')
    .filter((entry) => entry.startsWith(`${commit}:`))
    .map((entry) => entry.slice(commit.length + 1));
