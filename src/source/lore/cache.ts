// Fetched threads on disk, one file each, as the server packed them.
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A thread in the cache, and its age. */
export interface CachedThread {
  readonly bytes: Uint8Array;
  /** When it was fetched, in milliseconds since 1970. */
  readonly fetchedMs: number;
}

/** A name that no message-id can lead out of the folder, or make too long for a file system. */
const fileOf = (folder: string, url: string): string =>
  join(folder, `${createHash('sha256').update(url).digest('hex')}.mbox.gz`);

/** What was fetched from this URL, if it is there and can be read. */
export const cachedThread = async (folder: string, url: string): Promise<CachedThread | undefined> => {
  try {
    const file = fileOf(folder, url);
    const [bytes, { mtimeMs }] = await Promise.all([readFile(file), stat(file)]);
    return { bytes, fetchedMs: mtimeMs };
  } catch {
    // A cache that cannot be read is no cache.
    return undefined;
  }
};

/**
 * Keeps what was fetched: whole or not at all, also when two programs do it at once.
 * @returns why it could not be kept, `undefined` when it was.
 */
export const keepThread = async (
  folder: string,
  url: string,
  bytes: Uint8Array,
): Promise<string | undefined> => {
  const file = fileOf(folder, url);
  const part = `${file}.${process.pid}.part`;
  let [folderIsThere, written] = [false, false];
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    folderIsThere = true;
    const handle = await open(part, 'wx', 0o600);
    written = true;
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
    await rename(part, file);
    return undefined;
  } catch (error) {
    if (written) await rm(part, { force: true }).catch(() => {});
    // Somebody else is writing the very same thread.
    else if (folderIsThere && isThere(error)) return undefined;
    return error instanceof Error ? error.message : String(error);
  }
};

const isThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';
