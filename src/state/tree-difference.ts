// What differs between two states of a kernel that need not follow each other.
import type { GitTree } from '../git/git-tree.js';
import { isSameEntry, type TreeChange } from '../git/tree-entry.js';

/** Every path of two trees, of whatever kind. */
const allPaths = (a: GitTree, b: GitTree): ReadonlySet<string> =>
  new Set([...a.pathsBelow(''), ...b.pathsBelow('')]);

/**
 * The changes that lead from one tree to another. Trees over the same commit are compared by what they change in it; others
 * by a walk over both listings.
 */
export const changesBetween = (from: GitTree, to: GitTree): readonly TreeChange[] => {
  const paths = from.base === to.base ? new Set([...from.changed, ...to.changed]) : allPaths(from, to);
  return [...paths].flatMap((path) => {
    const [before, after] = [from.entryAt(path) ?? null, to.entryAt(path) ?? null];
    return isSameEntry(before, after) ? [] : [{ path, before, after }];
  });
};
