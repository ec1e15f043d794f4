// Single files of a commit, by their path, without the tree's whole listing (git-ls-tree(1)).
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { BlobId, CommitId } from '../base/id.js';
import { quotePath } from '../patch/path-rule.js';
import { gitOutput } from './process.js';
import type { Repository } from './repository.js';

interface Listed {
  readonly path: string;
  readonly isFile: boolean;
  readonly id: BlobId;
  readonly bytes: number;
}

/** Reads `git ls-tree -z -l`: `<mode> SP <type> SP <id> SP+ <size> TAB <path> NUL`. */
export const parseLongListing = (output: string): readonly Listed[] =>
  output.split('\0').flatMap((record) => {
    const [, mode = '', id = '', size = '', path = ''] =
      /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(record) ?? [];
    if (path === '') return [];
    return [{ path, isFile: mode.startsWith('100'), id: id as BlobId, bytes: Number(size) }];
  });

/**
 * The text of some files of a commit; those that it has not are absent.
 * @param mostBytes a longer file is refused before it is read.
 * @throws UserError `input` when a path is no regular file, or too long.
 */
export const readCommitFiles = async (
  repository: Repository,
  commit: CommitId,
  paths: readonly string[],
  mostBytes: number,
  context: Context,
): Promise<ReadonlyMap<string, string>> => {
  const args = ['ls-tree', '-z', '-l', '--full-tree', commit, '--', ...paths];
  const files = parseLongListing((await gitOutput(repository.scratch.place, args, {}, context)).toString());
  for (const { path, isFile, bytes } of files) {
    const where = `${quotePath(path)} of commit ${commit.slice(0, 12)}`;
    if (!isFile) throw new UserError('input', `${where} is no regular file`);
    if (bytes > mostBytes) throw new UserError('input', `${where} is too long to be read: ${bytes} bytes`);
  }
  const texts = new Map<string, string>();
  await repository.reader.readBlobs(
    files.map(({ id }) => id),
    (bytes, index) => texts.set(files[index]?.path ?? '', Buffer.from(bytes).toString()),
  );
  return texts;
};
