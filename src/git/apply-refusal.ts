// Why git refused a patch, file by file: what the tree has at its paths, and the messages of git.
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

/** What git says of a patch that it cannot read, by line of the patch, and how a person would say it. */
const COMPLAINTS_OF_LINE: readonly (readonly [RegExp, string])[] = [
  [/^error: corrupt (?:binary )?patch at (?:line |.*:)(\d+)/m, 'the patch is damaged'],
  [/inconsistent (?:new|old) filename on line (\d+)/, 'its header names two different files'],
  [/expected \/dev\/null.* on line (\d+)/, 'its header names a file where it should say /dev/null'],
  [/invalid mode on line (\d+)/, 'its header has a mode that no file has'],
  [/patch fragment without header at line (\d+)/, 'the patch has a hunk without a file'],
];

/** What git says of a path. */
const COMPLAINTS_OF_PATH: readonly (readonly [RegExp, string])[] = [
  [
    /'(.+)' appears as both a file and as a directory/,
    'a file or submodule stands where its folder would be',
  ],
  [/affected file '(.+)' is beyond a symbolic link/, 'a symbolic link stands where its folder would be'],
  [/invalid path '(.+)'/, 'git allows no such file'],
];

/** The place in the patch that git could not read. */
const corruptFile = (
  diff: Uint8Array,
  files: readonly FileChange[],
  complaint: string,
): FailedFile | undefined => {
  const nameless = files.find(({ oldPath, newPath }) => oldPath === null && newPath === null);
  if (nameless !== undefined) {
    const [header = ''] = Buffer.from(diff.subarray(nameless.start, nameless.headerEnd))
      .toString()
      .split('\n', 1);
    const detail = `the header at line ${nameless.line} of the patch names no file that -p1 finds`;
    return failure(header, 'corrupt', detail);
  }
  for (const [says, words] of COMPLAINTS_OF_LINE) {
    const line = says.exec(complaint)?.[1];
    if (line === undefined) continue;
    const at = files.findLast((file) => file.line <= Number(line)) ?? files[0];
    return failure(at === undefined ? '' : shownPath(at), 'corrupt', `${words} (line ${line} of the patch)`);
  }
  return undefined;
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
  const corrupt = corruptFile(diff, files, complaint);
  if (corrupt !== undefined) return [corrupt];
  const failed: FailedFile[] = [];
  for (const file of files) {
    const found = await failureAt(diff, file, tree, reader);
    if (found !== undefined) failed.push(found);
  }
  if (failed.length > 0) return failed;
  for (const [says, words] of COMPLAINTS_OF_PATH) {
    const path = says.exec(complaint)?.[1];
    if (path !== undefined) return [failure(path, 'other', words)];
  }
  const path = files.map(shownPath).find((name) => complaint.includes(name));
  return [failure(path ?? '', 'other', firstComplaint(complaint))];
};
