// Finds the files of a kernel tree by the words in them: git-grep(1) over the commit below a state, once for all states,
// and the texts of the files that the state changes.
import type { Context } from '../base/context.js';
import type { BlobId, CommitId } from '../base/id.js';
import { byCodeUnit } from '../base/order.js';
import { anyOfWords, grepLines, grepWords, type Searchable } from './grep.js';
import type { BlobReader, LaidTree, TreeLine, WordSearch } from './tree.js';

/** What the kernel is made of; copies of its names in user space programs and documents are none of it. */
const KERNEL_CODE = ['*.c', '*.h', '*.S', ':!/Documentation', ':!/tools', ':!/scripts'];
const IS_KERNEL_CODE = /^(?!(?:Documentation|tools|scripts)\/).*\.[chS]$/;

/** Words in one expression: the automaton of a few thousand is slow to build. */
const WORDS_AT_ONCE = 1000;

interface Answer {
  readonly words: ReadonlySet<string>;
  readonly files: readonly string[];
}

/** A `WordSearch` over a repository. It keeps what was found in commits, which never change. */
export class GitWordSearch implements WordSearch {
  private readonly answers = new Map<CommitId, Answer[]>();
  private readonly lines = new Map<string, Promise<readonly TreeLine[]>>();

  constructor(private readonly repository: Searchable & { readonly reader: BlobReader }) {}

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

  readonly linesWith = async (
    tree: LaidTree,
    texts: readonly string[],
    context: Context,
  ): Promise<readonly TreeLine[]> => {
    const key = `${tree.base} ${texts.join(' ')}`;
    let below = this.lines.get(key);
    if (below === undefined) {
      context.progress(`search the tree for ${texts[0]}`);
      below = grepLines(this.repository, tree.base, texts, KERNEL_CODE, context);
      this.lines.set(key, below);
    }
    const found = (await below).filter(({ path }) => !tree.changed.has(path));
    await this.readChanged(tree, (path, content) => {
      for (const [at, line] of content.split('\n').entries())
        if (texts.some((text) => line.includes(text))) found.push({ path, line: at + 1, text: line });
    });
    return found.sort((a, b) => byCodeUnit(a.path, b.path) || a.line - b.line);
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
      context.progress(`search the tree for ${some.length === 1 ? some[0] : `${some.length} names`}`);
      const files = await grepWords(this.repository, commit, some, KERNEL_CODE, context);
      answers.push({ words: new Set(some), files });
    }
    return answers
      .filter((answer) => [...words].some((word) => answer.words.has(word)))
      .flatMap((answer) => answer.files);
  }

  private async changedFiles(tree: LaidTree, words: ReadonlySet<string>): Promise<readonly string[]> {
    const word = new RegExp(`(?<!\\w)${anyOfWords([...words])}(?!\\w)`);
    const found: string[] = [];
    await this.readChanged(tree, (path, text) => {
      if (word.test(text)) found.push(path);
    });
    return found;
  }

  /** Hands over the text of each file of the kernel that differs from the commit. */
  private async readChanged(tree: LaidTree, take: (path: string, text: string) => void): Promise<void> {
    const paths: string[] = [];
    const blobs: BlobId[] = [];
    for (const path of tree.changed) {
      const blob = IS_KERNEL_CODE.test(path) ? tree.blobAt(path) : undefined;
      if (blob === undefined) continue;
      paths.push(path);
      blobs.push(blob);
    }
    await this.repository.reader.readBlobs(blobs, (bytes, index) =>
      take(paths[index] ?? '', Buffer.from(bytes).toString('latin1')),
    );
  }
}
