// What the first bytes of a mail look like (RFC 5322, 2.2; RFC 4155 for the `From ` line).

/** Begins many a text file written on Windows; not part of the text. */
const BYTE_ORDER_MARK = '\u{feff}';

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

/** The head as text, without a byte order mark and empty lines before it. */
export const headText = (head: Uint8Array): string => {
  const text = Buffer.from(head).toString('utf8');
  return (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).replace(/^(?:[ \t]*\r?\n)+/, '');
};

/** Whether the bytes begin as an mbox does. */
export const beginsAsMbox = (head: Uint8Array): boolean => FROM_LINE.test(headText(head));

/** Whether the bytes begin with the header of one mail. */
export const beginsAsMail = (head: Uint8Array): boolean => {
  const header = headText(head).split(/\r?\n\r?\n/, 1)[0] ?? '';
  if (PAGE_FROM.test(header)) return false;
  const found = new Set<string>();
  for (const [index, line] of header.split(/\r?\n/).entries()) {
    if (/^[ \t]/.test(line) && index > 0) continue;
    const name = FIELD.exec(line)?.[1]?.toLowerCase();
    if (name === undefined) return index > 0 && found.size > 1;
    if (TELLING.has(name)) found.add(name);
  }
  return found.size > 1;
};

/** Whether these are bytes that no text has. */
export const isBinary = (head: Uint8Array): boolean => head.includes(0);
