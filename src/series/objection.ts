// What speaks against a series in an answer: objections in prose, and the last question.
import type { OwnLine } from './own-text.js';
import { quoteOf } from './own-text.js';
import { type ObjectionKind, objectionBy, type SentenceObjection } from './phrase/objection.js';
import { sentencesOf } from './phrase/sentence.js';

export type { ObjectionKind } from './phrase/objection.js';

/** One sentence of a mail that objects. */
export interface ObjectionText {
  readonly kind: Exclude<ObjectionKind, 'question'>;
  /** In doubt: shown, but nothing stops for it. */
  readonly tentative: boolean;
  /** The line where the objecting words begin, at most 120 characters. */
  readonly quote: string;
  /** Line of the mail, counted from 1. */
  readonly line: number;
}

/**
 * The objections in a mail, at most one of each kind; a firm one is preferred to one in doubt.
 * @param byAuthor whether the sender is the author of the patch or posted the series
 */
export const findObjections = (own: readonly OwnLine[], byAuthor: boolean): readonly ObjectionText[] => {
  const texts = new Map(own.map(({ line, text }) => [line, text]));
  const found = new Map<ObjectionKind, ObjectionText>();
  const keep = ({ kind, tentative }: SentenceObjection, line: number): void => {
    const held = found.get(kind);
    if (held !== undefined && (tentative || !held.tentative)) return;
    found.set(kind, { kind, tentative, quote: quoteOf(texts.get(line) ?? ''), line });
  };
  for (const sentence of sentencesOf(own)) {
    const objection = objectionBy(sentence, byAuthor);
    if (objection === null) continue;
    keep(objection, sentence.words[objection.span.from]?.line ?? sentence.words.at(-1)?.line ?? 0);
  }
  return [...found.values()];
};

const SHORT_QUESTION = 12;
const QUESTION = /\?(?:\s|["')\]:;]|$)/;

/** The last question that a mail asks in its sender's own words, as one sentence; null when it asks none. */
export const lastQuestion = (own: readonly OwnLine[]): string | null => {
  const at = own.findLastIndex((entry) => QUESTION.test(entry.text) && !/^https?:/.test(entry.text));
  const asked = own[at];
  if (asked === undefined) return null;
  const text = own
    .slice(0, at + 1)
    .filter((entry) => entry.paragraph === asked.paragraph)
    .map((entry) => entry.text)
    .join(' ');
  const end = text.lastIndexOf('?') + 1;
  const startBefore = (at: number): number => {
    const stop = Math.max(...['. ', '! ', '? ', ': '].map((mark) => text.lastIndexOf(mark, at)));
    return stop < 0 ? 0 : stop + 2;
  };
  const start = startBefore(end - 3);
  // "OK?" asks about the sentence before it.
  return text.slice(end - start < SHORT_QUESTION ? startBefore(start - 3) : start, end).trim();
};
