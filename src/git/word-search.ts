// Finds the files of a kernel tree by the words in them: git-grep(1) over the commit below a state, once for all states,
// and the texts of the files that the state changes.
import type { Context } from '../base/context.js';
import type { BlobId, CommitId } from '../base/id.js';
import { byCodeUnit } from '../base/order.js';
import { type GitPlace, gitFailure, runGit } from './process.js';
import type { BlobReader, LaidTree, WordSearch } from './tree.js';

/** What the kernel is made of; copies of its names in user space programs and documents are none of it. */
const KERNEL_CODE = ['*.c', '*.h', '*.S', ':!/Documentation', ':!/tools', ':!/scripts'];
const IS_KERNEL_CODE = /^(?!(?:Documentation|tools|scripts)\/).*\.[chS]$/;

/** Words in one expression: the automaton of a few thousand is slow to build. */
const WORDS_AT_ONCE = 1000;

/** A word of these lists is found by an expression: only `.` of a file name is no letter of it. */
const alternatives = (words: readonly string[]): string =>
  words.map((word) => word.replaceAll('.', '[.]')).join('|');

/** Reads what `git grep -l -z COMMIT` prints. */
export const parseFileList = (output: string): readonly string[] =>
  output
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => entry.slice(entry.indexOf(':') + 1));

interface Answer {
  readonly words: ReadonlySet<string>;
  readonly files: readonly string[];
}

/** A `WordSearch` over a repository. It keeps what was found in commits, which never change. */
export class GitWordSearch implements WordSearch {
  private readonly answers = new Map<CommitId, Answer[]>();

  constructor(
    private readonly repository: {
      readonly scratch: { readonly place: GitPlace };
      readonly reader: BlobReader;
    },
  ) {}

  readonly filesWith = async (
    tree: LaidTree,
    words: ReadonlySet<string>,
    context: Context,
  ): Promise<readonly string[]> => {
    const below = await this.filesBelow(tree.base, words, context);
    const found = new Set(below.filter((path) => !tree.changed.has(path)));
    for (const path of await this.changedFiles(tree, words)) found.add(path);
    return [...found].sort(byCodeUnit);
  };

  private async filesBelow(
    commit: CommitId,
    words: ReadonlySet<string>,
    context: Context,
  ): Promise<readonly string[]> {
    const answers = this.answers.get(commit) ?? [];
    this.answers.set(commit, answers);
    const missing = [...words].filter((word) => !answers.some((answer) => answer.words.has(word))).sort();
    for (let from = 0; from < missing.length; from += WORDS_AT_ONCE) {
      const some = missing.slice(from, from + WORDS_AT_ONCE);
      answers.push({ words: new Set(some), files: await this.grep(commit, some, context) });
    }
    return answers
      .filter((answer) => [...words].some((word) => answer.words.has(word)))
      .flatMap((answer) => answer.files);
  }

  private async grep(
    commit: CommitId,
    words: readonly string[],
    context: Context,
  ): Promise<readonly string[]> {
    context.progress(`search the tree for ${words.length === 1 ? words[0] : `${words.length} names`}`);
    const args = [
      'grep',
      '-l',
      '-z',
      '-w',
      '-E',
      '--full-name',
      '--no-color',
      '-e',
      `(${alternatives(words)})`,
    ];
    const run = await runGit(
      this.repository.scratch.place,
      [...args, commit, '--', ...KERNEL_CODE],
      {},
      context,
    );
    // 1: no file has them.
    if (run.status > 1) throw gitFailure(args, run.status, run.complaint);
    return parseFileList(run.output.toString());
  }

  private async changedFiles(tree: LaidTree, words: ReadonlySet<string>): Promise<readonly string[]> {
    const word = new RegExp(`(?<!\\w)(?:${alternatives([...words])})(?!\\w)`);
    const paths: string[] = [];
    const blobs: BlobId[] = [];
    for (const path of tree.changed) {
      const blob = IS_KERNEL_CODE.test(path) ? tree.blobAt(path) : undefined;
      if (blob === undefined) continue;
      paths.push(path);
      blobs.push(blob);
    }
    const found: string[] = [];
    await this.repository.reader.readBlobs(blobs, (bytes, index) => {
      if (word.test(Buffer.from(bytes).toString('latin1'))) found.push(paths[index] ?? '');
    });
    return found;
  }
}
