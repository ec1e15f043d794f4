// What a person wrote in an answer: without quotes, signature, attribution, code and attached diff.
// Tags and objections count only there; "> NAK" is somebody else's word.
import type { Message } from '../mail/message.js';

export interface OwnLine {
  readonly text: string;
  /** Line of the body, counted from 1. */
  readonly line: number;
  /** Counts paragraphs: lines between empty or quoted lines share a number. */
  readonly paragraph: number;
}

/** `>`, `|` (robots), and initials before a `>` as some mailers write. */
const QUOTED = /^\s{0,3}(?:[A-Za-z]{0,3}>|\|)/;
const ATTRIBUTION = /^(?:On .+|.{0,200}\bwrote|.{0,200}\bschrieb(?: .{0,100})?):\s*$/i;
const ORIGINAL_BELOW = /^\s*-{3,}\s*(?:original message|forwarded message|ursprüngliche nachricht)\b/i;
const DIFF_LINE = /^(?:diff --git |index [0-9a-f]{4,}\.\.|--- \S|\+\+\+ \S|@@ -\d)/;
const CODE = /^(?:\t| {8,})/;
/** A mail longer than this is a log with a few words on top. */
const MAX_LINES = 5000;
const MAX_LINE_LENGTH = 1000;

const bodyLines = (message: Pick<Message, 'bodyText' | 'leadText'>): readonly string[] => {
  const text = message.leadText === '' ? message.bodyText : `${message.leadText}\n${message.bodyText}`;
  return text.replace(/\r/g, '').split('\n', MAX_LINES);
};

/** The lines of a mail that are its sender's own prose. */
export const ownText = (message: Pick<Message, 'bodyText' | 'leadText'>): readonly OwnLine[] => {
  const own: OwnLine[] = [];
  let paragraph = 0;
  let inDiff = false;
  const lines = bodyLines(message);
  for (let index = 0; index < lines.length; index++) {
    const text = (lines[index] ?? '').slice(0, MAX_LINE_LENGTH);
    if (text === '-- ' || ORIGINAL_BELOW.test(text)) break;
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
