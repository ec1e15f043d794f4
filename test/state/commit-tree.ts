// Trees of commits that are records of texts by path.
import { createHash } from 'node:crypto';
import type { BlobId, CommitId } from '../../src/base/id.js';
import { BaseTree } from '../../src/git/git-tree.js';
import type { TreeEntry } from '../../src/git/tree-entry.js';
import type { Files } from '../edge/memory-tree.js';

const hash = (text: string): string => createHash('sha1').update(text).digest('hex');

/** The tree of a commit; `links` are its symbolic links with their targets. */
export const commitTree = (
  name: string,
  files: Files,
  links: Readonly<Record<string, string>> = {},
): BaseTree => {
  const present = Object.entries(files).flatMap(([path, text]) =>
    text === undefined ? [] : [[path, hash(text) as BlobId] as const],
  );
  const others = Object.entries(links).map(([path, to]): [string, TreeEntry] => [
    path,
    { kind: 'link', id: hash(to) as BlobId },
  ]);
  const listing = { files: new Map(present.sort()), executables: new Set<string>(), others: new Map(others) };
  return new BaseTree(listing, new Map(Object.entries(links)), name as CommitId);
};
