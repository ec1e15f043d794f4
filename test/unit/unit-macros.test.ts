import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TRUE } from '../../src/kbuild/formula/formula.js';
import { type Definitions, MacroTable, NO_DEFINITIONS, UnitMacros } from '../../src/unit/unit-macros.js';

const definition = (item: number): Definitions => [{ when: TRUE, summary: 0, item }];

it('gives each unit its own definitions, whoever had the row before', () => {
  const step = fc.record({ unit: fc.nat(2), name: fc.nat(4), item: fc.nat(9), defines: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const table = new MacroTable();
      const units = [0, 1, 2].map(() => new UnitMacros(table, true));
      const expected = new Map<string, Definitions>();
      for (const { unit, name, item, defines } of steps) {
        const macros = units[unit] as UnitMacros;
        const definitions = defines ? definition(item) : NO_DEFINITIONS;
        macros.set(table.numberOf(name), definitions);
        expected.set(`${unit} ${name}`, definitions);
        for (const other of [0, 1, 2, 3, 4])
          expect(macros.named(other)).toBe(expected.get(`${unit} ${other}`) ?? NO_DEFINITIONS);
      }
    }),
  );
});

it('throws for a query of an evicted unit', () => {
  const table = new MacroTable();
  const [first, second] = [new UnitMacros(table, false), new UnitMacros(table, false)];
  first.set(table.numberOf(1), definition(1));
  expect(second.named(1)).toBe(NO_DEFINITIONS);
  expect(() => first.named(1)).toThrow('eviction');
});
