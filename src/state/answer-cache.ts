// Answers that depend on a tree and a question alone, kept on disk as JSON.
import { createHash } from 'node:crypto';
import { DiskCache } from '../cache/disk-cache.js';
import type { CacheSettings } from './state-cache.js';

/**
 * The answer of an earlier run of the same program, else a new one, which is kept.
 * @param question everything that the answer depends on.
 */
export const cachedAnswer = async <T>(
  { folder, program }: CacheSettings,
  question: readonly unknown[],
  find: () => Promise<T>,
): Promise<T> => {
  const disk = new DiskCache(folder);
  const key = `answer ${createHash('sha256')
    .update(JSON.stringify([program, question]))
    .digest('hex')}`;
  const known = await disk.get(key);
  if (known !== undefined) return JSON.parse(Buffer.from(known).toString()) as T;
  const found = await find();
  await disk.put(key, Buffer.from(JSON.stringify(found)));
  return found;
};
