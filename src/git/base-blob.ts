// Which blobs a series wants to find in its base, and how well a tree has them (the `index` lines of git-diff(1)).
import type { FileChange } from '../patch/diff.js';

/** A path that the base should have with this blob, by its abbreviated id; null: that it should not have. */
export interface WantedBlob {
  readonly path: string;
  readonly id: string | null;
}

const isNoFile = (id: string): boolean => /^0+$/.test(id);

/**
 * What the patches of a series, in their order, want of the tree before the first of them. A path that an earlier
 * patch has touched says nothing of the base any more.
 */
export const wantedBlobs = (patches: readonly (readonly FileChange[])[]): readonly WantedBlob[] => {
  const wanted: WantedBlob[] = [];
  const seen = new Set<string>();
  for (const { oldPath, newPath, oldBlob } of patches.flat()) {
    if (oldPath === null && newPath !== null && !seen.has(newPath)) wanted.push({ path: newPath, id: null });
    if (oldPath !== null && !seen.has(oldPath) && oldBlob !== null && !isNoFile(oldBlob)) {
      wanted.push({ path: oldPath, id: oldBlob });
    }
    for (const path of [oldPath, newPath]) if (path !== null) seen.add(path);
  }
  return wanted;
};

/** How many of the wanted blobs are where they should be. */
export const countMatches = (
  wanted: readonly WantedBlob[],
  idAt: (path: string) => string | undefined,
): number =>
  wanted.filter(({ path, id }) => {
    const there = idAt(path);
    return id === null ? there === undefined : there?.startsWith(id);
  }).length;
