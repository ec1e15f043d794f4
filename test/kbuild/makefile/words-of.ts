// The words of a variable of a Makefile.
import { Formulas, TRUE } from '../../../src/kbuild/formula/formula.js';
import { Makefile } from '../../../src/kbuild/makefile/makefile.js';
import { parseMakefile } from '../../../src/kbuild/makefile/statement.js';
import type { Words } from '../../../src/kbuild/makefile/word.js';
import { wordTexts } from '../condition-words.js';

const FILES: Readonly<Record<string, string>> = {
  './lib/one.mk': 'list-y += one.o\n',
  'loop.mk': 'include loop.mk\nlist-y += once.o\n',
};

/** The words of one variable; every CONFIG symbol is an open tristate. */
export const wordsOf = (text: string, name = 'list-y'): readonly string[] => {
  const formulas = new Formulas();
  const config = (symbol: string): Words => {
    const some = formulas.variable(symbol);
    const module = formulas.and(some, formulas.variable(`${symbol}=m`));
    return [
      { text: 'y', when: formulas.without(some, module) },
      { text: 'm', when: module },
    ];
  };
  const makefile = new Makefile({
    formulas,
    config,
    given: (variable) => (variable === 'srctree' ? [{ text: '.', when: TRUE }] : undefined),
    statementsOf: (path) => (FILES[path] === undefined ? undefined : parseMakefile(FILES[path])),
    wildcard: (pattern) => (pattern === 'here' ? [pattern] : []),
  });
  makefile.run(parseMakefile(text));
  return wordTexts(formulas, makefile.words(name));
};
