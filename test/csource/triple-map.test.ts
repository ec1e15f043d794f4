import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NameSet } from '../../src/csource/name-set.js';
import { TripleMap } from '../../src/csource/triple-map.js';
import { runs } from '../runs.js';

const number = fc.integer({ min: -5, max: 40 });
/** Keys in order; null empties what was filled so far. */
const keys = fc.array(fc.option(fc.tuple(number, number, number), { freq: 100 }), { maxLength: 600 });

it('keeps the first value of each key until it is emptied', () => {
  fc.assert(
    fc.property(keys, (all) => {
      const map = new TripleMap();
      const expected = new Map<string, number>();
      all.forEach((key, i) => {
        if (key === null) {
          map.clear();
          expected.clear();
          return;
        }
        const text = key.join();
        if (!expected.has(text)) expected.set(text, i);
        expect(map.valueOf(...key, i)).toBe(expected.get(text));
      });
    }),
    { numRuns: runs(50) },
  );
});

it('tells keys apart that only differ in their order', () => {
  const map = new TripleMap();
  expect([map.valueOf(1, 2, 3, 0), map.valueOf(3, 2, 1, 1), map.valueOf(2, 1, 3, 2)]).toEqual([0, 1, 2]);
});

it('holds the names that were added since it was emptied', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(300), { maxLength: 200 }), { maxLength: 5 }), (fillings) => {
      const set = new NameSet();
      for (const names of fillings) {
        set.clear();
        for (const name of names) set.add(name);
        const expected = new Set(names);
        for (let name = 0; name <= 300; name++) expect(set.has(name)).toBe(expected.has(name));
      }
    }),
    { numRuns: runs(30) },
  );
});
