import { describe, expect, it } from 'vitest';
import { type ExportTerms, listNames, type ModuleGrant, refusalOf } from '../../src/user/grant.js';

describe('listNames', () => {
  const cases: readonly (readonly [list: string, module: string, named: boolean])[] = [
    ['kvm-intel,kvm-amd', 'kvm-amd', true],
    ['kvm_intel', 'kvm-intel', true],
    ['kvm-intel', 'kvm_intel', true],
    ['kvm', 'kvm-intel', false],
    ['kvm-*', 'kvm-intel', true],
    ['kvm-*', 'kvm', false],
    ['kvm*', 'kvm', true],
    ['*', 'anything', true],
    ['kv*m', 'kvm', false],
    ['', '', false],
    ['a,,b', '', false],
    ['a,b', 'b', true],
  ];
  for (const [list, module, named] of cases)
    it(`${list || '(empty)'} ${named ? 'names' : 'does not name'} ${module || '(nothing)'}`, () =>
      expect(listNames(list, module)).toBe(named));
});

describe('refusalOf', () => {
  const free: ExportTerms = { namespace: null, gpl: false, modules: false };
  const module: ModuleGrant = { name: 'a', licenses: ['GPL'], imports: new Set(['NS']) };
  const closed: ModuleGrant = { ...module, licenses: ['Proprietary'] };
  const cases: readonly (readonly [
    what: string,
    terms: ExportTerms,
    grant: ModuleGrant,
    refusal: unknown,
  ])[] = [
    ['a free export', free, closed, null],
    ['a GPL export to a GPL module', { ...free, gpl: true }, module, null],
    ['a GPL export to another', { ...free, gpl: true }, closed, { kind: 'license', license: 'Proprietary' }],
    [
      'a GPL export to one of two licenses',
      { ...free, gpl: true },
      { ...module, licenses: ['Dual BSD/GPL'] },
      null,
    ],
    ['a GPL export to one that does not say', { ...free, gpl: true }, { ...module, licenses: [] }, null],
    ['a namespace that is imported', { ...free, namespace: 'NS' }, module, null],
    [
      'a namespace that is not',
      { ...free, namespace: 'OTHER' },
      module,
      { kind: 'namespace', namespace: 'OTHER' },
    ],
    ['a list that names the module', { ...free, gpl: true, modules: true, namespace: 'a,b' }, module, null],
    [
      'a list that does not',
      { ...free, gpl: true, modules: true, namespace: 'b' },
      module,
      { kind: 'modules', modules: 'b' },
    ],
    [
      'a list as a namespace',
      { ...free, namespace: 'module:b' },
      { ...module, imports: new Set(['module:b']) },
      { kind: 'modules', modules: 'b' },
    ],
    ['a list that cannot be read', { ...free, modules: true }, module, null],
  ];
  for (const [what, terms, grant, refusal] of cases)
    it(what, () => expect(refusalOf(terms, grant)).toEqual(refusal));
});
