import { describe, expect, it } from 'vitest';
import type { ModuleName } from '../../src/base/id.js';
import { judge } from '../../src/check/policy.js';
import { compareStates } from '../../src/check/state.js';
import type { Edge, FailOn } from '../../src/result/verdict.js';

const edge = (symbol: string): Edge => ({
  consumer: 'vfio' as ModuleName,
  provider: 'kvm' as ModuleName,
  symbol,
  kind: 'dynamic',
  condition: null,
  architectures: ['x86'],
  reference: { path: 'a.c', line: 1 },
  export: null,
});

/** `ab bc!` is a base with edges a and b, then a patch that is refused with edges b and c. */
const states = (text: string) =>
  compareStates(
    text.split(' ').map((one, index) => ({
      label: index === 0 ? 'base' : `${index}/9`,
      failures: one.endsWith('!') ? [{ path: 'a.c', hunk: null, message: 'm', expected: [], found: [] }] : [],
      edges: [...one.replace(/[!.]/g, '')].map(edge),
    })),
  );

describe('judge', () => {
  it.each<[string, FailOn, boolean, string]>([
    ['a', 'remaining', true, '1 edge remains'],
    ['.', 'remaining', false, 'no edge remains'],
    ['ab ab', 'remaining', true, '2 edges remain after 1/9'],
    ['ab .', 'remaining', false, 'no edge remains after 1/9'],
    ['a a', 'new', false, 'no edge added since the base'],
    ['a b', 'new', true, '1 edge added since the base'],
    ['a abc', 'new', true, '2 edges added since the base'],
    ['a ab a', 'new', false, 'no edge added since the base'],
    ['a b', 'never', false, '1 edge remains after 1/9 (--fail-on never)'],
    ['. .!', 'never', true, '1/9 does not apply; no edge remains after 1/9 (--fail-on never)'],
    ['. .! .! .! .! .', 'remaining', true, '4 of 5 patches do not apply; no edge remains after 5/9'],
    ['. .! .!', 'remaining', true, '1/9, 2/9 do not apply; no edge remains after 2/9'],
  ])('%s with %s', (text, failOn, failed, reason) => {
    expect(judge(states(text), failOn)).toEqual({ failed, reason });
  });
});
