import { describe, expect, it } from 'vitest';
import { MODULES_REPORTS } from '../../src/report/modules/index.js';
import { PLAIN_VIEW } from '../../src/report/report.js';
import type { ModuleList } from '../../src/result/module-list.js';
import { HOSTILE } from './sample.js';
import { published } from './schema.js';

const listOf = (text: (plain: string) => string): ModuleList => ({
  schemaVersion: 1,
  commit: text('0123456789abcdef0123456789abcdef01234567'),
  asked: null,
  modules: [
    {
      name: text('kvm'),
      path: text('arch/x86/kvm/kvm'),
      makefile: text('arch/x86/kvm/Makefile'),
      made: [
        { architectures: [text('s390'), text('x86')], module: text('KVM=m'), builtIn: text('KVM=y') },
        { architectures: [text('arm64')], builtIn: null },
      ],
      sources: [
        {
          path: text('virt/kvm/kvm_main.c'),
          generated: false,
          condition: null,
          architectures: ['arm64', 's390', 'x86'].map(text),
        },
        {
          path: text('virt/kvm/vfio.c'),
          generated: true,
          condition: text('KVM_VFIO'),
          architectures: [text('x86')],
        },
      ],
    },
  ],
});

const list = listOf((plain) => plain);
const hostile = listOf(() => HOSTILE);
const none: ModuleList = { ...list, asked: 'kvm', modules: [] };
const render = (name: string, of: ModuleList): string =>
  [...MODULES_REPORTS.find((report) => report.name === name)!.render(of, PLAIN_VIEW)].join('');
const NAMES = MODULES_REPORTS.map(({ name }) => name);

describe('every report of modules', () => {
  it.each(NAMES)('%s ends its last line and has no byte that a terminal obeys', (name) => {
    const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\p{Cs}]/u;
    for (const one of [list, hostile, none]) {
      expect(render(name, one)).toMatch(/[^\n]\n$/);
      expect(render(name, one)).not.toMatch(raw);
    }
  });
});

it('tsv has a row for each set of architectures', () => {
  const [, ...rows] = render('tsv', list).trimEnd().split('\n');
  expect(rows.map((row) => row.split('\t'))).toEqual([
    [
      'arch/x86/kvm/kvm',
      'kvm',
      'KVM=m',
      'KVM=y',
      's390,x86',
      'arch/x86/kvm/Makefile',
      'virt/kvm/kvm_main.c virt/kvm/vfio.c',
    ],
    ['arch/x86/kvm/kvm', 'kvm', '', 'y', 'arm64', 'arch/x86/kvm/Makefile', 'virt/kvm/kvm_main.c'],
  ]);
  for (const line of render('tsv', hostile).trimEnd().split('\n')) expect(line.split('\t')).toHaveLength(7);
});

it('text says where each is made, and of what', () => {
  expect(render('text', list)).toMatchInlineSnapshot(`
    "arch/x86/kvm/kvm
      module if KVM=m
      built in if KVM=y
        on s390, x86
      built in
        on arm64
      named in arch/x86/kvm/Makefile, made of
        virt/kvm/kvm_main.c
        virt/kvm/vfio.c generated if KVM_VFIO on x86

    1 module
    "
  `);
});

describe('json', () => {
  const validate = published('modules');
  it.each([
    ['modules', list],
    ['none', none],
    ['hostile text', hostile],
  ])('is what the schema says: %s', (_, of) => {
    const written = JSON.parse(render('json', of));
    validate(written);
    expect(validate.errors).toBeNull();
    expect(written).toEqual(of);
  });

  it('the schema refuses a module that is made nowhere', () => {
    const [module] = list.modules;
    expect(validate({ ...list, modules: [{ ...module, made: [] }] })).toBe(false);
  });
});
