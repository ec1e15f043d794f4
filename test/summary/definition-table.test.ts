import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DefinitionTable } from '../../src/summary/definition-table.js';

it('gives the definitions of each name in the order in which they came, whenever it is asked', () => {
  const step = fc.record({
    name: fc.nat(40_000),
    summary: fc.nat(9),
    item: fc.nat(99),
    asks: fc.nat(40_000),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const table = new DefinitionTable();
      const expected = new Map<number, number[]>();
      for (const { name, summary, item, asks } of steps) {
        // Half of them name one that was there before.
        const repeated = steps[name % steps.length]?.name ?? name;
        const chosen = item % 2 === 0 ? repeated : name;
        expect(table.of(asks)).toEqual(expected.get(asks) ?? []);
        table.add(chosen, summary, item);
        expected.set(chosen, [...(expected.get(chosen) ?? []), summary, item]);
        expect(table.of(chosen)).toEqual(expected.get(chosen));
      }
      for (const [name, pairs] of expected) expect(table.of(name)).toEqual(pairs);
    }),
  );
});
