import { describe, expect, it } from 'vitest';
import type { Edge } from '../../src/base/edge.js';
import type { ModuleName } from '../../src/base/id.js';
import { compareStates } from '../../src/check/state.js';
import { type Facts, judge, outcomesOf } from '../../src/result/judge.js';
import { type FailOn, type Finding, SCHEMA_VERSION } from '../../src/result/verdict.js';

/** Lower-case letters are edges from vfio to kvm, capitals from kvm to vfio. */
const edge = (symbol: string): Edge => ({
  consumer: (symbol < 'a' ? 'kvm' : 'vfio') as ModuleName,
  provider: (symbol < 'a' ? 'vfio' : 'kvm') as ModuleName,
  symbol,
  kind: 'dynamic',
  condition: null,
  architectures: ['x86'],
  reference: { path: 'a.c', line: 1 },
  export: null,
});

/** `ab bc!` is a base with edges a and b, then a patch that is refused with edges b and c. */
const facts = (text: string, failOn?: FailOn, more: Partial<Facts> = {}): Facts => ({
  schemaVersion: SCHEMA_VERSION,
  between: ['kvm', 'vfio'],
  oneWay: false,
  ...(failOn === undefined ? {} : { failOn }),
  states: compareStates(
    text.split(' ').map((one, index) => ({
      label: index === 0 ? 'base' : `${index}/9`,
      failures: one.endsWith('!') ? [{ path: 'a.c', hunk: null, message: 'm', expected: [], found: [] }] : [],
      edges: [...one.replace(/[!.]/g, '')].map(edge),
    })),
  ),
  findings: [],
  ...more,
});

const broken = (state: string, severity: Finding['severity'] = 'error'): Finding => ({
  kind: 'broken-link',
  severity,
  message: 'vfio needs f, which is not exported',
  state,
});
const guard = (kind: 'policy-violation' | 'baseline-stale', severity: Finding['severity']): Finding => ({
  kind,
  severity,
  message: 'm',
  state: '1/9',
});

describe('judge', () => {
  it.each<[string, FailOn | undefined, boolean, string]>([
    ['.', undefined, false, 'no edge between kvm and vfio'],
    ['a', undefined, false, 'vfio -> kvm: 1'],
    ['abABCD ABCD', undefined, false, 'vfio -> kvm: 2 -> 0; kvm -> vfio: 4 left, unchanged'],
    ['a b', undefined, true, '1 edge added; vfio -> kvm: 1 -> 1 (1 added, 1 removed)'],
    ['a', 'remaining', true, '1 edge remains; vfio -> kvm: 1'],
    ['ab ab', 'remaining', true, '2 edges remain; vfio -> kvm: 2 left, unchanged'],
    ['ab .', 'remaining', false, 'vfio -> kvm: 2 -> 0'],
    ['a a', 'new', false, 'vfio -> kvm: 1 left, unchanged'],
    ['a abc', 'new', true, '2 edges added; vfio -> kvm: 1 -> 3'],
    ['a ab a', 'new', false, 'vfio -> kvm: 1 left, unchanged'],
    ['a . a', 'new', false, 'vfio -> kvm: 1 left, unchanged'],
    ['a abc', 'policy', false, 'vfio -> kvm: 1 -> 3'],
    ['a b', 'never', false, 'vfio -> kvm: 1 -> 1 (1 added, 1 removed); --fail-on never'],
    ['. .!', 'never', true, '1/9 does not apply; no edge between kvm and vfio; --fail-on never'],
    ['. .! .! .! .! .', 'remaining', true, '4 of 5 patches do not apply; no edge between kvm and vfio'],
    ['. .! .!', 'new', true, '1/9, 2/9 do not apply; no edge between kvm and vfio'],
  ])('%s with %s', (text, failOn, failed, reason) => {
    expect(judge(facts(text, failOn))).toEqual({ failed, reason });
  });

  it.each<[FailOn | undefined, boolean]>([
    [undefined, true],
    ['new', true],
    ['remaining', true],
    ['policy', true],
    ['never', false],
  ])('a broken link with --fail-on %s', (failOn, failed) => {
    expect(judge(facts('. . .', failOn, { findings: [broken('1/9')] })).failed).toBe(failed);
    expect(judge(facts('. .', failOn, { findings: [broken('base')] })).failed).toBe(false);
    expect(judge(facts('. .', failOn, { findings: [broken('1/9', 'warning')] })).failed).toBe(false);
  });

  it('quotes the first broken link', () => {
    expect(judge(facts('a .', 'new', { findings: [broken('1/9')] })).reason).toBe(
      '1 link broken (1/9: vfio needs f, which is not exported); vfio -> kvm: 1 -> 0',
    );
  });

  it.each<[string, Partial<Facts>, boolean, string]>([
    ['no violation', {}, false, 'the policy holds; vfio -> kvm: 2 -> 1'],
    [
      'a violation',
      { findings: [guard('policy-violation', 'error')] },
      true,
      '1 edge breaks the policy; vfio -> kvm: 2 -> 1',
    ],
    [
      'a rule that warns',
      { findings: [guard('policy-violation', 'warning')] },
      false,
      'the policy holds; vfio -> kvm: 2 -> 1',
    ],
    [
      'a stale entry',
      { findings: [guard('baseline-stale', 'error')] },
      true,
      '1 baseline entry is stale: kvm-vfio-series baseline write --prune TREE; vfio -> kvm: 2 -> 1',
    ],
    [
      'an entry that a mailed series makes superfluous',
      { findings: [guard('baseline-stale', 'note')] },
      false,
      'the policy holds; once it is applied, 1 baseline entry can go: kvm-vfio-series baseline write --prune TREE; vfio -> kvm: 2 -> 1',
    ],
  ])('with a policy: %s', (_, more, failed, reason) => {
    expect(judge(facts('ab a', undefined, { known: [], ...more }))).toEqual({ failed, reason });
  });

  it('lets a new edge pass that the baseline lists', () => {
    expect(judge(facts('. a', 'new', { known: [edge('a')] })).failed).toBe(false);
  });
});

describe('outcomesOf', () => {
  const levels = (given: Facts): readonly string[] =>
    [...outcomesOf({ ...given, verdict: judge(given) }).values()].map(({ level }) => level);

  it.each<[string, Facts, readonly string[]]>([
    ['the patch that adds an edge', facts('a ab b b', 'new'), ['error', 'success', 'success']],
    ['an edge that goes again is a warning', facts('a ab a', 'new'), ['warning', 'success']],
    ['the patch that breaks', facts('a a .', 'new', { findings: [broken('1/9')] }), ['error', 'success']],
    ['edges of the base: a patch that removes none', facts('ab ab b', 'remaining'), ['error', 'success']],
    ['edges of the base: else the last', facts('abc bc c', 'remaining'), ['success', 'error']],
    ['nothing', facts('ab a .', 'remaining'), ['success', 'success']],
    [
      'a stale entry is not blamed on the patch that removes the edge',
      facts('a . .', 'policy', { known: [], findings: [guard('baseline-stale', 'error')] }),
      ['success', 'error'],
    ],
  ])('blames %s', (_, given, expected) => {
    expect(levels(given)).toEqual(expected);
    expect(levels(given).includes('error')).toBe(judge(given).failed);
  });
});
