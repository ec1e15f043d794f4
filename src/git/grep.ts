// Which files of a commit have some words (git-grep(1)). Objects are searched, never the work tree, and what the user's
// configuration of searches (`grep.patternType`, `grep.fullName`) is not read.
import type { Context } from '../base/context.js';
import type { CommitId } from '../base/id.js';
import { literally } from '../base/regexp.js';
import { type GitPlace, type GitRun, gitFailure, runGit, unreadableOutput } from './process.js';
import type { TreeLine } from './tree.js';

/** git grep: nothing was found. */
const NOTHING_FOUND = 1;

/** @throws UserError `environment` when git failed, or found something and does not name it. */
const requireAnswer = (args: readonly string[], run: GitRun): void => {
  if (run.status > NOTHING_FOUND) throw gitFailure(args, run.status, run.complaint);
  if (run.status !== NOTHING_FOUND && run.output.length === 0) throw unreadableOutput('grep');
};

/** One expression for all words, as grep -E and JavaScript have it: git tries several one after the other on each line. */
export const anyOfWords = (words: readonly string[]): string => `(${words.map(literally).join('|')})`;

/**
 * Paths of the files in a commit that have one of the words, in git's order.
 * @param pathspecs files to search, as git-grep(1) takes them (`drivers/vfio/*.c`); all when empty.
 * @throws UserError `environment` when git fails.
 */
export const grepWords = async (
  { scratch }: Searchable,
  commit: CommitId,
  words: readonly string[],
  pathspecs: readonly string[],
  context: Context,
): Promise<readonly string[]> => {
  if (words.length === 0) return [];
  const options = ['--no-color', '--full-name', '-l', '-z', '-w', '-E'];
  const args = ['grep', ...options, '-e', anyOfWords(words), commit, '--', ...pathspecs];
  const run = await runGit(scratch.place, args, {}, context);
  requireAnswer(args, run);
  return parseGrepPaths(run.output.toString(), commit);
};

/**
 * The lines of a commit's files that hold one of some fixed texts, in git's order.
 * @param pathspecs as for `grepWords`.
 * @throws UserError `environment` when git fails.
 */
export const grepLines = async (
  { scratch }: Searchable,
  commit: CommitId,
  texts: readonly string[],
  pathspecs: readonly string[],
  context: Context,
): Promise<readonly TreeLine[]> => {
  const args = [
    'grep',
    '--no-color',
    '--full-name',
    '-I',
    '-n',
    '-z',
    '-F',
    ...texts.flatMap((text) => ['-e', text]),
    commit,
    '--',
    ...pathspecs,
  ];
  const run = await runGit(scratch.place, args, {}, context);
  requireAnswer(args, run);
  const found: TreeLine[] = [];
  for (const row of run.output.toString('latin1').split('\n')) {
    const [path, line, rest] = row.split('\0');
    if (path !== undefined && line !== undefined && rest !== undefined)
      found.push({ path: path.slice(commit.length + 1), line: Number(line), text: rest });
  }
  return found;
};

/** What is searched: the part of a `Repository` that has its objects and none of its configuration. */
export interface Searchable {
  readonly scratch: { readonly place: GitPlace };
}

/** Finds files of one commit by their words; see `grepWords`. */
export type FileSearch = (
  words: readonly string[],
  pathspecs: readonly string[],
  context: Context,
) => Promise<readonly string[]>;

/** The search of one commit; of none, there is nothing to find. */
export const searchOf =
  (repository: Searchable, commit: CommitId | null): FileSearch =>
  async (words, pathspecs, context) =>
    commit === null ? [] : grepWords(repository, commit, words, pathspecs, context);

/** The paths in the output of `git grep -l -z COMMIT`, each after `COMMIT:`. */
export const parseGrepPaths = (output: string, commit: string): readonly string[] =>
  output
    .split('\0')
    .filter((entry) => entry.startsWith(`${commit}:`))
    .map((entry) => entry.slice(commit.length + 1));
