// Numbers whose names wait: once all names are spelt, they are what they would have been at once.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keepNamedNumbers } from '../../src/csource/deferred-number.js';
import { newNameTable } from '../../src/csource/keyword.js';
import { Block } from '../../src/csource/rows.js';
import { Summariser } from '../../src/csource/summarise.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const source = (names: readonly string[]): Uint8Array =>
  encode(
    `#ifndef GUARD_H\n#define GUARD_H 1\n${names.map((name, i) => `#define ${name} 0x${i}\n`).join('')}#endif\n`,
  );

/** Beginnings in common, as registers have them, and one that is longer than a count of them can be. */
const NAME = fc
  .tuple(
    fc.constantFrom('A', 'mmDC_', 'mmDC_GPIO_', `X${'x'.repeat(300)}_`),
    fc.stringMatching(/^[A-Z0-9_]{1,6}$/),
  )
  .map(([a, b]) => a + b);

it('keeps the numbers that something names, in their order', () => {
  fc.assert(
    fc.property(fc.array(NAME, { maxLength: 30 }), fc.array(NAME, { maxLength: 10 }), (defined, used) => {
      const bytes = source(defined);
      const whole = newNameTable();
      for (const name of used) whole.idOf(name);
      const at = new Summariser(whole).summarise(bytes);
      const few = newNameTable();
      for (const name of used) few.idOf(name);
      const { deferred, ...rest } = new Summariser(few, true).summarise(bytes);
      const kept = deferred === undefined ? [] : [...keepNamedNumbers(deferred, few, new Block())];
      const expected: number[] = [];
      for (let row = 0; row < at.numbers.length; row += 4) {
        const name = few.find(whole.textOf(at.numbers[row] as number));
        if (name !== undefined) expected.push(name, ...at.numbers.subarray(row + 1, row + 4));
      }
      expect(kept).toEqual(expected);
      expect(rest.numbers).toHaveLength(0);
      // The guard is told by its name.
      expect(few.textOf(rest.guard)).toBe('GUARD_H');
      expect(
        defined.filter((name) => !used.includes(name)).every((name) => few.find(name) === undefined),
      ).toBe(true);
    }),
  );
});

it('begins anew with each file', () => {
  const names = newNameTable();
  const ids = ['REG_A', 'REG_B'].map((text) => names.idOf(text));
  const summariser = new Summariser(names, true);
  const [first, second] = ['#define REG_A 1\n', '#define REG_B 2\n'].map(
    (text) => summariser.summarise(encode(text)).deferred,
  );
  if (first === undefined || second === undefined) throw new Error('both files have a number');
  expect(keepNamedNumbers(first, names, new Block())[0]).toBe(ids[0]);
  expect(keepNamedNumbers(second, names, new Block())[0]).toBe(ids[1]);
});
