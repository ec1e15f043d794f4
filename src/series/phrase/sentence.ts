// Divides a person's prose into sentences and words, so that the phrase rules need not care about line breaks,
// contractions, typographic quotes or punctuation.
import type { OwnLine } from '../own-text.js';

/** One word of a sentence. */
export interface Word {
  /** Lower case; contractions are written out (`don't` is `do not`), tags are spelled as in `word-class.ts`. */
  readonly text: string;
  /** As written. */
  readonly raw: string;
  /** Line of the mail, counted from 1. */
  readonly line: number;
  /** Counts the parts between commas, colons, dashes and parentheses: words of one clause share a number. */
  readonly clause: number;
  /** Whether the word is inside double quotes or back quotes: then it is cited, not used. */
  readonly cited: boolean;
}

/** One sentence. `end` is its last mark: `.`, `!`, `?`, `:`, `,`, or empty when the text just stops. */
export interface Sentence {
  readonly words: readonly Word[];
  readonly end: string;
  /** A smiley stands in the sentence or right behind it. */
  readonly smiley: boolean;
  readonly paragraph: number;
}

/** Contractions, each written out. The order matters: the irregular ones first. */
const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/^won't$/, 'will not'],
  [/^can't$/, 'can not'],
  [/^cannot$/, 'can not'],
  [/^let's$/, 'let us'],
  [/^(\w+)n't$/, '$1 not'],
  [/^(\w+)'m$/, '$1 am'],
  [/^(\w+)'ve$/, '$1 have'],
  [/^(\w+)'ll$/, '$1 will'],
  [/^(\w+)'re$/, '$1 are'],
  [/^(\w+)'d$/, '$1 would'],
  [/^(it|that|this|what|there|he|she)'s$/, '$1 is'],
  [/^(\w+)'s$/, "$1 's"],
];

const SMILEY = /^(?:[:;]-?[)pPD]|\^\^|[\u{1F600}-\u{1F64F}])/u;
/** A vote, a patch number or a range of them (`1/3`, `1-3`, `1 – 3`, `1..3`), or a word. */
const WORD =
  /^(?:[+-]\d+(?![\w/])(?!\.\d)|#?\d+(?:\/\d+)?(?:\s?(?:-|–|\.\.)\s?#?\d+(?:\/\d+)?)?(?![\p{L}_])|[\p{L}\p{N}_](?:[\p{L}\p{N}_'+/-]*[\p{L}\p{N}_])?)/u;
const SPACE = /^\s+/;
/** Marks that end a sentence when a blank or the end of the line follows. */
const SENTENCE_END = '.!?';
const CLAUSE_MARKS = ',;:()[]–—';

/** `NAKed` is a verb; the adjective `naked` is not. */
const SHOUTED_NAK = /^NAC?K(?:ed|ED)$/;

const written = (raw: string): readonly string[] => {
  if (SHOUTED_NAK.test(raw)) return ['nacked'];
  const lower = raw.toLowerCase();
  for (const [pattern, text] of CONTRACTIONS) {
    if (pattern.test(lower)) return lower.replace(pattern, text).split(' ');
  }
  return [lower];
};

/** Collects words until a sentence ends. Owned by `sentencesOf`; one for each call. */
class SentenceBuilder {
  private readonly done: Sentence[] = [];
  private words: Word[] = [];
  private clause = 0;
  private cited = false;
  private pendingSmiley = false;

  add(raw: string, line: number): void {
    for (const text of written(raw)) {
      this.words.push({ text, raw, line, clause: this.clause, cited: this.cited });
    }
  }

  mark(): void {
    this.clause++;
  }

  cite(): void {
    this.cited = !this.cited;
  }

  smile(): void {
    const last = this.done.at(-1);
    if (this.words.length === 0 && last !== undefined)
      this.done[this.done.length - 1] = { ...last, smiley: true };
    else this.pendingSmiley = true;
  }

  end(mark: string, paragraph: number): void {
    if (this.words.length > 0) {
      this.done.push({ words: this.words, end: mark, smiley: this.pendingSmiley, paragraph });
    }
    this.words = [];
    this.clause = 0;
    this.cited = false;
    this.pendingSmiley = false;
  }

  sentences(): readonly Sentence[] {
    return this.done;
  }
}

/** A word or a mark that follows the text just read. */
const stepOver = (builder: SentenceBuilder, text: string, entry: OwnLine): number => {
  const space = SPACE.exec(text)?.[0];
  if (space !== undefined) return space.length;
  const smiley = SMILEY.exec(text)?.[0];
  if (smiley !== undefined) {
    builder.smile();
    return smiley.length;
  }
  const word = WORD.exec(text)?.[0];
  if (word !== undefined) {
    builder.add(word, entry.line);
    return word.length;
  }
  const mark = text.charAt(0);
  if (SENTENCE_END.includes(mark) && /^[.!?]+(?:["')\]]*)(?:\s|$)/.test(text))
    builder.end(mark, entry.paragraph);
  else if (mark === '"' || mark === '`') builder.cite();
  else if (CLAUSE_MARKS.includes(mark)) builder.mark();
  else if (mark === '-') builder.mark();
  return 1;
};

/** The mark at the end of a line that has no full stop. */
const openEnd = (text: string): string => /[:,]\s*$/.exec(text)?.[0].trim() ?? '';

/** A tag is a sentence of its own. */
const TAG_LINE = /^\w\S*-by:/i;

/** Lines longer than this are logs or code; only their beginning is read. */
const MAX_LINE = 1000;

/**
 * The sentences of some lines. A sentence runs over line breaks, and ends with its paragraph; a line that ends with a
 * colon ends a sentence as well ("For the series:").
 */
export const sentencesOf = (lines: readonly OwnLine[]): readonly Sentence[] => {
  const builder = new SentenceBuilder();
  lines.forEach((entry, index) => {
    let rest = entry.text.slice(0, MAX_LINE).replace(/[‘’]/g, "'").replace(/[“”]/g, '"');
    const whole = rest;
    const isTag = TAG_LINE.test(whole);
    if (isTag) builder.end('', entry.paragraph);
    while (rest !== '') rest = rest.slice(stepOver(builder, rest, entry));
    const next = lines[index + 1];
    const ends = next === undefined || next.paragraph !== entry.paragraph || next.line > entry.line + 1;
    if (ends || isTag || openEnd(whole) === ':') builder.end(openEnd(whole), entry.paragraph);
  });
  return builder.sentences();
};
