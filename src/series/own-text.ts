// What a person wrote in an answer: without quotes, signature, attribution, code and attached diff.
// Tags and objections count only there; "> NAK" is somebody else's word.
import type { Message } from '../mail/message.js';

/** A line that the author of a mail wrote, not a quote. */
export interface OwnLine {
  readonly text: string;
  /** Line of the body, counted from 1. */
  readonly line: number;
  /** Counts paragraphs: lines between empty or quoted lines share a number. */
  readonly paragraph: number;
}

/** `>`, `|` (robots), and initials before a `>` as some mailers write. */
const QUOTED = /^\s{0,3}(?:[A-Za-z]{0,3}>|\|)/;
const ATTRIBUTION =
  /^(?:On (?!(?:the |all |my )?patch).+|.{0,200}\bwrote|.{0,200}\bschrieb(?: .{0,100})?):\s*$/i;
const ORIGINAL_BELOW = /^\s*-{3,}\s*(?:original message|forwarded message|ursprüngliche nachricht)\b/i;
/** Fields of the header that Outlook puts above the mail which it leaves unquoted below an answer. */
const ORIGINAL_FIELD = /^\s*\*?(?:from|sent|date|to|cc|subject)\s*:\*?\s/i;
/** Only the header of a mail has these; a patch that git format-patch wrote begins with From, Date and Subject. */
const FIELD_OF_MAIL = /^\s*\*?(?:sent|to)\s*:/i;
const LEAST_FIELDS = 3;
const MOST_FIELDS = 6;

const DIFF_LINE = /^(?:diff --git |index [0-9a-f]{4,}\.\.|--- \S|\+\+\+ \S|@@ -\d)/;
const CODE = /^(?:\t| {8,})/;
/** A mail longer than this is a log with a few words on top. */
const MAX_LINES = 5000;
const MAX_LINE_LENGTH = 1000;

const bodyLines = (message: Pick<Message, 'bodyText' | 'leadText'>): readonly string[] => {
  const text = message.leadText === '' ? message.bodyText : `${message.leadText}\n${message.bodyText}`;
  return text.replace(/\r/g, '').split('\n', MAX_LINES);
};

const beginsOriginal = (lines: readonly string[], at: number): boolean => {
  if (!/^\s*\*?from\s*:/i.test(lines[at] ?? '')) return false;
  const window = lines.slice(at, at + MOST_FIELDS);
  const end = window.findIndex((line) => !ORIGINAL_FIELD.test(line));
  const fields = end < 0 ? window : window.slice(0, end);
  return fields.length >= LEAST_FIELDS && fields.some((line) => FIELD_OF_MAIL.test(line));
};

/**
 * Where the mail begins that an answer repeats unquoted below its own words ("-----Original Message-----", or a block of
 * From, Sent and To); the number of lines when there is none.
 */
export const originalBelow = (lines: readonly string[]): number => {
  const at = lines.findIndex(
    (line, index) => ORIGINAL_BELOW.test(line) || (index > 0 && beginsOriginal(lines, index)),
  );
  return at < 0 ? lines.length : at;
};

/** The mark above a signature, also where a mailer cut its blank off (RFC 3676, 4.3). */
const isSignatureMark = (line: string): boolean => line === '-- ' || line === '--';

/** The lines of a mail that are its sender's own prose. */
export const ownText = (message: Pick<Message, 'bodyText' | 'leadText'>): readonly OwnLine[] => {
  const own: OwnLine[] = [];
  let paragraph = 0;
  let inDiff = false;
  const all = bodyLines(message);
  const lines = all.slice(0, originalBelow(all));
  for (let index = 0; index < lines.length; index++) {
    const text = (lines[index] ?? '').slice(0, MAX_LINE_LENGTH);
    if (isSignatureMark(text)) break;
    if (DIFF_LINE.test(text)) inDiff = true;
    else if (inDiff && text !== '' && !/^[ +\-\\@]/.test(text)) inDiff = false;
    const next = lines[index + 1] ?? '';
    const isAttribution =
      ATTRIBUTION.test(text) || (/^On .{5,}/.test(text) && /\bwrote:\s*$/.test(next) && !QUOTED.test(next));
    if (text.trim() === '' || QUOTED.test(text) || inDiff || CODE.test(text) || isAttribution) {
      paragraph++;
      continue;
    }
    own.push({ text: text.trim(), line: index + 1, paragraph });
  }
  return own;
};

/** A quote of at most one line, for a report. */
export const quoteOf = (text: string): string => {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > 120 ? `${flat.slice(0, 117)}...` : flat;
};
