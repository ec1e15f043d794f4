// Packed with gzip (RFC 1952): unpacked on the way, then read by what it holds.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../base/error.js';
import { capped, peekStream } from '../byte-stream.js';
import type { ContentForm } from '../form.js';

/** A file of 1 MB can unpack to 1 GB of zeros; a month of linux-kernel is about 300 MB. */
const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/**
 * The bytes without their packing.
 * @throws UserError `input` when they are damaged, cut, or unpack to more than `limit`.
 */
export async function* unpack(
  name: string,
  packed: AsyncIterable<Uint8Array>,
  limit = MAX_UNPACKED_BYTES,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // The reader below sees what goes wrong here, as the stream's own error.
  pipeline(Readable.from(packed), gunzip).catch(() => {});
  try {
    yield* capped(name, gunzip, limit, 'Unpack it and give only the thread that is meant.');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('input', `${name}: gzip file is damaged or cut (${reason})`, {
      hint: 'Fetch it again, or test it with "gzip -t".',
      cause: error,
    });
  } finally {
    gunzip.destroy();
  }
}

export const gzip: ContentForm = {
  name: 'gzip',
  recognises: isGzip,
  read: async ({ name, bytes }, readContent, context) => {
    const inner = await peekStream(name, unpack(name, bytes));
    if (isGzip(inner.head)) {
      throw new UserError('input', `${name}: packed twice with gzip`, { hint: 'Unpack it once first.' });
    }
    return readContent(inner, context);
  },
};
