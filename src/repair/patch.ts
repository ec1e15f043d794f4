// A damaged patch of a series on a state of the tree: applied as it came when it can be, else rebuilt first.
import type { Context } from '../base/context.js';
import type { BlobId } from '../base/id.js';
import type { GitTree } from '../git/git-tree.js';
import { runGit } from '../git/process.js';
import type { Repository } from '../git/repository.js';
import type { DamagedSource } from './damaged-diff.js';
import { type PreImages, type RebuiltFile, rebuildDiff } from './index.js';

/** The parts of a repository that pre-images are read from. */
type Objects = Pick<Repository, 'scratch' | 'reader'>;

/** A patch with its white space. */
export interface RebuiltPatch {
  readonly files: readonly RebuiltFile[];
  /** The whole diff; `undefined` when a file is not recoverable. */
  readonly diff: Uint8Array | undefined;
}

/** Pre-images of a state: its files by path, and any blob of the repository by id. */
export const preImagesOf = (tree: GitTree, { scratch, reader }: Objects, context: Context): PreImages => {
  const read = async (id: BlobId): Promise<Uint8Array | undefined> => {
    let found: Uint8Array | undefined;
    await reader.readBlobs([id], (bytes) => {
      found = bytes;
    });
    return found;
  };
  return {
    byPath: async (path) => {
      const id = tree.blobAt(path);
      return id === undefined ? undefined : read(id);
    },
    byId: async (prefix) => {
      const args = ['rev-parse', '--verify', '--quiet', `${prefix}^{blob}`];
      const run = await runGit(scratch.place, args, {}, context);
      return run.status === 0 ? read(run.output.toString().trim() as BlobId) : undefined;
    },
  };
};

/** Rebuilds a diff from pre-images. */
export const rebuildFrom = async (damaged: DamagedSource, preImages: PreImages): Promise<RebuiltPatch> => {
  const files = await rebuildDiff(damaged, preImages);
  const diffs = files.flatMap(({ diff }) => diff ?? []);
  return {
    files,
    diff: files.length > 0 && diffs.length === files.length ? Buffer.concat(diffs) : undefined,
  };
};

/** Whether two diffs are the same but for empty lines at their ends. */
export const isSameDiff = (a: Uint8Array, b: Uint8Array): boolean =>
  Buffer.from(a).toString('latin1').trimEnd() === Buffer.from(b).toString('latin1').trimEnd();
