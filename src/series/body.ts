// The parts of a patch mail's body: in-body header, commit message, notes below the line, diff (git-am(1), "DISCUSSION";
// git-mailinfo(1)). Offsets are those of the latin-1 form, so the diff's bytes are never re-encoded.
import { trimEndOf } from '../base/trim.js';
import { headerLine } from '../mail/author.js';
import { decodeText } from '../mail/charset.js';
import type { Message } from '../mail/message.js';
import { findTrailers, type Trailer } from './trailer.js';

/** The parts of a patch mail below its header. */
export interface PatchBody {
  /** `From:`, `Subject:` and `Date:` written on top of the body; they outrank those of the mail. */
  readonly inBody: {
    readonly from: string | null;
    readonly subject: string | null;
    readonly date: string | null;
  };
  /** The commit message without its subject line, trailers included, as written; LF, no trailing newline. */
  readonly text: string;
  /** Of the last paragraph of `text`. */
  readonly trailers: readonly Trailer[];
  /** Between `---` and the diff: notes and diffstat. */
  readonly notes: string;
  readonly diff: Uint8Array;
}

/** Where git stops reading the message (git-mailinfo(1): "---", "diff -", "Index: "). */
const PATCH_BREAK = /^(?:---[ \t]*$|--- [^ \t]|diff -|Index: )/;
const DIFF_START = /^(?:diff -|Index: )/;
const OLD_FILE = /^--- \S/;

/** The first line of `git format-patch`, pasted under a greeting: the commit begins below it. */
const FORMAT_PATCH = /^>?From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001$/;

const IN_BODY = /^(from|subject|date):\s*(.*)$/i;
const IN_BODY_PATCH = /^\[PATCH\]\s/;

/** Whether git would read a line on top of a message as part of an in-body header. */
export const startsInBody = (text: string): boolean => {
  const line = text.trimStart().split('\n', 1).join('');
  return IN_BODY.test(line) || IN_BODY_PATCH.test(line) || FORMAT_PATCH.test(line);
};

/**
 * The in-body header on top of a message, and where the message begins. Each field counts once: another `From:` belongs to
 * the message, like one without an address, which git refuses. So does everything from the first line that is no field, and from the first empty line below a field.
 */
const takeInBody = (
  lines: readonly string[],
): { readonly inBody: PatchBody['inBody']; readonly start: number } => {
  const found = new Map<string, string>();
  let at = 0;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      if (found.size > 0) break;
      continue;
    }
    if (FORMAT_PATCH.test(line)) continue;
    if (IN_BODY_PATCH.test(line)) {
      found.set('subject', line);
      continue;
    }
    const [, field = '', text = ''] = IN_BODY.exec(line) ?? [];
    const name = field.toLowerCase();
    if (name === '' || found.has(name) || (name === 'from' && !/[@<]/.test(text))) break;
    let value = text;
    while (/^[ \t]/.test(lines[at + 1] ?? '')) value += lines[++at] ?? '';
    found.set(name, value);
  }
  const field = (name: string): string | null => headerLine(found.get(name) ?? '') || null;
  return { inBody: { from: field('from'), subject: field('subject'), date: field('date') }, start: at };
};

/** White space that git takes from the end of a line. */
const BLANKS = ' \t\r';

const cleanMessage = (lines: readonly string[]): string =>
  trimEndOf(lines.map((line) => trimEndOf(line, BLANKS)).join('\n'), '\n').replace(/^\n+/, '');

/** The message in a part of its own, before the part with the diff, and the notes below its `---`. */
const splitLead = (text: string): { readonly lines: readonly string[]; readonly notes: string } => {
  if (text.trim() === '') return { lines: [], notes: '' };
  const lines = text.split('\n');
  const end = lines.findIndex((line) => PATCH_BREAK.test(line.replace(/\r$/, '')));
  if (end < 0) return { lines, notes: '' };
  return { lines: lines.slice(0, end), notes: lines.slice(end + 1).join('\n') };
};

/** Trailers of the last paragraph. */
const lastParagraphTrailers = (text: string): readonly Trailer[] => {
  const at = text.lastIndexOf('\n\n');
  const before = at < 0 ? 0 : text.slice(0, at + 2).split('\n').length - 1;
  const { trailers } = findTrailers(at < 0 ? text : text.slice(at + 2), 'message');
  return trailers.map((trailer) => ({ ...trailer, line: trailer.line + before }));
};

/**
 * Splits the body of a mail that holds a diff. Without one, everything is message and `diff` is empty. Text above a
 * scissors line stays, as with `git am` by default.
 */
export const splitBody = (message: Pick<Message, 'body' | 'charset' | 'leadText'>): PatchBody => {
  const { body } = message;
  const text = body.toString('latin1');
  let at = 0;
  let top = 0;
  let messageEnd = text.length;
  let notesStart = text.length;
  let diffStart = text.length;
  while (at < text.length) {
    const stop = text.indexOf('\n', at);
    const next = stop < 0 ? text.length : stop + 1;
    const line = text.slice(at, Math.min(next, at + 300)).replace(/\r?\n$/, '');
    if (messageEnd === text.length && PATCH_BREAK.test(line)) {
      messageEnd = at;
      notesStart = /^---[ \t]*$/.test(line) ? next : at;
    }
    if (messageEnd === text.length && FORMAT_PATCH.test(line)) top = next;
    if (
      messageEnd < text.length &&
      (DIFF_START.test(line) || (OLD_FILE.test(line) && text.startsWith('+++ ', next)))
    ) {
      diffStart = at;
      break;
    }
    at = next;
  }
  const own = decodeText(body.subarray(top, messageEnd), message.charset);
  const lead = own.trim() === '' ? splitLead(message.leadText) : { lines: [], notes: '' };
  const lines = lead.lines.length > 0 ? lead.lines : own.split('\n');
  const { inBody, start } = takeInBody(lines);
  const cleaned = cleanMessage(lines.slice(start));
  const notes = decodeText(body.subarray(notesStart, diffStart), message.charset);
  return {
    inBody,
    text: cleaned,
    trailers: lastParagraphTrailers(cleaned),
    notes: (lead.notes + notes).trimEnd(),
    diff: body.subarray(diffStart),
  };
};
