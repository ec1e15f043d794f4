import { describe, expect, it } from 'vitest';
import { EXPLAIN_REPORTS } from '../../src/report/explain/index.js';
import { PLAIN_VIEW, type View } from '../../src/report/report.js';
import type { ExplanationList } from '../../src/result/explanation.js';
import { HOSTILE, sample, withText } from './sample.js';
import { published } from './schema.js';

const [linked] = sample.states[3]!.edges.filter(({ kind }) => kind === 'link');

/** An explanation in which every name, path and condition is given; seven places, seven other users. */
const listOf = (text: (plain: string) => string, edge = linked!): ExplanationList => {
  const place = (path: string, line: number) => ({ path: text(path), line });
  const chains = Array.from({ length: 7 }, (_, at) => ({
    unit: text('virt/kvm/vfio.c'),
    architectures: ['x86'],
    steps: [
      {
        place: place('virt/kvm/vfio.c', 70 + at),
        in: { kind: 'function' as const, name: text('kvm_vfio_open'), place: place('virt/kvm/vfio.c', 60) },
        how: 'names' as const,
        name: text('vfio_hold'),
        condition: null,
      },
      {
        place: place('include/linux/vfio.h', 9),
        in: { kind: 'inline' as const, name: text('vfio_hold'), place: place('include/linux/vfio.h', 7) },
        how: 'looks up' as const,
        name: text('vfio_register_device'),
        by: text('symbol_get'),
        condition: text('VFIO_WINDOW_IOMMU'),
      },
    ],
    export: {
      ...place('drivers/vfio/vfio_main.c', 9),
      type: text('EXPORT_SYMBOL_NS_GPL'),
      namespace: text('VFIO'),
      condition: text('X'),
    },
  }));
  const otherUsers = Array.from({ length: 7 }, (_, at) => ({
    name: text(`user${at}`),
    path: text(`drivers/user${at}`),
    kind: at === 0 ? ('dynamic' as const) : ('link' as const),
    condition: at === 1 ? text('X') : null,
    architectures: ['x86'],
    isModule: at !== 2,
    place: place('drivers/user.c', 1 + at),
  }));
  return {
    schemaVersion: 1,
    commit: text('0123456789abcdef0123456789abcdef01234567'),
    between: [text('kvm'), text('vfio')],
    oneWay: true,
    usersComplete: false,
    explanations: [{ edge, chains, otherUsers }],
  };
};

const list = listOf((plain) => plain);
const hostile = listOf(() => HOSTILE, withText(HOSTILE).states[0]!.edges[0]!);
const none: ExplanationList = { ...list, explanations: [] };

const render = (name: string, of: ExplanationList, view: Partial<View> = {}): string =>
  [...EXPLAIN_REPORTS.find((report) => report.name === name)!.render(of, { ...PLAIN_VIEW, ...view })].join(
    '',
  );

const NAMES = EXPLAIN_REPORTS.map(({ name }) => name);

describe('every report of explanations', () => {
  it.each(NAMES)('%s ends its last line and has no byte that a terminal obeys', (name) => {
    const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\p{Cs}]/u;
    for (const one of [list, hostile, none]) {
      expect(render(name, one)).toMatch(/[^\n]\n$/);
      expect(render(name, one)).not.toMatch(raw);
    }
  });
});

describe('json', () => {
  const validate = published('explain');
  it.each([
    ['an explanation', list],
    ['no edge', none],
    ['hostile text', hostile],
  ])('is what the schema says: %s', (_, of) => {
    const written = JSON.parse(render('json', of));
    validate(written);
    expect(validate.errors).toBeNull();
    expect(written).toEqual(of);
  });

  it('the schema refuses a chain without steps', () => {
    const [one] = list.explanations;
    const spoilt = { ...one!, chains: [{ ...one!.chains[0], steps: [] }] };
    expect(validate({ ...list, explanations: [spoilt] })).toBe(false);
  });
});

it('text shows one chain whole, where others begin, and who else uses the export', () => {
  expect(render('text', list)).toMatchInlineSnapshot(`
    "kvm -> vfio at 0123456789ab

    kvm -> vfio
      vfio_register_device (link)
        on s390, x86
        1 virt/kvm/vfio.c:70
            function kvm_vfio_open names vfio_hold
        2 include/linux/vfio.h:9
            inline vfio_hold looks up vfio_register_device with symbol_get if
            VFIO_WINDOW_IOMMU
        = drivers/vfio/vfio_main.c:9 EXPORT_SYMBOL_NS_GPL (VFIO) if X
        also needed at:
          virt/kvm/vfio.c:71 function kvm_vfio_open by vfio_hold
          virt/kvm/vfio.c:72 function kvm_vfio_open by vfio_hold
          virt/kvm/vfio.c:73 function kvm_vfio_open by vfio_hold
          virt/kvm/vfio.c:74 function kvm_vfio_open by vfio_hold
          virt/kvm/vfio.c:75 function kvm_vfio_open by vfio_hold
          and 1 more; --verbose shows all
        also used by:
          drivers/user.c:1 user0, dynamic
          drivers/user.c:2 user1, if X
          drivers/user.c:3 user2, built in
          drivers/user.c:4 user3
          drivers/user.c:5 user4
          and 2 more; --verbose shows all

    not all files that name the symbols were looked at for other users
    "
  `);
});

it('text shows all places and users with --verbose', () => {
  const text = render('text', list, { detail: 'verbose' });
  for (const place of ['virt/kvm/vfio.c:76', 'drivers/user.c:7']) {
    expect(render('text', list)).not.toContain(place);
    expect(text).toContain(place);
  }
});

it('markdown can be pasted into a reply', () => {
  for (const one of [list, hostile])
    for (const line of render('markdown', one).split('\n')) {
      expect(line).toMatch(/^(?: {4}|$)/);
      expect(line.length).toBeLessThanOrEqual(72);
    }
});
