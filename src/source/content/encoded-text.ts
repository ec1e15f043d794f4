// Text as Windows programs save it: a byte order mark before UTF-8, or UTF-16 with a mark or without (PowerShell's `>`).
import { peekStream } from '../byte-stream.js';
import type { ContentForm } from '../form.js';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Without a mark, text in ASCII has a zero in every second byte; mail begins with ASCII. */
const LOOKED_AT = 32;

const encodingOf = (head: Uint8Array): Encoding | undefined => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const first = [...head.subarray(0, LOOKED_AT)];
  if (first.length < LOOKED_AT) return undefined;
  const isZeroAt = (rest: number): boolean => first.every((byte, at) => (byte === 0) === (at % 2 === rest));
  return isZeroAt(1) ? 'utf-16le' : isZeroAt(0) ? 'utf-16be' : undefined;
};

async function* toUtf8(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Uint8Array> {
  if (encoding === 'utf-8') {
    let left = 3;
    for await (const piece of bytes) {
      // UTF-8 stays as it is: a diff may hold bytes of another charset.
      if (piece.length > left) yield piece.subarray(left);
      left = Math.max(0, left - piece.length);
    }
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const piece of bytes) yield Buffer.from(decoder.decode(piece, { stream: true }));
  yield Buffer.from(decoder.decode());
}

export const encodedText: ContentForm = {
  name: 'text with a byte order mark or in UTF-16',
  recognises: (head) => encodingOf(head) !== undefined,
  read: async ({ name, head, bytes }, readContent, context) =>
    readContent(await peekStream(name, toUtf8(bytes, encodingOf(head) ?? 'utf-8')), context),
};
