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
