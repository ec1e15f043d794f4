// What stands at a path of a tree, as git records it (git-ls-tree(1), git-update-index(1) "--index-info").
import type { BlobId, CommitId } from '../base/id.js';

/** Modes that git writes; a tree may hold the group-writable `100664` of the first gits, which counts as a file. */
export type TreeEntry =
  | { readonly kind: 'file' | 'executable' | 'link'; readonly id: BlobId }
  | { readonly kind: 'submodule'; readonly id: CommitId };

/** A path that a commit or patch touches: what stood there, and what stands there now. */
export interface TreeChange {
  readonly path: string;
  readonly before: TreeEntry | null;
  readonly after: TreeEntry | null;
}

const MODES: Readonly<Record<TreeEntry['kind'], string>> = {
  file: '100644',
  executable: '100755',
  link: '120000',
  submodule: '160000',
};

/** The mode in six octal digits. */
export const modeOf = (entry: TreeEntry): string => MODES[entry.kind];

/** The entry for a mode and an object id; undefined for a mode that is no entry of a tree (a folder, `000000`). */
export const entryOf = (mode: string, id: string): TreeEntry | undefined => {
  switch (mode) {
    case '100644':
    case '100664':
      return { kind: 'file', id: id as BlobId };
    case '100755':
      return { kind: 'executable', id: id as BlobId };
    case '120000':
      return { kind: 'link', id: id as BlobId };
    case '160000':
      return { kind: 'submodule', id: id as CommitId };
    default:
      return undefined;
  }
};

/** Whether both are the same thing with the same content. */
export const isSameEntry = (a: TreeEntry | null, b: TreeEntry | null): boolean =>
  a === b || (a !== null && b !== null && a.kind === b.kind && a.id === b.id);
