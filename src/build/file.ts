// Files of a build, opened and listed. Nothing is written, and symbolic links are followed for files only.
import type { Dirent } from 'node:fs';
import { open, readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../base/error.js';
import { fileError } from '../base/file-error.js';
import { byCodeUnit } from '../base/order.js';
import { type ByteRange, fileRange, memoryRange } from './byte-range.js';
import { isPacked, MAX_UNPACKED_BYTES, PACKING_HEAD_BYTES, unpacked } from './packing.js';

export const isFile = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isFile() ?? false;

export const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false;

/** Where a symbolic link points; undefined when it is none. */
export const linkTarget = (path: string): Promise<string | undefined> =>
  readlink(path).catch(() => undefined);

/** The first of some paths that is a file. */
export const firstFile = async (paths: readonly string[]): Promise<string | undefined> => {
  for (const path of paths) if (await isFile(path)) return path;
  return undefined;
};

const LOOK_HINT = 'Look at what it is.';

/**
 * Hands over the bytes of a file, without its packing.
 * @throws UserError when it cannot be read (`input` when it is not there) or unpacked.
 */
export const withFile = async <T>(path: string, use: (range: ByteRange) => Promise<T>): Promise<T> => {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const range = fileRange(path, file, size);
      const head = await range.read(0, Math.min(size, PACKING_HEAD_BYTES), 'its beginning');
      if (!isPacked(head)) return await use(range);
      if (size > MAX_UNPACKED_BYTES)
        throw new UserError('input', `${path}: too large for a packed module`, { hint: LOOK_HINT });
      return await use(memoryRange(path, await unpacked(path, await range.read(0, size, 'its end'))));
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw fileError(path, error);
    throw error;
  }
};

/** A Module.symvers of 27,000 symbols has 2 MB; an allyesconfig's is not ten times as large. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** @throws UserError when it cannot be read, or is larger than a text of a build can be. */
export const textOf = (path: string): Promise<string> =>
  withFile(path, async (range) => {
    if (range.length > MAX_TEXT_BYTES)
      throw new UserError('input', `${path}: too large for a text of a kernel build`, { hint: LOOK_HINT });
    return Buffer.from(await range.read(0, range.length, 'its end')).toString('utf8');
  });

const isHidden = ({ name }: Dirent): boolean => name.startsWith('.');

/**
 * The files below a folder whose names match, as paths from there, sorted.
 * @throws UserError when a folder cannot be listed.
 */
export const filesBelow = async (folder: string, wanted: RegExp): Promise<readonly string[]> => {
  const found: string[] = [];
  const pending = [''];
  for (let below = pending.pop(); below !== undefined; below = pending.pop()) {
    const path = join(folder, below);
    const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
      throw fileError(path, error);
    });
    for (const entry of entries) {
      const inside = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && !isHidden(entry)) pending.push(inside);
      else if ((entry.isFile() || entry.isSymbolicLink()) && wanted.test(entry.name)) found.push(inside);
    }
  }
  return found.sort(byCodeUnit);
};
