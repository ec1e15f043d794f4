// The `From ` line that stands before each mail of an mbox (mbox(5), RFC 4155), and what it says of the quoting.
// Archives also hold bodies with unquoted "From " at a line start, so the line must carry a time and a year.

const WITH_TIME_AND_YEAR = /^From \S.*\d{1,2}:\d\d(?::\d\d)?\b.*\b(?:19|20)\d\d\b/;
/** `git format-patch` writes a commit id and this fixed date, and quotes nothing. */
const FORMAT_PATCH = /^From (?:[0-9a-f]{40}|[0-9a-f]{64}) Mon Sep 17 00:00:00 2001/;

/**
 * How `From ` at the start of a body line is written.
 * - `rd`: every line of `>`s before `From ` has one more `>` (mboxrd, public-inbox).
 * - `o`: `From ` became `>From `, and `>From ` stayed (mboxo).
 * - `verbatim`: nothing was changed (mboxcl2, git format-patch).
 */
export type Quoting = 'rd' | 'o' | 'verbatim';

/** Whether a line (without its end) opens a mail in an mbox. */
export const isFromLine = (line: string): boolean => WITH_TIME_AND_YEAR.test(line);

/** `From ` and an address and at most a date: it opens a mail only when header fields follow (`opensHeader`). */
const ADDRESS_ALONE = /^From (?:\S+@\S+|-|MAILER-DAEMON)(?:\s.{0,60})?$/;
export const isBareFromLine = (line: string): boolean => ADDRESS_ALONE.test(line);

const FIELD = /^[!-9;-~]{1,80}:/;
/** Of the fields below a bare `From ` line one has to be of these: text may have other lines with a colon. */
const FIELD_OF_MAIL = /^(?:from|date|subject|message-id|received|return-path|delivered-to|x-[\w-]+):/i;

/**
 * Whether the lines below a `From ` line begin a header: two fields, folded or not, the first of which mail has. Null
 * when `text` ends before that can be told.
 */
export const opensHeader = (text: string): boolean | null => {
  const [, first, ...lines] = text.split(/\r?\n/).slice(0, -1);
  const second = lines.find((line) => !/^[ \t]/.test(line));
  if (first === undefined || second === undefined) return null;
  return FIELD_OF_MAIL.test(first) && FIELD.test(second);
};

export const quotingOf = (fromLine: string): Quoting =>
  fromLine.startsWith('From mboxrd@') ? 'rd' : FORMAT_PATCH.test(fromLine) ? 'verbatim' : 'o';

const GREATER = 0x3e;
const NEWLINE = 0x0a;

/** Undoes the quoting of `From ` lines. Returns the same array when nothing was quoted. */
export const unquoteFromLines = (mail: Buffer, quoting: Quoting): Buffer => {
  if (quoting === 'verbatim' || !mail.includes('>From ')) return mail;
  const pieces: Buffer[] = [];
  let kept = 0;
  for (let at = mail.indexOf('>From '); at >= 0; at = mail.indexOf('>From ', at + 1)) {
    let start = at;
    while (start > 0 && mail[start - 1] === GREATER) start--;
    if (start > 0 && mail[start - 1] !== NEWLINE) continue;
    if (quoting === 'o' && start !== at) continue;
    pieces.push(mail.subarray(kept, start));
    kept = start + 1;
  }
  pieces.push(mail.subarray(kept));
  return Buffer.concat(pieces);
};
