// How the bodies of many mails are held: plain while they are few, packed when they would fill memory.
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Keeps a body; the function that it gives brings it back. */
export type BodyStore = (body: Buffer) => () => Buffer;

/** Holds the body as it is. */
export const plainStore: BodyStore = (body) => () => body;

/** A thread is a few MB; only the mailbox of a whole list is larger. */
const PLAIN_BYTES = 16 * 1024 * 1024;
/** Below this, packing gains less than it costs. */
const SMALL_BODY = 512;
/** Bodies of mail shrink to a third even at the fastest level. */
const FASTEST = { level: 1 };

/** Holds the first 16 MB plain and packs what comes after. */
export const packingStore = (plainBytes = PLAIN_BYTES): BodyStore => {
  let held = 0;
  return (body) => {
    held += body.length;
    if (held <= plainBytes || body.length < SMALL_BODY) {
      // A copy, since the body is a view of the whole mail with its header.
      const own = Buffer.from(body);
      return () => own;
    }
    // zlib gives a view of a buffer of its own size; the copy is as large as what it holds.
    const packed = Buffer.from(deflateRawSync(body, FASTEST));
    return () => inflateRawSync(packed);
  };
};
