// What the first bytes of a mail look like (RFC 5322, 2.2; RFC 4155 for the `From ` line).

import { HEAD_BYTES } from './byte-stream.js';

/** A line that begins an mbox; `>From ` stands first in files that were cut out of one. */
const FROM_LINE = /^>?From \S/;

const FIELD = /^([!-9;-~]+)[ \t]*:/;

/** A mail has at least two of these; prose that begins with `Note:` has none. */
const TELLING = new Set([
  'from',
  'to',
  'cc',
  'date',
  'subject',
  'message-id',
  'received',
  'return-path',
  'delivered-to',
  'mime-version',
  'content-type',
]);

/** How public-inbox heads a message on a page of a whole thread, where other mail has an address. */
export const PAGE_FROM = /^From: .* @ \d{4}-\d\d-\d\d +\d?\d:\d\d UTC\b/m;

/** The head as text, without empty lines before it. */
export const headText = (head: Uint8Array): string =>
  Buffer.from(head)
    .toString('utf8')
    .replace(/^(?:[ \t]*\r?\n)+/, '');

/** Whether the bytes begin as an mbox does. */
export const beginsAsMbox = (head: Uint8Array): boolean => FROM_LINE.test(headText(head));

/** Whether the bytes begin with the header of one mail. */
export const beginsAsMail = (head: Uint8Array): boolean => {
  const [header = '', body] = headText(head).split(/\r?\n\r?\n/, 2);
  if (PAGE_FROM.test(header)) return false;
  const found = new Set<string>();
  const lines = header.split(/\r?\n/);
  // A header of thousands of recipients may be longer than what was looked at, which then ends within a line.
  const isLong = body === undefined && head.length >= HEAD_BYTES;
  if (isLong) lines.pop();
  for (const [index, line] of lines.entries()) {
    if (/^[ \t]/.test(line) && index > 0) continue;
    const name = FIELD.exec(line)?.[1]?.toLowerCase();
    if (name === undefined) return index > 0 && found.size > 1;
    if (TELLING.has(name)) found.add(name);
  }
  return found.size > (isLong ? 0 : 1);
};

/** Whether these are bytes that no text has. */
export const isBinary = (head: Uint8Array): boolean => head.includes(0);
