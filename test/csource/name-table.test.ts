import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KEYWORD_COUNT, Keyword, keywordOf, newNameTable } from '../../src/csource/keyword.js';
import { HASH_BEGIN, HASH_FACTOR, NameTable } from '../../src/csource/name-table.js';

it('gives each text one number, from 0 on, and the text back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 8 })), (texts) => {
      const names = new NameTable();
      const ids = texts.map((text) => names.idOf(text));
      const distinct = [...new Set(texts)];
      expect(names.size).toBe(distinct.length);
      expect([...new Set(ids)]).toEqual(distinct.map((_, i) => i));
      expect(ids.map((id) => names.textOf(id))).toEqual(texts);
    }),
  );
});

it('finds a text again by its bytes', () => {
  const names = new NameTable();
  const bytes = new TextEncoder().encode('one two one');
  const id = names.idOf('one');
  expect(names.intern(bytes, 0, 3)).toBe(id);
  expect(names.intern(bytes, 8, 11)).toBe(id);
  expect(names.intern(bytes, 4, 7)).not.toBe(id);
});

it('finds a word whose bytes were hashed while they were read', () => {
  const names = new NameTable();
  const bytes = new TextEncoder().encode('one');
  const hash = bytes.reduce((before, byte) => Math.imul(before ^ byte, HASH_FACTOR), HASH_BEGIN);
  expect(names.internHashed(bytes, 0, 3, hash)).toBe(names.idOf('one'));
  expect(names.hashOf(names.idOf('one'))).toBe(hash >>> 0);
});

it('tells words with the same hash apart', () => {
  const names = new NameTable();
  const bytes = new TextEncoder().encode('one two');
  const one = names.internHashed(bytes, 0, 3, 7);
  const two = names.internHashed(bytes, 4, 7, 7);
  expect([names.textOf(one), names.textOf(two)]).toEqual(['one', 'two']);
  expect(names.internHashed(bytes, 0, 3, 7)).toBe(one);
});

it('keeps its names when it grows, also those longer than all before', () => {
  const names = new NameTable();
  const texts = Array.from({ length: 10_000 }, (_, i) => `name_${i}`);
  const long = 'x'.repeat(200_000);
  const ids = [...texts, long].map((text) => names.idOf(text));
  expect(ids.map((id) => names.textOf(id))).toEqual([...texts, long]);
  expect([...texts, long].map((text) => names.idOf(text))).toEqual(ids);
});

it('gives the names of another table the numbers that they have there', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 8 })), fc.nat(), (texts, cut) => {
      const first = newNameTable();
      for (const text of texts) first.idOf(text);
      const second = newNameTable();
      // It may know the beginning already.
      for (const text of texts.slice(0, cut % (texts.length + 1))) second.idOf(text);
      second.take(first.list());
      expect(second.size).toBe(first.size);
      expect(texts.map((text) => second.idOf(text))).toEqual(texts.map((text) => first.idOf(text)));
      expect(texts.map((text) => second.textOf(first.idOf(text)))).toEqual(texts);
    }),
  );
});

it('knows the keywords first', () => {
  const names = newNameTable();
  expect(names.size).toBe(KEYWORD_COUNT);
  expect(keywordOf(names.idOf('return'))).toBe(Keyword.Jump);
  expect(keywordOf(names.idOf('__always_inline'))).toBe(Keyword.Inline);
  expect(keywordOf(names.idOf('kvm'))).toBe(Keyword.None);
});

it('lists the names that begin with a word', () => {
  const names = new NameTable();
  for (const text of ['trace_b', 'trace', 'x_trace_', 'trace_', 'trace_a']) names.idOf(text);
  const found = [...names.beginningWith('trace_')].map((id) => names.textOf(id));
  expect(found).toEqual(['trace_b', 'trace_', 'trace_a']);
});

it('answers about the bytes of a name', () => {
  const names = new NameTable();
  const id = (text: string): number => names.idOf(text);
  expect([names.byteOf(id('ab'), 0), names.byteOf(id('ab'), -1), names.byteOf(id('ab'), 2)]).toEqual([
    97,
    98,
    undefined,
  ]);
  expect(names.byteOf(id(''), -1)).toBeUndefined();
  expect(['__x', '_x', '__', '_', ''].map((text) => names.isReserved(id(text)))).toEqual([
    true,
    false,
    true,
    false,
    false,
  ]);
  expect(['A_1', '9', 'a', 'Ab', ''].map((text) => names.isUpperCase(id(text)))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(['9p_x', '9'].map((text) => names.hasUnderscore(id(text)))).toEqual([true, false]);
});

it('finds what it has, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 8 })),
      fc.string({ unit: 'grapheme' }),
      (texts, other) => {
        const names = new NameTable();
        const ids = texts.map((text) => names.idOf(text));
        const copy = new NameTable();
        copy.take(names.list());
        expect(texts.map((text) => copy.find(text))).toEqual(ids);
        expect(copy.find(other)).toBe(texts.includes(other) ? ids[texts.indexOf(other)] : undefined);
        expect(copy.size).toBe(new Set(texts).size);
      },
    ),
  );
});
