// Keeps the folder of a cache below its limit: what was written first goes first.
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** After a clearing, this part of the limit is left, so that the next record does not ask for another. */
const KEPT_SHARE = 0.75;

const RECORD_NAME = /^[0-9a-f]{64}(?:\.(\d+)-\d+\.part)?$/;

/** The name of a record while it is being written. */
export const partName = (name: string, pid: number, count: number): string => `${name}.${pid}-${count}.part`;

/** The process that writes a file; undefined for one that is whole. */
const writerOf = (name: string): number | undefined => {
  const pid = RECORD_NAME.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user cannot be signalled, and is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

interface Entry {
  readonly file: string;
  readonly size: number;
  readonly writtenMs: number;
}

const entryOf = async (folder: string, name: string): Promise<Entry | undefined> => {
  const file = join(folder, name);
  try {
    const { size, mtimeMs } = await lstat(file);
    return { file, size, writtenMs: mtimeMs };
  } catch {
    // Another process has dropped it.
    return undefined;
  }
};

/** Whether it is gone now. */
const drop = async (file: string): Promise<boolean> => {
  try {
    await rm(file, { force: true });
    return true;
  } catch {
    return false;
  }
};

/**
 * Drops what processes that were killed left half-written, and the oldest records when all take more than `limit` bytes.
 * Files of other names are left alone.
 * @returns the bytes that are left.
 */
export const makeRoom = async (folder: string, limit: number): Promise<number> => {
  const names = await readdir(folder).catch(() => []);
  const entries: Entry[] = [];
  for (const name of names.filter((one) => RECORD_NAME.test(one))) {
    const writer = writerOf(name);
    if (writer !== undefined && !isAlive(writer) && (await drop(join(folder, name)))) continue;
    const entry = await entryOf(folder, name);
    if (entry !== undefined) entries.push(entry);
  }
  let total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total <= limit) return total;
  const oldestFirst = entries.sort((a, b) => a.writtenMs - b.writtenMs || (a.file < b.file ? -1 : 1));
  for (const { file, size } of oldestFirst) {
    if (total <= limit * KEPT_SHARE) break;
    if (await drop(file)) total -= size;
  }
  return total;
};
