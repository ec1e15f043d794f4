// Mails that a mail program piped one behind the other without `From ` lines, as mutt does with an empty `pipe_sep`.
import type { RawMail } from './mbox.js';

/** An empty line, the `From ` line of an mbox that lost its beginning, and the first field of what may be a header. */
const BELOW_EMPTY_LINE = /\n\r?\n(?:From (mboxrd@z )?\S[^\n]{0,200}\n)?(?=[!-9;-~]{1,80}:)/g;
const EMPTY_LINE = /\n\r?\n/g;
const SENT = ['from', 'subject', 'date'];

/** The names of the fields of a header in lower case; empty for a text in which some line is none. */
const fieldsOf = (header: string): readonly string[] => {
  const names: string[] = [];
  for (const line of header.split('\n')) {
    if (/^[ \t]/.test(line) && names.length > 0) continue;
    const name = /^([!-9;-~]{1,80}):/.exec(line)?.[1];
    if (name === undefined) return [];
    names.push(name.toLowerCase());
  }
  return names;
};

const headerAt = (text: string, at: number): string => {
  EMPTY_LINE.lastIndex = at;
  return text.slice(at, EMPTY_LINE.exec(text)?.index ?? text.length);
};

/** Where the parts of the mail that begins at `start` end: a header before that place belongs to a part. */
const endOfParts = (text: string, start: number, header: string): number => {
  const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(header);
  if (boundary === null) return start;
  const end = text.indexOf(`\n--${boundary[1] ?? boundary[2]}--`, start);
  return end < 0 ? text.length : end;
};

/**
 * The mails in some bytes, at least one. A mail begins where a whole header follows an empty line; where the first mail
 * has no Message-ID (mutt's `pipe_decode`), a header that begins with the same field is enough.
 */
export const splitPiped = (bytes: Buffer): readonly RawMail[] => {
  const text = bytes.toString('latin1');
  const starts = [0];
  const ends: number[] = [];
  const firstHeader = headerAt(text, 0);
  const first = fieldsOf(firstHeader);
  let closedAt = endOfParts(text, 0, firstHeader);
  const isWeeded = !first.includes('message-id');
  for (const found of text.matchAll(BELOW_EMPTY_LINE)) {
    const at = found.index + found[0].length;
    if (at < closedAt) continue;
    const header = headerAt(text, at);
    const fields = fieldsOf(header);
    const isMarked = found[1] !== undefined;
    const isWhole = isMarked || fields.includes('message-id') || (isWeeded && fields[0] === first[0]);
    if (!isWhole || !(isMarked ? SENT.slice(0, 2) : SENT).every((name) => fields.includes(name))) continue;
    starts.push(at);
    // A `From ` line above the header belongs to neither mail.
    ends.push(found.index + (/^\n\r?\n/.exec(found[0])?.[0].length ?? 0));
    closedAt = endOfParts(text, at, header);
  }
  let [line, counted] = [1, 0];
  const lineOf = (start: number): number => {
    line += text.slice(counted, start).split('\n').length - 1;
    counted = start;
    return line;
  };
  return starts.map((start, index) => ({
    bytes: bytes.subarray(start, ends[index] ?? text.length),
    line: lineOf(start),
  }));
};
