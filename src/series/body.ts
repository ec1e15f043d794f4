// The parts of a patch mail's body: in-body header, commit message, notes below the line, diff (git-am(1), "DISCUSSION";
// git-mailinfo(1)). Offsets are those of the latin-1 form, so the diff's bytes are never re-encoded.
import { decodeText } from '../mail/charset.js';
import type { Message } from '../mail/message.js';
import { findTrailers, type Trailer } from './trailer.js';

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

/** A line of dashes and scissors, as git-mailinfo(1) describes it: everything above it is not for the commit. */
export const isScissors = (line: string): boolean => {
  const trimmed = line.trim();
  if (trimmed.length < 8 || trimmed.length > 200 || !/>8|8<|>%|%</.test(trimmed)) return false;
  const perforation = trimmed.match(/(?:>8|8<|>%|%<|-)(?:\s*(?:>8|8<|>%|%<|-))*/g) ?? [];
  const length = perforation.reduce((sum, piece) => sum + piece.length, 0);
  const gaps = perforation.reduce((sum, piece) => sum + (piece.length - piece.replace(/\s/g, '').length), 0);
  return trimmed.length < length * 3 && gaps * 2 < length;
};

/** The first line of `git format-patch`, pasted under a greeting: the commit begins below it. */
const FORMAT_PATCH = /^>?From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001$/;

const IN_BODY = /^(from|subject|date):\s*(.*)$/i;

/** The in-body header on top of a message, and where the message begins. */
const takeInBody = (
  lines: readonly string[],
): { readonly inBody: PatchBody['inBody']; readonly start: number } => {
  const found: Record<string, string> = {};
  const first = lines.findIndex((line) => line.trim() !== '');
  const start = first < 0 ? lines.length : first;
  let at = start;
  for (; at < lines.length; at++) {
    const field = IN_BODY.exec(lines[at] ?? '');
    if (field === null) break;
    let value = field[2] ?? '';
    while (/^[ \t]+\S/.test(lines[at + 1] ?? '')) value += ` ${(lines[++at] ?? '').trim()}`;
    found[(field[1] ?? '').toLowerCase()] = value.trim();
  }
  // A header is followed by an empty line; otherwise it was the message's own first paragraph.
  if (at === start || (at < lines.length && lines[at]?.trim() !== '')) {
    return { inBody: { from: null, subject: null, date: null }, start };
  }
  return {
    inBody: { from: found['from'] ?? null, subject: found['subject'] ?? null, date: found['date'] ?? null },
    start: at,
  };
};

const cleanMessage = (lines: readonly string[]): string =>
  lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+/, '')
    .trimEnd();

/** Trailers of the last paragraph. */
const lastParagraphTrailers = (text: string): readonly Trailer[] => {
  const at = text.lastIndexOf('\n\n');
  const before = at < 0 ? 0 : text.slice(0, at + 2).split('\n').length - 1;
  const { trailers } = findTrailers(at < 0 ? text : text.slice(at + 2), 'message');
  return trailers.map((trailer) => ({ ...trailer, line: trailer.line + before }));
};

/** Splits the body of a mail that holds a diff. Without one, everything is message and `diff` is empty. */
export const splitBody = (message: Pick<Message, 'body' | 'charset' | 'leadText'>): PatchBody => {
  const { body } = message;
  const text = body.toString('latin1');
  let at = 0;
  let scissors = 0;
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
    if (messageEnd === text.length && (isScissors(line) || FORMAT_PATCH.test(line))) scissors = next;
    if (
      messageEnd < text.length &&
      (DIFF_START.test(line) || (OLD_FILE.test(line) && text.startsWith('+++ ', next)))
    ) {
      diffStart = at;
      break;
    }
    at = next;
  }
  const lines = decodeText(body.subarray(scissors, messageEnd), message.charset).split('\n');
  const { inBody, start } = takeInBody(lines);
  const own = cleanMessage(lines.slice(start));
  const lead = own === '' && message.leadText !== '' ? cleanMessage(message.leadText.split('\n')) : own;
  return {
    inBody,
    text: lead,
    trailers: lastParagraphTrailers(lead),
    notes: decodeText(body.subarray(notesStart, diffStart), message.charset).trimEnd(),
    diff: body.subarray(diffStart),
  };
};
