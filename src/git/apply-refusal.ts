// Why git refused a patch, file by file: what the tree has at its paths, and what git said.
import type { BlobId } from '../base/id.js';
import { type FileChange, type ParsedDiff, shownPath } from '../patch/diff.js';
import { type FailedFile, type FailedHunk, failedHunks } from './apply-failure.js';
import type { GitTree } from './git-tree.js';
import { firstComplaint } from './process.js';
import type { BlobReader } from './tree.js';

const failure = (path: string, reason: FailedFile['reason'], detail: string): FailedFile => ({
  path,
  reason,
  detail,
  hunks: [],
});

/** The place in the patch that git could not read. */
const corruptFile = (files: readonly FileChange[], complaint: string): FailedFile | undefined => {
  const nameless = files.find(({ oldPath, newPath }) => oldPath === null && newPath === null);
  if (nameless !== undefined) {
    const detail = `the header at line ${nameless.line} of the patch names no file that -p1 finds`;
    return failure('', 'corrupt', detail);
  }
  const line = /^error: corrupt (?:binary )?patch at (?:line |.*:)(\d+)/m.exec(complaint)?.[1];
  if (line === undefined) return undefined;
  const at = files.findLast((file) => (file.hunks[0]?.line ?? 0) <= Number(line));
  return failure(
    at === undefined ? '' : shownPath(at),
    'corrupt',
    `the patch is damaged at its line ${line}`,
  );
};

const failureAt = async (
  diff: Uint8Array,
  file: FileChange,
  tree: GitTree,
  reader: BlobReader,
): Promise<FailedFile | undefined> => {
  const { oldPath, newPath, oldBlob } = file;
  if (newPath !== null && newPath !== oldPath) {
    if (tree.entryAt(newPath) !== undefined) return failure(newPath, 'exists', 'the file exists already');
    if (tree.hasFolder(newPath)) return failure(newPath, 'is-folder', 'a folder stands there');
  }
  if (oldPath === null) return undefined;
  const entry = tree.entryAt(oldPath);
  if (entry === undefined || entry.kind === 'submodule') {
    return failure(oldPath, 'absent', 'there is no such file');
  }
  if (file.binary !== 'no') {
    return oldBlob !== null && entry.id.startsWith(oldBlob)
      ? undefined
      : failure(oldPath, 'binary', 'the binary file has other content than the patch wants');
  }
  let hunks: readonly FailedHunk[] = [];
  await reader.readBlobs([entry.id as BlobId], (bytes) => {
    hunks = failedHunks(diff, file.hunks, bytes);
  });
  if (hunks.length === 0) return undefined;
  const detail = `${hunks.length} of ${file.hunks.length} hunks found no place`;
  return { ...failure(oldPath, 'hunk', detail), hunks };
};

/**
 * Explains why git refused a patch.
 * @param complaint what git printed.
 * @param tree the state that the patch was tried on.
 */
export const explainRefusal = async (
  { diff, files }: ParsedDiff,
  complaint: string,
  tree: GitTree,
  reader: BlobReader,
): Promise<readonly FailedFile[]> => {
  const corrupt = corruptFile(files, complaint);
  if (corrupt !== undefined) return [corrupt];
  const failed: FailedFile[] = [];
  for (const file of files) {
    const found = await failureAt(diff, file, tree, reader);
    if (found !== undefined) failed.push(found);
  }
  if (failed.length > 0) return failed;
  const path = files.map(shownPath).find((name) => complaint.includes(name));
  return [failure(path ?? '', 'other', firstComplaint(complaint))];
};
