import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NameFlags } from '../../src/summary/name-flags.js';

it('has the names that it was made of or given, and no other', () => {
  const name = fc.oneof(fc.nat(20), fc.nat(1 << 18));
  fc.assert(
    fc.property(fc.array(name), fc.array(name), fc.array(name), (first, added, asked) => {
      const flags = NameFlags.of(first);
      for (const one of added) flags.add(one);
      const expected = new Set([...first, ...added]);
      expect(asked.map((one) => flags.has(one))).toEqual(asked.map((one) => expected.has(one)));
      expect([...flags]).toEqual([...expected].sort((a, b) => a - b));
    }),
  );
});
