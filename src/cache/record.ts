// One record of the cache as it stands in its file: a mark, a checksum, the payload. The checksum finds
// records that were cut, overwritten or put under another name.
import { createHash } from 'node:crypto';

/** Changes when the form of a file does. */
const MARK = Buffer.from('kvs-cache-1\n');
const SUM_LENGTH = 32;
const HEAD_LENGTH = MARK.length + SUM_LENGTH;

const checksum = (key: string, payload: Uint8Array): Buffer =>
  createHash('sha256').update(key).update('\0').update(payload).digest();

/** What is written into the file of a key. */
export const sealRecord = (key: string, payload: Uint8Array): Buffer =>
  Buffer.concat([MARK, checksum(key, payload), payload]);

/** The payload of a file; undefined when it is not what was written for this key. */
export const openRecord = (key: string, file: Uint8Array): Uint8Array | undefined => {
  if (file.length < HEAD_LENGTH || MARK.compare(file, 0, MARK.length) !== 0) return undefined;
  const payload = file.subarray(HEAD_LENGTH);
  return checksum(key, payload).compare(file, MARK.length, HEAD_LENGTH) === 0 ? payload : undefined;
};
