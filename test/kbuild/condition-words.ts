// Words under conditions as text, for tests.

import { type Formula, type Formulas, TRUE } from '../../src/kbuild/formula/formula.js';
import type { Words } from '../../src/kbuild/makefile/word.js';
import { conditionText } from '../../src/symbols/condition-text.js';

/** `a.o`, or `a.o if X`. */
export const wordTexts = (formulas: Formulas, words: Words): readonly string[] =>
  words.map(({ text, when }) => [text, conditionOf(formulas, when)].filter(Boolean).join(' if '));

/** The condition as text; empty: always. */
export const conditionOf = (formulas: Formulas, when: Formula): string => {
  const text = conditionText(formulas, when, TRUE);
  return text === undefined ? 'never' : (text ?? '');
};
