// What was computed before, on disk: records by key, in one flat folder that several processes share. A record is there
// whole or not at all, a damaged one is thrown away, and a folder that cannot be used is the same as an empty one.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openRecord, sealRecord } from './record.js';
import { makeRoom, partName } from './room.js';

/** Some thousand states of the kernel for one pair of modules; what a user would not miss on a disk. */
const CACHE_LIMIT = 512 * 1024 * 1024;

/** One record may not push out all others. */
const RECORD_SHARE = 4;

/** Larger records are not kept. */
export const RECORD_LIMIT = CACHE_LIMIT / RECORD_SHARE;

const nameOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Makes a folder and those above it. `recursive` of mkdir never ends where a file system takes no folder (/proc). */
const makeFolder = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    // Another process may be making the same.
    await mkdir(folder, { mode: 0o700 }).catch((second: NodeJS.ErrnoException) => {
      if (second.code !== 'EEXIST') throw second;
    });
  }
};

/** Neither follows a link nor waits for a pipe (open(2)). */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Write permission of the group and of others. */
const FOREIGN_WRITERS = 0o022;

/** Whether a file or folder is the user's, and nobody else may change it. Systems without users have no others. */
const isOwn = ({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean =>
  process.geteuid === undefined || (uid === process.geteuid() && (mode & FOREIGN_WRITERS) === 0);

/** The bytes of a regular file of the user's own. */
const readOwnFile = async (file: string): Promise<Uint8Array | undefined> => {
  const handle = await open(file, READ_FLAGS);
  try {
    const found = await handle.stat();
    return found.isFile() && isOwn(found) ? await handle.readFile() : undefined;
  } finally {
    await handle.close();
  }
};

/**
 * Records by key in one folder. A record that is cut, changed, behind a link, or open to another user's writing does not
 * count. Whoever makes the object owns it; the folder belongs to all processes of the user.
 */
export class DiskCache {
  private isFolderOwn: Promise<boolean> | undefined;
  private parts = 0;
  /** Bytes in the folder by the last count of this process; undefined before the first count. */
  private size: number | undefined;
  private room: Promise<void> = Promise.resolve();

  /**
   * @param folder need not exist; nothing else should be in it.
   * @param limit bytes that all records may take together; the oldest are dropped.
   */
  constructor(
    private readonly folder: string,
    private readonly limit = CACHE_LIMIT,
  ) {}

  /** What was kept under a key. */
  async get(key: string): Promise<Uint8Array | undefined> {
    const file = join(this.folder, nameOf(key));
    let bytes: Uint8Array | undefined;
    try {
      this.isFolderOwn ??= lstat(this.folder).then(isOwn);
      bytes = (await this.isFolderOwn) ? await readOwnFile(file) : undefined;
    } catch {
      this.isFolderOwn = undefined;
      return undefined;
    }
    const payload = bytes && openRecord(key, bytes);
    if (payload === undefined) await rm(file, { force: true }).catch(() => {});
    return payload;
  }

  /** Keeps a payload. Where that cannot be done, nothing is kept. */
  async put(key: string, payload: Uint8Array): Promise<void> {
    const bytes = sealRecord(key, payload);
    if (bytes.length * RECORD_SHARE > this.limit) return;
    const name = nameOf(key);
    this.parts += 1;
    const part = join(this.folder, partName(name, process.pid, this.parts));
    try {
      await makeFolder(this.folder);
      const handle = await open(part, 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
      } finally {
        await handle.close();
      }
      await rename(part, join(this.folder, name));
    } catch {
      await rm(part, { force: true }).catch(() => {});
      return;
    }
    this.room = this.room.then(() => this.afterWrite(bytes.length));
    await this.room;
  }

  private async afterWrite(added: number): Promise<void> {
    if (this.size !== undefined) this.size += added;
    // What other processes have written is seen when the folder is looked at: at first, and whenever it seems full.
    if (this.size === undefined || this.size > this.limit)
      this.size = await makeRoom(this.folder, this.limit);
  }
}
