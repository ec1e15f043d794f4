import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatcher } from '../../src/base/glob.js';

describe('globMatcher', () => {
  it.each<[string, string, boolean]>([
    ['kvm', 'kvm', true],
    ['kvm', 'kvm_put_kvm', false],
    ['kvm*', 'kvm', true],
    ['kvm*', 'kvm_put_kvm', true],
    ['*kvm', 'kvm_put_kvm', true],
    ['*_put_*', 'kvm_put_kvm', true],
    ['*_get_*', 'kvm_put_kvm', false],
    ['k?m', 'kvm', true],
    ['k?m', 'km', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['?', '', false],
    ['a.c', 'abc', false],
    ['*ab', 'aab', true],
    ['a*b*c', 'axbxbxc', true],
    ['a*b*c', 'axcxb', false],
  ])('%s and %s: %s', (pattern, text, matches) => {
    expect(globMatcher(pattern)(text)).toBe(matches);
  });

  it('says the same as a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
        expect(globMatcher(pattern)(text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
    );
  });

  it('ends soon with a pattern that is all stars', () => {
    expect(globMatcher(`${'*a'.repeat(500)}b`)('a'.repeat(5000))).toBe(false);
  });
});
