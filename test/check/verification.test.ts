import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edge } from '../../src/base/edge.js';
import type { ModuleName } from '../../src/base/id.js';
import type { LinkEdge } from '../../src/build/build.js';
import { compareEdges, type FoundEdge, isGoodEnough, placeEdges } from '../../src/check/verification.js';
import type { ClassScore } from '../../src/result/verification.js';

const reference = { path: 'drivers/a.c', line: 3 };

/** `a b symbol`. */
const built = (text: string): LinkEdge => {
  const [consumer = '', provider = '', symbol = ''] = text.split(' ');
  return { consumer, provider, symbol };
};
const found = (text: string): FoundEdge => ({ ...built(text), reference });

const compare = (real: readonly string[], own: readonly string[]) =>
  compareEdges(real.map(built), own.map(found), ['module', 'vmlinux']);

describe('edges of a build and edges that were found', () => {
  it('are counted in three classes', () => {
    const edges = ['a b x', 'a vmlinux printk', 'a vmlinux __fentry__'];
    const { classes, differences } = compare(edges, edges.slice(0, 2));
    expect(
      classes.map(({ class: name, built: real, found: own, agreed }) => [name, real, own, agreed]),
    ).toEqual([
      ['module', 1, 1, 1],
      ['vmlinux', 1, 1, 1],
      ['compiler-made', 1, 0, 0],
    ]);
    expect(differences).toEqual([]);
  });

  it('a module that exports a name of the compiler is a module', () => {
    expect(compare([], ['a b memcpy']).classes[0]).toMatchObject({ found: 1, agreed: 0, precision: 0 });
  });

  it('leave what the optimiser may drop out of the precision, but not of the recall', () => {
    const { classes, differences } = compareEdges(
      ['a vmlinux x', 'a vmlinux y', 'a vmlinux z'].map(built),
      [
        found('a vmlinux x'),
        found('a vmlinux w'),
        { ...found('a vmlinux y'), optional: true },
        { ...found('a vmlinux v'), optional: true },
      ],
      ['module', 'vmlinux'],
    );
    expect(classes[1]).toMatchObject({
      found: 4,
      agreed: 2,
      optional: { found: 2, agreed: 1 },
      precision: 1 / 2,
      recall: 2 / 3,
    });
    expect(classes[0]).not.toHaveProperty('optional');
    expect(differences.map(({ kind, symbol }) => `${kind} ${symbol}`)).toEqual(['missed z', 'invented w']);
  });

  it('differ in what was missed and what was invented', () => {
    const { classes, differences } = compare(
      ['a b x', 'a b y', 'c b x', 'c b z'],
      ['a b x', 'a d y', 'b c x'],
    );
    expect(classes[0]).toMatchObject({ agreed: 1, precision: 1 / 3, recall: 1 / 4 });
    expect(differences.map((one) => `${one.kind} ${one.consumer} ${one.provider} ${one.symbol}`)).toEqual([
      'missed a b y',
      'missed c b x',
      'missed c b z',
      'invented a d y',
      'invented b c x',
    ]);
    expect(differences.map((one) => one.reference !== undefined)).toEqual([false, false, false, true, true]);
  });

  it('are not compared where the analysis was not asked', () => {
    const { classes, differences } = compareEdges(
      [built('a vmlinux printk')],
      [found('a vmlinux kfree')],
      ['module'],
    );
    expect(classes[1]).toMatchObject({ compared: false, built: 1, precision: null, recall: null });
    expect(differences).toEqual([]);
  });

  it('agree with what sets say', () => {
    const word = fc.constantFrom('a', 'b', 'vmlinux');
    const edge = fc.tuple(word, word, fc.constantFrom('x', 'y', 'memcpy')).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(edge), fc.array(edge), (real, own) => {
        const { classes, differences } = compare(real, own);
        const compared = (list: readonly string[]): ReadonlySet<string> =>
          new Set(list.filter((text) => !text.endsWith('vmlinux memcpy')));
        const [left, right] = [compared(real), compared(own)];
        const different =
          [...left].filter((one) => !right.has(one)).length +
          [...right].filter((one) => !left.has(one)).length;
        expect(differences).toHaveLength(different);
        for (const { precision, recall } of classes)
          for (const share of [precision, recall]) expect(share ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the verdict', () => {
  const score = (precision: number | null, recall: number | null): ClassScore => ({
    class: 'module',
    compared: true,
    built: 1,
    found: 1,
    agreed: 1,
    precision,
    recall,
  });

  it.each<[precision: number | null, recall: number | null, good: boolean]>([
    [1, 1, true],
    [0.9995, 0.9995, true],
    [0.99949, 1, false],
    [1, 0.99949, false],
    [null, null, true],
    [null, 0, false],
    [0, null, false],
  ])('precision %s and recall %s: %s', (precision, recall, good) => {
    expect(isGoodEnough(score(precision, recall), 0.9995)).toBe(good);
  });
});

describe('edges as a build would show them', () => {
  const edge = (more: Partial<Edge>): Edge => ({
    consumer: 'vfio-pci' as ModuleName,
    provider: 'vfio' as ModuleName,
    symbol: 'x',
    kind: 'link',
    condition: null,
    architectures: ['x86'],
    reference,
    export: null,
    ...more,
  });
  const modules = ['drivers/vfio/vfio', 'drivers/vfio/pci/vfio_pci'];
  const name = (text: string): ModuleName => text as ModuleName;

  it.each<[what: string, edge: Partial<Edge>, placed: string | null]>([
    ['have its paths', {}, 'drivers/vfio/pci/vfio_pci drivers/vfio/vfio x'],
    ['need vmlinux', { provider: name('vmlinux') }, 'drivers/vfio/pci/vfio_pci vmlinux x'],
    [
      'need what is built in',
      { provider: name('kvm'), builtIn: { consumer: [], provider: ['x86'] } },
      'drivers/vfio/pci/vfio_pci vmlinux x',
    ],
    ['do not come from what is built in', { builtIn: { consumer: ['x86'], provider: [] } }, null],
    ['are linked', { kind: 'dynamic' }, null],
  ])('%s', (_, more, placed) => {
    const { found: own, outside } = placeEdges([edge(more)], modules);
    expect(own.map((one) => `${one.consumer} ${one.provider} ${one.symbol}`)).toEqual(
      placed === null ? [] : [placed],
    );
    expect(outside).toBe(0);
  });

  it('say which modules the build has not', () => {
    const edges = [
      edge({ consumer: name('kvm') }),
      edge({ provider: name('mdev') }),
      edge({ kind: 'dynamic' }),
    ];
    expect(placeEdges(edges, modules)).toEqual({
      found: [],
      dynamic: 1,
      outside: 2,
      outsideModules: ['kvm', 'mdev'],
    });
  });
});
