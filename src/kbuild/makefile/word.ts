// The value of a make variable when the configuration is open: words, each with the condition under which it stands there.
import { FALSE, type Formula, type Formulas, TRUE } from '../formula/formula.js';

export interface Word {
  readonly text: string;
  readonly when: Formula;
}

export type Words = readonly Word[];

/** One of several texts that a scalar can be; the conditions of all exclude each other. */
export type Alternative = Word;

/** More alternatives than this for one scalar are not told apart: no real Makefile compares longer lists. */
export const MOST_ALTERNATIVES = 64;

/** All texts that a list can be when its words are joined by `separator`; null when they are too many. */
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

/** The condition under which any word stands in the list. */
export const anyOf = (formulas: Formulas, words: Words): Formula =>
  words.reduce<Formula>((any, { when }) => formulas.or(any, when), FALSE);

/** The words where a further condition holds. */
export const wordsUnder = (formulas: Formulas, words: Words, condition: Formula): Words =>
  condition === TRUE
    ? words
    : words.flatMap(({ text, when }) => {
        const both = formulas.and(when, condition);
        return both === FALSE ? [] : [{ text, when: both }];
      });
