import { describe, expect, it } from 'vitest';
import { baselineOf } from '../../../src/check/guard/baseline.js';
import { enforce, guardedQuery, guardFindings, guardOf } from '../../../src/check/guard/enforce.js';
import { readPolicy } from '../../../src/check/guard/read-policy.js';
import { edge } from './edge.js';

const BOTH = [
  { from: 'kvm', to: 'vfio' },
  { from: 'vfio', to: 'kvm' },
];
const rules = readPolicy(
  JSON.stringify({
    version: 1,
    forbidden: [
      { name: 'no-kvm', from: 'vfio*', to: 'kvm' },
      { name: 'soft', severity: 'warn', from: 'kvm', to: 'vfio' },
    ],
  }),
  'p',
);

/** States separated by `|`, edges by `,`; the first state is the base. */
const states = (text: string) =>
  text.split('|').map((state, at) => ({
    label: at === 0 ? 'base' : `${at}/9`,
    edges: state
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .map(edge),
  }));

const run = (known: string, text: string, partial = false) => {
  const baseline = baselineOf(states(known)[0]?.edges ?? []);
  return enforce(guardOf(rules, baseline, BOTH), states(text), partial);
};

const shown = (...args: Parameters<typeof run>) =>
  guardFindings(run(...args), false).map(
    ({ severity, state, message }) => `${severity} ${state}: ${message}`,
  );

const GET = 'vfio -> kvm get';
const PUT = 'vfio -> kvm put dynamic';
const STALE = 'remove it with "kvm-vfio-series baseline write --prune TREE"';

describe('enforce', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['nothing', '', '', []],
    ['an edge of the base', '', GET, ['error base: vfio -> kvm get (link) breaks the rule "no-kvm"']],
    [
      'an edge of a patch',
      '',
      `|${GET}|${GET}`,
      ['error 1/9: vfio -> kvm get (link) breaks the rule "no-kvm"'],
    ],
    [
      'one that comes back',
      '',
      `${GET}||${GET}`,
      ['error 2/9: vfio -> kvm get (link) breaks the rule "no-kvm"'],
    ],
    ['one that comes and goes', '', `|${GET}|`, []],
    ['a warning', '', 'kvm -> vfio x', ['warning base: kvm -> vfio x (link) breaks the rule "soft"']],
    ['what no rule is about', '', 'kvm -> irqbypass x', []],
    ['a known one', GET, `${GET}|${GET}`, []],
    [
      'a known one and a new one',
      GET,
      `${GET}|${GET}, ${PUT}`,
      ['error 1/9: vfio -> kvm put (dynamic) breaks the rule "no-kvm"'],
    ],
    [
      'one that is gone',
      GET,
      `${GET}|`,
      [`error 1/9: vfio -> kvm get (link) is in the baseline and is gone; ${STALE}`],
    ],
    [
      'one that never was',
      GET,
      '|',
      [`error base: vfio -> kvm get (link) is in the baseline and is gone; ${STALE}`],
    ],
    [
      'another condition',
      `${GET} if A`,
      `${GET} if A|${GET}`,
      [
        'error 1/9: vfio -> kvm get (link) breaks the rule "no-kvm"',
        `error 1/9: vfio -> kvm get (link, if A) is in the baseline and has another condition; ${STALE}`,
      ],
    ],
    [
      'one that no rule minds',
      'kvm -> irqbypass x',
      'kvm -> irqbypass x',
      [`error base: kvm -> irqbypass x (link) is in the baseline and breaks no rule; ${STALE}`],
    ],
  ])('%s', (_, known, text, findings) => {
    expect(shown(known, text)).toEqual(findings);
  });

  it('of one configuration compares no conditions and misses none', () => {
    expect(shown(`${GET} if A, ${PUT}`, GET, true)).toEqual([]);
    expect(shown(PUT, GET, true)).toHaveLength(1);
  });
});

describe('a guard without rules', () => {
  it('forbids the edges asked for, and says nothing of other entries of the baseline', () => {
    const baseline = baselineOf([edge(GET), edge('a -> b x')]);
    const guard = guardOf(null, baseline, [{ from: 'vfio', to: 'kvm' }]);
    const outcome = enforce(guard, states(`${GET}, ${PUT}, kvm -> vfio x`), false);
    expect(guardFindings(outcome, false).map(({ message }) => message)).toEqual([
      'vfio -> kvm put (dynamic) breaks the rule "no edge"',
    ]);
  });
});

it('guardedQuery asks what was asked first, and each pair once', () => {
  const guard = guardOf(rules, [], BOTH);
  const query = guardedQuery({ directions: BOTH, includes: false }, guard);
  expect(query.directions).toEqual([...BOTH, { from: 'vfio*', to: 'kvm', optional: true }]);
  expect(query.includes).toBe(false);
  const headers = readPolicy('{"version":1,"forbidden":[{"from":"a","to":"b","kind":"include"}]}', 'p');
  expect(guardedQuery({ directions: BOTH, includes: false }, guardOf(headers, [], BOTH)).includes).toBe(true);
});

it('makes a stale entry of a received series a note: its author cannot prune the baseline of the tree', () => {
  expect(guardFindings(run(GET, '|'), true)).toMatchObject([{ kind: 'baseline-stale', severity: 'note' }]);
});
