// A commit's tree, read once and whole: git-ls-tree(1).
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { CommitId } from '../base/id.js';
import { quotePath } from '../patch/path-rule.js';
import { BaseTree, type GitTree } from './git-tree.js';
import { readLinkTargets } from './link-target.js';
import { type TreeListing, TreeListingParser } from './ls-tree.js';
import { type GitPlace, gitOutput } from './process.js';
import type { BlobReader } from './tree.js';

/** What every Linux kernel has at its top, since 2.6 (Documentation/kbuild/kbuild.rst). */
const KERNEL_FILES: readonly string[] = ['Kbuild', 'Makefile', 'Kconfig'];
const KERNEL_FOLDER = 'scripts/';

/** Where commits are read from. */
export interface CommitSource {
  /** A scratch repository, whose folder takes the listing. */
  readonly place: GitPlace;
  readonly reader: BlobReader;
  /** The repository as the user named it. */
  readonly folder: string;
}

/** @throws UserError `input` when it is not a Linux kernel, `environment` when git fails. */
export const readKernelTree = async (
  { place, reader, folder }: CommitSource,
  commit: CommitId,
  context: Context,
): Promise<GitTree> => {
  const parser = new TreeListingParser();
  const args = ['ls-tree', '-r', '-z', '--full-tree', commit];
  const spool = join(place.folder, `listing-${randomUUID()}`);
  await gitOutput(place, args, { spool, onOutput: (part) => parser.push(part) }, context);
  const listing = parser.finish();
  if (!isKernel(listing)) {
    throw new UserError(
      'input',
      `${quotePath(folder)} is not a Linux kernel at commit ${commit.slice(0, 12)}`,
      { hint: 'A kernel has Kbuild, Makefile, Kconfig and scripts/ at its top. Name a kernel tree.' },
    );
  }
  return new BaseTree(listing, await readLinkTargets(listing.others, reader), commit);
};

const isKernel = ({ files }: TreeListing): boolean => {
  if (!KERNEL_FILES.every((file) => files.has(file))) return false;
  for (const file of files.keys()) if (file.startsWith(KERNEL_FOLDER)) return true;
  return false;
};
