// The trees of commits that follow each other: only the folders on the way to a touched path are read and written,
// where an index would carry all ninety thousand paths from commit to commit.
import type { Context } from '../base/context.js';
import type { CommitId, TreeId } from '../base/id.js';
import { foldersAbove } from './git-tree.js';
import { gitOutput } from './process.js';
import type { ScratchRepository } from './scratch-repository.js';
import { modeOf, type TreeChange } from './tree-entry.js';
import { type FolderEntry, isFolder, parseFolders, writeTree } from './tree-object.js';

/** The top folder. */
const TOP = '';

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

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
  async write(changes: readonly TreeChange[], context: Context): Promise<TreeId> {
    const dirty = new Set([TOP, ...changes.flatMap(({ path }) => foldersAbove(path))]);
    await this.load([...dirty], context);
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

  /** Reads the folders that are not known yet, as they are in the base: no commit so far has touched them. */
  private async load(folders: readonly string[], context: Context): Promise<void> {
    const wanted = folders.filter((folder) => !this.folders.has(folder));
    for (const folder of wanted) this.folder(folder);
    const below = wanted.filter((folder) => folder !== TOP);
    if (below.length < wanted.length) await this.list([], context, new Set([TOP]));
    if (below.length > 0) {
      await this.list(
        below.map((folder) => `${folder}/`),
        context,
        new Set(below),
      );
    }
  }

  private async list(paths: readonly string[], context: Context, wanted: ReadonlySet<string>): Promise<void> {
    const args = ['ls-tree', '-t', '-z', '--full-tree', this.base, '--', ...paths];
    const output = await gitOutput(this.scratch.place, args, {}, context);
    for (const [path, entry] of parseFolders(output.toString())) {
      if (wanted.has(folderOf(path))) this.folder(folderOf(path)).set(nameOf(path), entry);
    }
  }
}

const depth = (folder: string): number => folder.split('/').length;
