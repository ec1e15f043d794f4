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
  /** What stands above the commit and is no part of it: a letter, or the text above scissors. */
  readonly letter: string;
}

/** Where git stops reading the message (git-mailinfo(1): "---", "diff -", "Index: "). */
const PATCH_BREAK = /^(?:---[ \t]*$|--- [^ \t]|diff -|Index: )/;
const DIFF_START = /^(?:diff -|Index: )/;
/** Longer lines are no marks. */
const MAX_LINE = 1000;
const OLD_FILE = /^--- \S/;

/** The first line of `git format-patch`. */
const FORMAT_PATCH = /^>?From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001$/;
/** Fields that stand below it when it was pasted under a letter or attached; else the line is text. */
const BELOW_FORMAT_PATCH = /^(?:from|subject|date): \S/i;

const IN_BODY = /^(from|subject|date):\s*(.*)$/i;
const IN_BODY_PATCH = /^\[PATCH\]\s/;
/** A mailbox and nothing else, an address or none: "From: now on, this holds" names no author. */
const MAILBOX = /^(?:[^<]*<(?!https?:)[^<>]*>|\S+@\S+\s*(?:\([^()]*\))?\s*$)/;
const FIELD = /^[!-9;-~]{1,80}:/;

/** Whether a line cuts off what is above it (git's mailinfo.c: is_scissors_line). */
export const isScissors = (line: string): boolean => {
  const text = line.trim();
  let [perforation, scissors, gap, within] = [0, 0, 0, false];
  for (let at = 0; at < text.length; at++) {
    if (/\s/.test(text[at] ?? '')) {
      if (within) gap++;
      if (within) perforation++;
    } else if (text[at] === '-') {
      within = true;
      perforation++;
    } else if (/^(?:>8|8<|>%|%<)/.test(text.slice(at, at + 2))) {
      within = true;
      perforation += 2;
      scissors += 2;
      at++;
    } else within = false;
  }
  return scissors > 0 && text.length >= 8 && text.length < perforation * 3 && gap * 2 < perforation;
};

/** Whether git would read a line on top of a message as part of an in-body header. */
export const startsInBody = (text: string): boolean => {
  const line = text.trimStart().split('\n', 1).join('');
  return IN_BODY.test(line) || IN_BODY_PATCH.test(line) || FORMAT_PATCH.test(line);
};

/** Where the header of an attached patch ends: it may have the fields of any mail. 0 when it has other lines. */
const endOfHeader = (lines: readonly string[]): number => {
  const end = lines.findIndex((line) => line.trim() === '');
  const isHeader = lines
    .slice(0, Math.max(0, end))
    .every((line, at) => FIELD.test(line) || FORMAT_PATCH.test(line) || (at > 0 && /^[ \t]/.test(line)));
  return isHeader ? end : 0;
};

/**
 * The in-body header on top of a message, and where the message begins. Each field counts once: another `From:` belongs to
 * the message, like one without an address, which git refuses. So does everything from the first line that is no field,
 * and from the first empty line below a field.
 * @param header how many lines are the header of an attached patch, of which other fields are passed over
 */
const takeInBody = (
  lines: readonly string[],
  header: number,
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
    if (name === '' && at < header) continue;
    const rest = lines.slice(at + 1);
    const end = rest.findIndex((next) => !/^[ \t]/.test(next));
    const folded = rest.slice(0, Math.max(0, end));
    if (name === '' || found.has(name)) break;
    if (name === 'from' && !MAILBOX.test(text + folded.join(''))) break;
    found.set(name, text + folded.join(''));
    at += folded.length;
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

/** The places in a body where one part ends and the next begins. */
interface Bounds {
  readonly letterEnd: number;
  readonly top: number;
  readonly messageEnd: number;
  readonly notesStart: number;
  readonly diffStart: number;
}

const boundsOf = (text: string, scissors: boolean): Bounds => {
  let [at, letterEnd, top] = [0, 0, 0];
  let messageEnd = text.length;
  let notesStart = text.length;
  while (at < text.length) {
    const stop = text.indexOf('\n', at);
    const next = stop < 0 ? text.length : stop + 1;
    const line = text.slice(at, Math.min(next, at + MAX_LINE)).replace(/\r?\n$/, '');
    const isOpen = messageEnd === text.length;
    if (isOpen && isTopOf(line, text.slice(next, next + 80), scissors)) [letterEnd, top] = [at, next];
    else if (isOpen && PATCH_BREAK.test(line)) {
      messageEnd = at;
      notesStart = /^---[ \t]*$/.test(line) ? next : at;
    }
    const isDiff = DIFF_START.test(line) || (OLD_FILE.test(line) && text.startsWith('+++ ', next));
    if (messageEnd < text.length && isDiff) return { letterEnd, top, messageEnd, notesStart, diffStart: at };
    at = next;
  }
  return { letterEnd, top, messageEnd, notesStart, diffStart: text.length };
};

/** Whether the commit begins below a line. */
const isTopOf = (line: string, below: string, scissors: boolean): boolean =>
  (FORMAT_PATCH.test(line) && BELOW_FORMAT_PATCH.test(below)) || (scissors && isScissors(line));

/**
 * Splits the body of a mail that holds a diff. Without one, everything is message and `diff` is empty.
 * @param scissors whether text above a scissors line is left out, as by `git am --scissors`; by default it stays
 */
export const splitBody = (
  message: Pick<Message, 'body' | 'charset' | 'leadText'>,
  scissors = false,
): PatchBody => {
  const { body, charset, leadText } = message;
  const { letterEnd, top, messageEnd, notesStart, diffStart } = boundsOf(body.toString('latin1'), scissors);
  const textOf = (start: number, end: number): string => decodeText(body.subarray(start, end), charset);
  const own = textOf(top, messageEnd);
  const lead = own.trim() === '' ? splitLead(leadText) : { lines: [], notes: '' };
  const isLead = lead.lines.length > 0;
  const lines = isLead ? lead.lines : own.split('\n');
  const isAttached = !isLead && (top > 0 || leadText !== '');
  const { inBody, start } = takeInBody(lines, isAttached ? endOfHeader(lines) : 0);
  const cleaned = cleanMessage(lines.slice(start));
  return {
    inBody,
    text: cleaned,
    trailers: lastParagraphTrailers(cleaned),
    notes: (lead.notes + textOf(notesStart, diffStart)).trimEnd(),
    diff: body.subarray(diffStart),
    letter: [isLead ? '' : leadText, textOf(0, letterEnd)].join('\n').trim(),
  };
};
