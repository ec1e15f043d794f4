// Words under conditions as text, for tests.

import { FALSE, type Formula, type Formulas, TRUE } from '../../src/kbuild/formula/formula.js';
import type { Words } from '../../src/kbuild/makefile/word.js';
import { conditionText } from '../../src/unit/condition-text.js';

/** `a.o`, or `a.o if X`; a word that stands there twice counts once, where it stands at all. */
export const wordTexts = (formulas: Formulas, words: Words): readonly string[] => {
  const whens = new Map<string, Formula>();
  for (const { text, when } of words) whens.set(text, formulas.or(when, whens.get(text) ?? FALSE));
  return [...whens].map(([text, when]) => [text, conditionOf(formulas, when)].filter(Boolean).join(' if '));
};

/** The condition as text; empty: always. */
export const conditionOf = (formulas: Formulas, when: Formula): string => {
  const text = conditionText(formulas, when, TRUE);
  return text === undefined ? 'never' : (text ?? '');
};
