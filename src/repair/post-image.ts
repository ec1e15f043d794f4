// The file that a rebuilt diff makes, and its blob id (gitformat-pack(5): SHA of `blob SIZE\0` and the bytes).
import { createHash } from 'node:crypto';
import type { DamagedHunk } from './damaged-diff.js';
import type { RebuiltLine } from './hunk-way.js';

/** A file as its lines; the texts hold one byte a character. */
export interface FileLines {
  readonly lines: readonly string[];
  /** Whether the last line has a line end. */
  readonly ended: boolean;
}

export const linesOf = (bytes: Uint8Array): FileLines => {
  if (bytes.length === 0) return { lines: [], ended: true };
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  const ended = lines.at(-1) === '';
  return { lines: ended ? lines.slice(0, -1) : lines, ended };
};

export const bytesOf = ({ lines, ended }: FileLines): Buffer =>
  Buffer.from(lines.length === 0 ? '' : lines.join('\n') + (ended ? '\n' : ''), 'latin1');

/** A rebuilt hunk at its place. */
export interface RebuiltHunk {
  readonly hunk: DamagedHunk;
  readonly start: number;
  readonly lines: readonly RebuiltLine[];
}

/**
 * The pre-image with the hunks' changes: removed lines go, added lines come where the lines around them stand.
 * Context that the pre-image has not changes nothing.
 */
export const postImage = (pre: FileLines, hunks: readonly RebuiltHunk[]): FileLines => {
  const lines: string[] = [];
  let next = 0;
  let ended = pre.ended;
  const copyTo = (end: number): void => {
    for (; next < end; next += 1) lines.push(pre.lines[next] ?? '');
  };
  for (const { hunk, start, lines: rebuilt } of hunks) {
    copyTo(start);
    for (const { sign, text, at } of rebuilt) {
      if (sign === '+') lines.push(text);
      else if (at !== undefined) {
        copyTo(at);
        if (sign === ' ') lines.push(text);
        next = Math.max(next, at + 1);
      }
    }
    if (hunk.noNewline.new) ended = false;
    else if (hunk.noNewline.old) ended = true;
  }
  copyTo(pre.lines.length);
  return { lines, ended };
};

/**
 * Blob ids of what different ways to write the same hunks make: the bytes between the hunks are kept as they are.
 * @param hunks where the hunks stand; each fits exactly.
 * @param prefix the id that is looked for.
 */
export const imageHasher = (
  pre: FileLines,
  hunks: readonly RebuiltHunk[],
  prefix: string,
): ((hunks: readonly RebuiltHunk[]) => { readonly id: string; readonly length: number }) => {
  const whole = (given: readonly RebuiltHunk[]) => {
    const bytes = bytesOf(postImage(pre, given));
    return { id: blobIdOf(bytes, prefix), length: bytes.length };
  };
  if (!pre.ended || hunks.some(({ hunk }) => hunk.noNewline.new || hunk.noNewline.old)) return whole;
  const between = [...hunks, undefined].map((hunk, index) => {
    const before = hunks[index - 1];
    const from = before === undefined ? 0 : before.start + before.hunk.oldCount;
    return bytesOf({ lines: pre.lines.slice(from, hunk?.start), ended: true });
  });
  return (given) => {
    const pieces = given.flatMap(({ lines }, index) => [
      between[index] ?? Buffer.alloc(0),
      bytesOf({ lines: lines.filter(({ sign }) => sign !== '-').map(({ text }) => text), ended: true }),
    ]);
    pieces.push(between.at(-1) ?? Buffer.alloc(0));
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const hash = createHash(hashFor(prefix)).update(`blob ${length}\0`);
    for (const piece of pieces) hash.update(piece);
    return { id: hash.digest('hex'), length };
  };
};

const hashFor = (prefix: string): string => (prefix.length > 40 ? 'sha256' : 'sha1');

/** Blob id of some bytes; SHA-1 unless the prefix it is compared with is longer than one. */
export const blobIdOf = (bytes: Uint8Array, prefix = ''): string =>
  createHash(hashFor(prefix)).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
