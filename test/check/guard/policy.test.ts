import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/error.js';
import { directionsOf, ruleTest } from '../../../src/check/guard/policy.js';
import { readPolicy } from '../../../src/check/guard/read-policy.js';
import { edge } from './edge.js';

const policy = (written: object) => readPolicy(JSON.stringify({ version: 1, ...written }), 'p.json');

const complaint = (text: string): string => {
  try {
    readPolicy(text, 'p.json');
  } catch (error) {
    if (error instanceof UserError && error.code === 'input') return error.message;
    throw error;
  }
  return 'none';
};

describe('readPolicy', () => {
  const rule = (more: object) => JSON.stringify({ version: 1, forbidden: [{ from: 'a', to: 'b', ...more }] });
  it.each<[string, string]>([
    [rule({}), 'none'],
    [rule({ from: ['a', 'b*'], kind: ['link', 'include'], symbol: '*', severity: 'warn' }), 'none'],
    [rule({ from: 3 }), 'p.json: /forbidden/0/from: must be a string or a list'],
    [rule({ from: undefined }), 'p.json: /forbidden/0/from: is missing'],
    [rule({ to: [] }), 'p.json: /forbidden/0/to: must not be empty'],
    [
      rule({ to: ['b', 'c d'] }),
      'p.json: /forbidden/0/to/1: must be the name or glob of a module, not "c d"',
    ],
    [rule({ kind: 'linked' }), 'p.json: /forbidden/0/kind: must be link, dynamic or include, not "linked"'],
    [
      rule({ symbol: 'a b' }),
      'p.json: /forbidden/0/symbol: must be the name or glob of a symbol, without blanks, not "a b"',
    ],
    [rule({ severity: 'fatal' }), 'p.json: /forbidden/0/severity: must be one of error, warn, not "fatal"'],
    [rule({ name: '' }), 'p.json: /forbidden/0/name: must not be empty'],
    [
      rule({ form: 'a' }),
      'p.json: /forbidden/0/form: is no key of this; there are name, comment, severity, from, fromNot, to, toNot, kind, symbol, symbolNot',
    ],
    ['{"version": 2}', 'p.json: /version: must be 1, not 2'],
    ['{}', 'p.json: /version: is missing'],
    ['[]', 'p.json: must be an object'],
    [
      '{"version": 1, "run/this": "rm"}',
      'p.json: /run~1this: is no key of this; there are version, comment, forbidden, allowed, allowedSeverity',
    ],
    ['{"version": 1,\n "forbidden": [,]}', 'p.json:2: is not JSON'],
    ['{"version": 1,\n', 'p.json:2: is not JSON'],
    ['', 'p.json:1: is not JSON'],
    ['{"version": 1,\n "comment": "a\n"}', 'p.json:2: is not JSON'],
    ['{"version": -\n\n}', 'p.json:1: is not JSON'],
    ['{\n\n"version": 1 \n"comment": ""}', 'p.json:4: is not JSON'],
    ['{"version": 1}\n<<<<<<< HEAD', 'p.json:2: is not JSON'],
    ['{"version": tru}', 'p.json:1: is not JSON'],
  ])('%s: %s', (text, message) => {
    expect(complaint(text)).toBe(message);
  });

  it('refuses what is longer than any policy before reading it', () => {
    expect(complaint(' '.repeat(5 * 1024 * 1024))).toBe('p.json: is too long for a policy');
  });
});

describe('ruleTest', () => {
  const forbid = (...rules: object[]) => ruleTest(policy({ forbidden: rules }));
  it.each<[object, string, boolean]>([
    [{ from: 'vfio*', to: 'kvm' }, 'vfio-pci -> kvm kvm_put', true],
    [{ from: 'vfio*', to: 'kvm' }, 'kvm -> vfio x', false],
    [{ from: 'vfio_pci', to: 'kvm' }, 'vfio-pci -> kvm x', true],
    [{ from: ['a', 'vfio'], to: 'kvm' }, 'vfio -> kvm x', true],
    [{ from: '*', to: 'kvm', fromNot: 'kvm-*' }, 'kvm-intel -> kvm x', false],
    [{ from: '*', to: 'kvm', fromNot: 'kvm-*' }, 'vfio -> kvm x', true],
    [{ from: 'vfio', to: '*', toNot: ['vfio*', 'iommufd'] }, 'vfio -> iommufd x', false],
    [{ from: 'vfio', to: 'kvm' }, 'vfio -> kvm x dynamic', true],
    [{ from: 'vfio', to: 'kvm' }, 'vfio -> kvm linux/kvm_host.h include', false],
    [{ from: 'vfio', to: 'kvm', kind: 'include' }, 'vfio -> kvm linux/kvm_host.h include', true],
    [{ from: 'vfio', to: 'kvm', kind: ['link'] }, 'vfio -> kvm x dynamic', false],
    [{ from: 'vfio', to: 'kvm', symbol: 'kvm_*' }, 'vfio -> kvm kvm_put', true],
    [{ from: 'vfio', to: 'kvm', symbol: 'kvm_*' }, 'vfio -> kvm put_kvm', false],
    [{ from: 'vfio', to: 'kvm', symbolNot: ['kvm_put*', 'kvm_get'] }, 'vfio -> kvm kvm_put_kvm', false],
  ])('forbidden %j and %s: %s', (rule, text, broken) => {
    expect(forbid({ ...rule, name: 'n' })(edge(text))?.name).toBe(broken ? 'n' : undefined);
  });

  it('names the rule that fails before the one that warns', () => {
    const rules = [
      { name: 'soft', severity: 'warn', from: 'a', to: 'b' },
      { name: 'hard', from: 'a', to: 'b', symbol: 'x*', comment: 'why' },
    ];
    expect(forbid(...rules)(edge('a -> b xy'))).toMatchObject({
      name: 'hard',
      severity: 'error',
      comment: 'why',
    });
    expect(forbid(...rules)(edge('a -> b y'))).toMatchObject({ name: 'soft', severity: 'warn' });
    expect(forbid({ from: ['a', 'c'], to: 'b' })(edge('a -> b y'))?.name).toBe('a,c -> b');
  });

  const allow = (more: object = {}) =>
    ruleTest(policy({ allowed: [{ from: 'kvm', to: 'vfio', symbol: ['vfio_file_*'] }], ...more }));
  it.each<[string, boolean]>([
    ['kvm -> vfio vfio_file_set', true],
    ['kvm -> vfio vfio_device', false],
    ['vfio -> kvm kvm_put', false],
    ['kvm -> irqbypass x', true],
    ['vfio-pci -> kvm x', true],
    ['kvm -> vfio linux/vfio.h include', true],
  ])('allowed, and %s: %s', (text, fine) => {
    expect(allow()(edge(text))).toEqual(fine ? null : { name: null, severity: 'error', comment: null });
  });

  it('keeps to what is forbidden among what is allowed, and to allowedSeverity', () => {
    const both = { forbidden: [{ name: 'f', from: 'kvm', to: 'vfio', symbol: 'vfio_file_set' }] };
    expect(allow(both)(edge('kvm -> vfio vfio_file_set'))?.name).toBe('f');
    expect(allow({ allowedSeverity: 'warn' })(edge('kvm -> vfio y'))?.severity).toBe('warn');
    const soft = { forbidden: [{ name: 'f', severity: 'warn', from: 'kvm', to: 'vfio' }] };
    expect(allow(soft)(edge('kvm -> vfio y'))).toMatchObject({ name: null, severity: 'error' });
  });
});

it('directionsOf covers every pair, and of what is allowed both ways', () => {
  const optional = true;
  expect(
    directionsOf(policy({ forbidden: [{ from: ['a', 'b'], to: 'c' }], allowed: [{ from: 'd', to: 'e' }] })),
  ).toEqual([
    { from: 'a', to: 'c', optional },
    { from: 'b', to: 'c', optional },
    { from: 'd', to: 'e', optional },
    { from: 'e', to: 'd', optional },
  ]);
});
