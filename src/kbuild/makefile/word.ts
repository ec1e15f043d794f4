// The value of a make variable over all configurations: words, each with the condition under which the list contains it.
import { FALSE, type Formula, type Formulas, TRUE } from '../formula/formula.js';

/** A word of a list and its condition. */
export interface Word {
  readonly text: string;
  readonly when: Formula;
}

/** The words of a list, in order. */
export type Words = readonly Word[];

/** One of the texts that a scalar can have. The conditions of all alternatives exclude each other. */
export type Alternative = Word;

/** The most alternatives of one scalar: no real Makefile compares longer lists. */
const MOST_ALTERNATIVES = 64;

/** All texts that a list can have with its words joined by `separator`; null for more than `MOST_ALTERNATIVES`. */
export const alternativesOf = (
  formulas: Formulas,
  words: Words,
  separator: string,
): readonly Alternative[] | null => {
  let texts: Alternative[] = [{ text: '', when: TRUE }];
  for (const word of words) {
    const next: Alternative[] = [];
    for (const { text, when } of texts) {
      const joined = formulas.and(when, word.when);
      if (joined !== FALSE)
        next.push({ text: text === '' ? word.text : text + separator + word.text, when: joined });
      const absent = formulas.without(when, word.when);
      if (absent !== FALSE) next.push({ text, when: absent });
    }
    if (next.length > MOST_ALTERNATIVES) return null;
    texts = next;
  }
  return texts;
};

/** The condition under which the list has a word. */
export const anyOf = (formulas: Formulas, words: Words): Formula =>
  words.reduce<Formula>((any, { when }) => formulas.or(any, when), FALSE);

/** The words with a further condition; drops words that it excludes. */
export const wordsUnder = (formulas: Formulas, words: Words, condition: Formula): Words =>
  condition === TRUE
    ? words
    : words.flatMap(({ text, when }) => {
        const both = formulas.and(when, condition);
        return both === FALSE ? [] : [{ text, when: both }];
      });
