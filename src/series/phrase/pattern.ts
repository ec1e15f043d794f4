// A small language for phrases. A pattern is words with blanks between them:
//   word    that word                     a|b     either one (words or classes)
//   @class  a word of `WORD_CLASSES`      [x]     it may be absent
//   *       up to four words              *N      up to N words
//   ^  $    the sentence begins, ends     /       a clause ends here (comma, colon, dash, parenthesis)
// A gap stays within one clause. Matching is bounded by words times gaps, whatever the mail holds.
import type { Sentence, Word } from './sentence.js';
import { WORD_CLASSES } from './word-class.js';

type Test = (word: Word) => boolean;
type Part =
  | { readonly kind: 'word'; readonly test: Test; readonly optional: boolean }
  | { readonly kind: 'gap'; readonly most: number }
  | { readonly kind: 'begin' }
  | { readonly kind: 'end' }
  | { readonly kind: 'clause' };

/** Where a pattern was found: words `from` to `to` (exclusive) of the sentence. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A compiled pattern: finds its first place in a sentence, or null. */
export type Pattern = (sentence: Sentence) => Span | null;

const DEFAULT_GAP = 4;

const testOf = (text: string): Test => {
  const tests = text.split('|').map((choice): Test => {
    if (!choice.startsWith('@')) return (word) => word.text === choice;
    const isIn = WORD_CLASSES[choice.slice(1)];
    if (isIn === undefined) throw new Error(`the phrase rules name no class ${choice}`);
    return (word) => isIn(word.text);
  });
  return (word) => tests.some((test) => test(word));
};

const partOf = (text: string): Part => {
  if (text === '^') return { kind: 'begin' };
  if (text === '$') return { kind: 'end' };
  if (text === '/') return { kind: 'clause' };
  const gap = /^\*(\d*)$/.exec(text);
  if (gap !== null) return { kind: 'gap', most: gap[1] === '' ? DEFAULT_GAP : Number(gap[1]) };
  const optional = /^\[(.+)\]$/.exec(text);
  return { kind: 'word', test: testOf(optional?.[1] ?? text), optional: optional !== null };
};

/** The clause that a gap stays in: that of the word before it, or the next one behind a clause mark. */
const clauseOf = (
  parts: readonly Part[],
  at: number,
  words: readonly Word[],
  index: number,
): number | undefined => words[parts[at - 1]?.kind === 'clause' ? index : index - 1]?.clause;

const matchFrom = (
  parts: readonly Part[],
  at: number,
  words: readonly Word[],
  index: number,
): number | null => {
  const part = parts[at];
  if (part === undefined) return index;
  const word = words[index];
  const sameClause = index === 0 || word?.clause === words[index - 1]?.clause;
  switch (part.kind) {
    case 'begin':
      return index === 0 ? matchFrom(parts, at + 1, words, index) : null;
    case 'end':
      return index === words.length ? matchFrom(parts, at + 1, words, index) : null;
    case 'clause':
      return word === undefined || !sameClause ? matchFrom(parts, at + 1, words, index) : null;
    case 'gap':
      for (let skipped = 0; skipped <= part.most; skipped++) {
        if (skipped > 0 && words[index + skipped - 1]?.clause !== clauseOf(parts, at, words, index))
          return null;
        const end = matchFrom(parts, at + 1, words, index + skipped);
        if (end !== null) return end;
      }
      return null;
    case 'word': {
      const end = word !== undefined && part.test(word) ? matchFrom(parts, at + 1, words, index + 1) : null;
      return end ?? (part.optional ? matchFrom(parts, at + 1, words, index) : null);
    }
  }
};

/** Compiles a pattern of the language above. */
export const pattern = (text: string): Pattern => {
  const parts = text.split(' ').map(partOf);
  return ({ words }) => {
    for (let from = 0; from <= words.length; from++) {
      const to = matchFrom(parts, 0, words, from);
      if (to !== null) return { from, to };
    }
    return null;
  };
};

/** A rule: what the pattern means, and a sentence that it understands. A test reads every example. */
export interface Rule<Meaning> {
  readonly says: string;
  readonly meaning: Meaning;
  readonly example: string;
}

/** Rules with their patterns compiled, in order. */
export const rulesOf = <Meaning>(
  rows: readonly (readonly [says: string, meaning: Meaning, example: string])[],
): readonly (Rule<Meaning> & { readonly find: Pattern })[] =>
  rows.map(([says, meaning, example]) => ({ says, meaning, example, find: pattern(says) }));
