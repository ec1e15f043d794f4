// Streams of bytes: a look at their beginning, a cap on their length, files opened when they are first read.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { UserError } from '../base/error.js';
import { fileError } from '../base/file-error.js';
import type { Content } from './form.js';

/** Enough to get past a long header block (lore's run to 10 kB) and to see what a text holds. */
export const HEAD_BYTES = 64 * 1024;

/** A read of this size keeps a 200 MB mbox moving without holding much of it. */
const PIECE_BYTES = 256 * 1024;

/** The beginning of a file that can be opened again; the file is not held open. */
export const peekFile = async (name: string, path: string): Promise<Content> => {
  try {
    const file = await open(path, 'r');
    try {
      const head = new Uint8Array(HEAD_BYTES);
      let length = 0;
      while (length < HEAD_BYTES) {
        const { bytesRead } = await file.read(head, length, HEAD_BYTES - length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return { name, head: head.subarray(0, length), bytes: readFileBytes(name, path) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(name, error);
  }
};

/** The bytes of a file, opened with the first read. */
export async function* readFileBytes(name: string, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: PIECE_BYTES });
  } catch (error) {
    throw fileError(name, error);
  }
}

/** The beginning of a stream that can be read only once; what was looked at is given again. */
export const peekStream = async (name: string, stream: AsyncIterable<Uint8Array>): Promise<Content> => {
  const pieces = stream[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await pieces.next();
    if (next.done === true) break;
    seen.push(next.value);
    length += next.value.length;
  }
  return { name, head: Buffer.concat(seen).subarray(0, HEAD_BYTES), bytes: resume(seen, pieces) };
};

async function* resume(
  seen: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* seen;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** The same bytes, until they are more than `limit`. @throws UserError `input` then. */
export async function* capped(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  limit: number,
  hint: string,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > limit) {
      throw new UserError('input', `${name}: more than ${Math.floor(limit / 1024 / 1024)} MB`, { hint });
    }
    yield piece;
  }
}

/** All bytes in one piece. @throws UserError `input` when they are more than `limit`. */
export const collect = async (
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  limit: number,
  hint: string,
): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of capped(name, bytes, limit, hint)) pieces.push(piece);
  return Buffer.concat(pieces);
};

/** Bytes that are already here, as a stream. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
