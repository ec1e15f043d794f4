// Tree objects: the entries of one folder as git stores them (git's Documentation/user-manual, "Tree Object").
import type { TreeId } from '../base/id.js';
import { byCodeUnit } from '../base/order.js';
import { writeLooseObject } from './loose-object.js';
import { ID_BYTES, type ObjectFormat } from './object-format.js';

/** One name in a folder. */
export interface FolderEntry {
  /** Octal, as `ls-tree` prints it: `100644`, `040000`. */
  readonly mode: string;
  readonly id: string;
}

/** The entries of a folder by name. Each byte of a name is one character: git does not define its character set. */
export type Folder = ReadonlyMap<string, FolderEntry>;

/** The name of an entry as a `Folder` has it. */
export const entryName = (name: string): string => Buffer.from(name).toString('latin1');

const FOLDER = '040000';

/** Whether an entry is a folder. */
export const isFolder = (entry: FolderEntry): boolean => entry.mode === FOLDER;

/** The content of a tree object: names in the order of their bytes, a folder's as if it ended with a slash. */
export const treeContent = (entries: Folder): Buffer => {
  const sorted = [...entries]
    .map(([name, entry]) => ({ name, entry, key: isFolder(entry) ? `${name}/` : name }))
    .sort((a, b) => byCodeUnit(a.key, b.key));
  return Buffer.concat(
    sorted.flatMap(({ name, entry }) => [
      Buffer.from(`${entry.mode.replace(/^0/, '')} ${name}\0`, 'latin1'),
      Buffer.from(entry.id, 'hex'),
    ]),
  );
};

/** Writes a tree object into an object folder of our own. */
export const writeTree = (entries: Folder, objectFolder: string, format: ObjectFormat): TreeId =>
  writeLooseObject('tree', treeContent(entries), objectFolder, format) as TreeId;

/**
 * Reads the content of a tree object.
 * @throws Error when it is none.
 */
export const parseTree = (content: Uint8Array, format: ObjectFormat): Folder => {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  const idBytes = ID_BYTES[format];
  const entries = new Map<string, FolderEntry>();
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(' ', at);
    const end = bytes.indexOf(0, blank);
    const next = end + 1 + idBytes;
    if (blank < 0 || end < 0 || next > bytes.length) throw new Error('not the content of a tree object');
    const mode = bytes.toString('latin1', at, blank).padStart(6, '0');
    entries.set(bytes.toString('latin1', blank + 1, end), { mode, id: bytes.toString('hex', end + 1, next) });
    at = next;
  }
  return entries;
};
