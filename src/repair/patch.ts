// A damaged patch of a series on a state of the tree: applied as it came when it can be, else rebuilt first.
import type { Context } from '../base/context.js';
import type { BlobId } from '../base/id.js';
import type { GitTree } from '../git/git-tree.js';
import { runGit } from '../git/process.js';
import type { Repository } from '../git/repository.js';
import type { ApplyOptions, ApplyResult, ScratchIndex } from '../git/scratch-index.js';
import { splitBody } from '../series/body.js';
import type { Patch } from '../series/patch.js';
import { type PreImages, type RebuiltFile, rebuildDiff } from './index.js';

/** The parts of a repository that pre-images are read from. */
type Objects = Pick<Repository, 'scratch' | 'reader'>;

/** A patch with its white space. */
export interface RebuiltPatch {
  readonly files: readonly RebuiltFile[];
  /** The whole diff; `undefined` when a file is not recoverable. */
  readonly diff: Uint8Array | undefined;
}

/** A patch's diff with all that the mail has of it: `Patch.diff` ends where a hunk stops making sense. */
export const wholeDiffOf = ({ mail }: Patch): Uint8Array => splitBody(mail.message).diff;

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

/** Rebuilds a diff from pre-images. @param damaged as `wholeDiffOf` gives it. */
export const rebuildFrom = async (damaged: Uint8Array, preImages: PreImages): Promise<RebuiltPatch> => {
  const files = await rebuildDiff(damaged, preImages);
  const diffs = files.flatMap(({ diff }) => diff ?? []);
  return {
    files,
    diff: files.length > 0 && diffs.length === files.length ? Buffer.concat(diffs) : undefined,
  };
};

/** Rebuilds a diff on a state. @param damaged as `wholeDiffOf` gives it. */
export const rebuildPatch = (
  damaged: Uint8Array,
  tree: GitTree,
  objects: Objects,
  context: Context,
): Promise<RebuiltPatch> => rebuildFrom(damaged, preImagesOf(tree, objects, context));

export interface DamagedApplyResult {
  readonly result: ApplyResult;
  /** What was rebuilt; null for a patch that came whole. Where it was applied, the user has to be told. */
  readonly rebuilt: RebuiltPatch | null;
}

/**
 * Applies a patch as it came. A copied one, or one that does not apply, is rebuilt on the state before it, and applied
 * then when that changes it.
 * @throws as `ScratchIndex.apply`.
 */
export const applyDamaged = async (
  patch: Patch,
  index: ScratchIndex,
  objects: Objects,
  options: ApplyOptions,
  context: Context,
): Promise<DamagedApplyResult> => {
  // A copied diff may happen to apply with the white space of its added lines gone; any other is as it came then.
  const copied = patch.mail.message.fidelity === 'flattened';
  const before = index.tree;
  const plain = copied ? undefined : await index.apply(patch.diff, options, context);
  if (plain?.applied) return { result: plain, rebuilt: null };
  const rebuilt = await rebuildPatch(wholeDiffOf(patch), before, objects, context);
  if (rebuilt.diff !== undefined && (copied || !isSameDiff(rebuilt.diff, patch.diff))) {
    return { result: await index.apply(rebuilt.diff, options, context), rebuilt };
  }
  const result = plain ?? (await index.apply(patch.diff, options, context));
  return { result, rebuilt: copied ? rebuilt : null };
};

/** Whether two diffs are the same but for empty lines at their ends. */
export const isSameDiff = (a: Uint8Array, b: Uint8Array): boolean =>
  Buffer.from(a).toString('latin1').trimEnd() === Buffer.from(b).toString('latin1').trimEnd();
