import { expect, it } from 'vitest';
import { wordsOf } from './words-of.js';

it('a Makefile whose variables name each other without end ends', () => {
  expect(wordsOf('list-y = $(list-y) $(list-y) a.o')).toEqual(['a.o']);
  expect(wordsOf('f = $(call f) $(call f) a.o\nlist-y := $(call f)')).toEqual(['a.o']);
});
