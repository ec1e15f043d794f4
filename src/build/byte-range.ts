// Bytes that are read piece by piece: of a file with debug information only its few small tables are wanted.
import type { FileHandle } from 'node:fs/promises';
import { UserError } from '../base/error.js';

/** Bytes of a file, read with checked bounds. */
export interface ByteRange {
  /** Its name in messages. */
  readonly name: string;
  readonly length: number;
  /**
   * Bytes from `offset` on.
   * @throws UserError `input` when they lie outside; `what` names them in the message.
   */
  readonly read: (offset: number, length: number, what: string) => Promise<Uint8Array>;
}

/** What the user can do about a file that is not whole. */
export const REBUILD_HINT = 'Build or install that module again.';

const isInside = (offset: number, length: number, whole: number): boolean =>
  Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0
    ? offset <= whole - length
    : false;

const outside = (name: string, what: string): UserError =>
  new UserError('input', `${name}: damaged or cut, ${what} lies outside the file`, { hint: REBUILD_HINT });

export const memoryRange = (name: string, bytes: Uint8Array): ByteRange => ({
  name,
  length: bytes.length,
  read: async (offset, length, what) => {
    if (!isInside(offset, length, bytes.length)) throw outside(name, what);
    return bytes.subarray(offset, offset + length);
  },
});

/** An open file, `length` bytes long when it was opened. */
export const fileRange = (name: string, file: FileHandle, length: number): ByteRange => ({
  name,
  length,
  read: async (offset, size, what) => {
    if (!isInside(offset, size, length)) throw outside(name, what);
    const bytes = new Uint8Array(size);
    for (let done = 0; done < size; ) {
      const { bytesRead } = await file.read(bytes, done, size - done, offset + done);
      // Cut while it is read.
      if (bytesRead === 0) throw outside(name, what);
      done += bytesRead;
    }
    return bytes;
  },
});
