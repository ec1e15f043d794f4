// A kernel tree as the analysis sees it: paths and blob ids, with the bytes of a blob on request.
// No work tree exists here; see docs/design.md, idea 1 ("everything is a function of git objects").
import type { Context } from '../base/context.js';
import type { BlobId, CommitId, TreeId } from '../base/id.js';

/** One state of the tree: a base commit's paths with the touched paths of the applied patches laid over them. */
export interface Tree {
  /** All regular files by path (`/` between folders, no leading slash), for look-ups without I/O. */
  readonly blobAt: (path: string) => BlobId | undefined;
  /** Every path of the tree, in git's order; with a pattern, those that match it (and maybe others). */
  readonly paths: (pattern?: RegExp) => Iterable<string>;
  /** Whether some file lives below this folder (`drivers/vfio`). */
  readonly hasFolder: (folder: string) => boolean;
  /** Target of a symbolic link at this path, when it is one. */
  readonly linkAt?: (path: string) => string | undefined;
  /** Paths whose blob differs from the state before (added, changed or removed); empty for a base. */
  readonly touched: ReadonlySet<string>;
  /** The same tree without the read set that records the queries of this one: for queries that no result depends on. */
  readonly unrecorded?: Tree;
}

/** A file of a tree. */
export interface TreeFile {
  readonly blob: BlobId;
  readonly path: string;
}

/** Reads blobs. Requests that are made together are answered together. */
export interface BlobReader {
  /**
   * The bytes of each blob, handed to `take` in the order asked. Each array belongs to the caller for good.
   * @throws UserError `environment` when an object is missing or git dies.
   */
  readonly readBlobs: (
    ids: readonly BlobId[],
    take: (bytes: Uint8Array, index: number) => void,
  ) => Promise<void>;
  /** The bytes of each file, in any order; each array is there for the call only. Otherwise as `readBlobs`. */
  readonly readFiles: (
    files: readonly TreeFile[],
    take: (bytes: Uint8Array, index: number) => void,
  ) => Promise<void>;
}

/** Reads objects of a repository. */
export interface ObjectReader extends BlobReader {
  /** The content of each tree object (one folder), as git stores it. Otherwise as `readBlobs`. */
  readonly readTrees: (
    ids: readonly TreeId[],
    take: (bytes: Uint8Array, index: number) => void,
  ) => Promise<void>;
  /**
   * The id of a commit's tree.
   * @throws UserError as `readBlobs`.
   */
  readonly treeOf: (commit: CommitId) => Promise<TreeId>;
}

/** A tree with the commit below it, so that one query of the commit can serve all states. */
export interface LaidTree extends Tree {
  readonly base: CommitId;
  /** Every path that differs from the commit below (added, changed or removed); empty for the commit's own tree. */
  readonly changed: ReadonlySet<string>;
}

/** Finds files by the words in them. */
export interface WordSearch {
  /**
   * The C and assembler files of the kernel proper in which one of these words stands (a run of letters, digits and `_`
   * with none of them beside it), sorted; perhaps others that held one of these words together with words asked for before.
   * @throws UserError `environment` when git fails.
   */
  readonly filesWith: (
    tree: LaidTree,
    words: ReadonlySet<string>,
    context: Context,
  ) => Promise<readonly string[]>;
  /**
   * The lines of the same files that hold one of some texts, sorted by path and line.
   * @throws UserError `environment` when git fails.
   */
  readonly linesWith: (
    tree: LaidTree,
    texts: readonly string[],
    context: Context,
  ) => Promise<readonly TreeLine[]>;
}

/** A line of a file. */
export interface TreeLine {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}
