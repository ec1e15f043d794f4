// Tree objects: the entries of one folder as git stores them (git's Documentation/user-manual, "Tree Object").
import type { TreeId } from '../base/id.js';
import { writeLooseObject } from './loose-object.js';
import type { ObjectFormat } from './scratch-repository.js';

/** One name in a folder. */
export interface FolderEntry {
  /** Octal, as `ls-tree` prints it: `100644`, `040000`. */
  readonly mode: string;
  readonly id: string;
}

const FOLDER = '040000';

/** Whether an entry is a folder. */
export const isFolder = (entry: FolderEntry): boolean => entry.mode === FOLDER;

/** The content of a tree object: names in the order of their bytes, a folder's as if it ended with a slash. */
export const treeContent = (entries: ReadonlyMap<string, FolderEntry>): Buffer => {
  const sorted = [...entries]
    .map(([name, entry]) => ({ name, entry, key: Buffer.from(isFolder(entry) ? `${name}/` : name) }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  return Buffer.concat(
    sorted.flatMap(({ name, entry }) => [
      Buffer.from(`${entry.mode.replace(/^0/, '')} ${name}\0`),
      Buffer.from(entry.id, 'hex'),
    ]),
  );
};

/** Writes a tree object into an object folder of our own. */
export const writeTree = (
  entries: ReadonlyMap<string, FolderEntry>,
  objectFolder: string,
  format: ObjectFormat,
): TreeId => writeLooseObject('tree', treeContent(entries), objectFolder, format) as TreeId;

/** Reads `git ls-tree -t -z`: for each path its entry. */
export const parseFolders = (output: string): ReadonlyMap<string, FolderEntry> =>
  new Map(
    output
      .split('\0')
      .slice(0, -1)
      .map((record) => {
        const tab = record.indexOf('\t');
        const [mode = '', , id = ''] = record.slice(0, tab).split(' ');
        return [record.slice(tab + 1), { mode, id }] as const;
      }),
  );
