// The trees of commits that follow each other: only the folders on the way to a touched path are read and written,
// where an index would carry all ninety thousand paths from commit to commit.
import type { CommitId, TreeId } from '../base/id.js';
import { foldersAbove } from './git-tree.js';
import type { ScratchRepository } from './scratch-repository.js';
import { modeOf, type TreeChange } from './tree-entry.js';
import { entryName, type FolderEntry, isFolder, parseTree, writeTree } from './tree-object.js';

/** The top folder. */
const TOP = '';

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const nameOf = (path: string): string => entryName(path.slice(path.lastIndexOf('/') + 1));

/** Writes tree objects for changed paths. */
export class TreeWriter {
  private readonly folders = new Map<string, Map<string, FolderEntry>>();

  constructor(
    private readonly scratch: ScratchRepository,
    private readonly base: CommitId,
  ) {}

  /**
   * Writes the tree after some changes to the one that was written last (at first, the base's).
   * @returns the id of its top folder.
   */
  async write(changes: readonly TreeChange[]): Promise<TreeId> {
    const dirty = new Set([TOP, ...changes.flatMap(({ path }) => foldersAbove(path))]);
    await this.load([...dirty]);
    // Removals come first, so that a file can take the place of a folder, and a folder that of a file.
    for (const { path, after } of changes)
      if (after === null) this.folder(folderOf(path)).delete(nameOf(path));
    for (const { path, after } of changes) {
      if (after !== null)
        this.folder(folderOf(path)).set(nameOf(path), { mode: modeOf(after), id: after.id });
    }
    const deepestFirst = [...dirty].filter((folder) => folder !== TOP).sort((a, b) => depth(b) - depth(a));
    for (const folder of deepestFirst) this.enter(folder);
    return this.store(TOP);
  }

  /** Puts a folder into the one above it, or takes it out when nothing is left in it. */
  private enter(folder: string): void {
    const parent = this.folder(folderOf(folder));
    const name = nameOf(folder);
    if (this.folder(folder).size > 0) {
      parent.set(name, { mode: '040000', id: this.store(folder) });
      return;
    }
    const there = parent.get(name);
    if (there !== undefined && isFolder(there)) parent.delete(name);
  }

  private store(folder: string): TreeId {
    return writeTree(this.folder(folder), this.scratch.objectFolder, this.scratch.format);
  }

  private folder(path: string): Map<string, FolderEntry> {
    const known = this.folders.get(path);
    if (known !== undefined) return known;
    const fresh = new Map<string, FolderEntry>();
    this.folders.set(path, fresh);
    return fresh;
  }

  /**
   * Reads the folders that are not known yet, as they are in the base: no commit so far has touched them. Each is found
   * in the one above it, so that one query covers all of one depth.
   */
  private async load(folders: readonly string[]): Promise<void> {
    const missing = folders.filter((folder) => !this.folders.has(folder));
    for (const group of byDepth(missing)) {
      const found = await Promise.all(group.map(async (folder) => ({ folder, id: await this.idOf(folder) })));
      const there = found.flatMap(({ folder, id }) => (id === undefined ? [] : [{ folder, id }]));
      for (const { folder } of found) this.folder(folder);
      await this.scratch.reader.readTrees(
        there.map(({ id }) => id),
        (bytes, index) => {
          const folder = there[index]?.folder ?? TOP;
          this.folders.set(folder, new Map(parseTree(bytes, this.scratch.format)));
        },
      );
    }
  }

  /** The tree object of a folder that is not known yet; undefined where there is no folder. */
  private async idOf(folder: string): Promise<TreeId | undefined> {
    if (folder === TOP) return this.scratch.reader.treeOf(this.base);
    const entry = this.folder(folderOf(folder)).get(nameOf(folder));
    return entry !== undefined && isFolder(entry) ? (entry.id as TreeId) : undefined;
  }
}

const depth = (folder: string): number => (folder === TOP ? 0 : folder.split('/').length);

/** Folders of the same depth together, the top first. */
const byDepth = (folders: readonly string[]): readonly (readonly string[])[] => {
  const groups: string[][] = [];
  for (const folder of folders) {
    groups[depth(folder)] ??= [];
    groups[depth(folder)]?.push(folder);
  }
  return groups.flatMap((group) => [group]);
};
