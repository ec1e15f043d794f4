// What an analysis has read of a tree: every path that it asked for, found or not. A later state that changes none of
// them has the same result, whatever else it changes.
import type { BlobId } from '../base/id.js';
import { isAmong } from '../base/sorted.js';
import type { Tree } from '../git/tree.js';
import type { TreeChange, TreeEntry } from '../git/tree-entry.js';

/** A record of reading, small enough to be kept with a result. */
export interface ReadSet {
  /** Hashes of the paths, sorted, each once. Two paths of one hash only make a change seem to matter. */
  readonly paths: Uint32Array;
  /** Folders that were tested for content. */
  readonly folders: readonly string[];
  /** Sources of the patterns by which all paths were listed; the empty pattern lists them all. */
  readonly listings: readonly string[];
  /** Whether texts of the whole tree were searched, so that each change matters. */
  readonly searched?: boolean;
}

/** FNV-1a, over code units. */
export const pathHash = (path: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) hash = Math.imul(hash ^ path.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/** Records the queries of one tree after the other. */
export class ReadSetRecorder {
  private readonly paths = new Set<string>();
  private readonly folders = new Set<string>();
  private readonly listings = new Set<string>();
  private last: { readonly size: number; readonly reading: ReadSet } | undefined;

  /**
   * A tree as seen through this reader.
   * @param touched the paths that differ from the state before, where it is not the tree's own.
   */
  over(tree: Tree, touched: ReadonlySet<string>): Tree {
    const { linkAt } = tree;
    return {
      blobAt: (path): BlobId | undefined => {
        this.paths.add(path);
        return tree.blobAt(path);
      },
      paths: (pattern) => {
        this.listings.add(pattern?.source ?? '');
        return tree.paths(pattern);
      },
      hasFolder: (folder) => {
        this.folders.add(folder);
        return tree.hasFolder(folder);
      },
      ...(linkAt === undefined
        ? {}
        : {
            linkAt: (path) => {
              this.paths.add(path);
              return linkAt(path);
            },
          }),
      touched,
      unrecorded: tree,
    };
  }

  /** All that was read so far. */
  reading(): ReadSet {
    const size = this.paths.size + this.folders.size + this.listings.size;
    if (this.last?.size !== size) {
      const hashes = new Set<number>();
      for (const path of this.paths) hashes.add(pathHash(path));
      const reading = {
        paths: Uint32Array.from(hashes).sort(),
        folders: [...this.folders],
        listings: [...this.listings],
      };
      this.last = { size, reading };
    }
    return this.last.reading;
  }
}

/** What several readers of one tree have read. */
export const joinReadSets = (readings: readonly ReadSet[]): ReadSet => ({
  paths: Uint32Array.from(new Set(readings.flatMap(({ paths }) => [...paths]))).sort(),
  folders: [...new Set(readings.flatMap(({ folders }) => folders))],
  listings: [...new Set(readings.flatMap(({ listings }) => listings))],
});

export const isFile = (entry: TreeEntry | null): boolean =>
  entry?.kind === 'file' || entry?.kind === 'executable';

/** Whether the result of a reading can be another one after some changes. */
export const isConcerned = (reading: ReadSet, changes: readonly TreeChange[]): boolean => {
  if (reading.searched === true && changes.length > 0) return true;
  const patterns = reading.listings.map((source) => new RegExp(source));
  return changes.some(({ path, before, after }) => {
    if (isAmong(reading.paths, pathHash(path))) return true;
    if (isFile(before) === isFile(after)) return false;
    return (
      patterns.some((pattern) => pattern.test(path)) ||
      reading.folders.some((folder) => folder === '' || path.startsWith(`${folder}/`))
    );
  });
};
