import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { branchOf } from '../../src/series/branch-name.js';

describe('the branch of a series', () => {
  test.each([
    ['vfio: remove symbol_get(kvm)', 2, 'v2/vfio-remove-symbol-get-kvm'],
    ['KVM: x86: Größe', 1, 'v1/kvm-x86-gro-e'],
    ['x'.repeat(80), 3, `v3/${'x'.repeat(50)}`],
    [
      'one two three four five six seven eight nine ten eleven',
      1,
      'v1/one-two-three-four-five-six-seven-eight-nine-ten',
    ],
    ['回复', 1, 'v1/series'],
    ['../../.git/x.lock', 1, 'v1/git-x-lock'],
  ])('%s v%d: %s', (title, revision, name) => {
    expect(branchOf({ title, revision })).toBe(name);
  });

  test('git takes every name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (title) => {
        const name = branchOf({ title, revision: 1 });
        expect(spawnSync('git', ['check-ref-format', '--branch', name]).status).toBe(0);
      }),
      { numRuns: 20 },
    );
  });
});
