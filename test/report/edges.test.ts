import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/error.js';
import { EDGES_REPORTS } from '../../src/report/edges/index.js';
import { GRAPH_SCRIPT } from '../../src/report/part/page-script.js';
import { PLAIN_VIEW } from '../../src/report/report.js';
import type { EdgeList } from '../../src/result/edge-list.js';
import type { Edge } from '../../src/result/verdict.js';
import { HOSTILE, sample, withText } from './sample.js';
import { published } from './schema.js';

const listOf = (edges: readonly Edge[], modules: EdgeList['modules'] = []): EdgeList => ({
  schemaVersion: 1,
  commit: '0123456789abcdef0123456789abcdef01234567',
  between: ['kvm', 'vfio'],
  oneWay: false,
  modules,
  edges,
});

const on = (name: string, path: string, ...architectures: string[]) => ({ name, path, architectures });
const list = listOf(sample.states[3]!.edges, [
  on('kvm', 'arch/arm64/kvm/kvm', 'arm64'),
  on('kvm', 'arch/x86/kvm/kvm', 'x86'),
  on('vfio', 'drivers/vfio/vfio', 'arm64', 'x86'),
]);
const hostile = {
  ...listOf(withText(HOSTILE).states[0]!.edges, [on(HOSTILE, HOSTILE, HOSTILE)]),
  between: [HOSTILE, HOSTILE],
  commit: HOSTILE,
} satisfies EdgeList;

/** So many pairs of modules, with some edges each. */
const large = (pairs: number, each: number): EdgeList => {
  const [edge] = list.edges;
  const edges = Array.from({ length: pairs * each }, (_, at) => ({
    ...edge!,
    consumer: `user${Math.floor(at / each)}` as Edge['consumer'],
    symbol: `symbol${at % each}`,
  }));
  return listOf(edges);
};

const render = (name: string, of: EdgeList): string =>
  [...EDGES_REPORTS.find((report) => report.name === name)!.render(of, PLAIN_VIEW)].join('');

const NAMES = EDGES_REPORTS.map(({ name }) => name);

describe('every report of edges', () => {
  it.each(NAMES)('%s ends its last line, also without any edge', (name) => {
    for (const one of [list, listOf([]), hostile]) expect(render(name, one)).toMatch(/[^\n]\n$/);
  });

  it.each(NAMES)('%s has no byte that a terminal obeys', (name) => {
    const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\p{Cs}]/u;
    expect(render(name, hostile)).not.toMatch(raw);
  });
});

describe('tsv', () => {
  it('has a row for each pair of paths on one architecture', () => {
    const [head, ...rows] = render('tsv', list)
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(head).toEqual([
      '#consumer',
      'provider',
      'symbol',
      'kind',
      'export type',
      'namespace',
      'condition',
      'reference',
      'export',
      'architectures',
      'class',
    ]);
    const bind = ['vfio_file_bind_kvm', 'dynamic', 'EXPORT_SYMBOL_GPL', '', ''];
    const places = ['virt/kvm/vfio.c:21', 'drivers/vfio/vfio_main.c:118'];
    expect(rows.filter((row) => row[2] === 'vfio_file_bind_kvm')).toEqual([
      ['arch/arm64/kvm/kvm', 'drivers/vfio/vfio', ...bind, ...places, 'arm64', 'source'],
      ['arch/x86/kvm/kvm', 'drivers/vfio/vfio', ...bind, ...places, 'x86', 'source'],
    ]);
    expect(rows.find((row) => row[3] === 'link')?.slice(4, 7)).toEqual(['EXPORT_SYMBOL_NS_GPL', 'VFIO', '']);
    expect(rows.find((row) => row[2] === 'vfio_file_window_group')?.[6]).toBe('VFIO_WINDOW_IOMMU');
  });

  it('takes a name without a path for its own path', () => {
    const rows = render('tsv', listOf([{ ...list.edges[0]!, provider: 'vmlinux' as Edge['provider'] }]));
    expect(rows.split('\n')[1]).toMatch(/^kvm\tvmlinux\t/);
  });

  it('says who decides', () => {
    const rows = render('tsv', listOf([{ ...list.edges[0]!, class: 'optional' }]));
    expect(rows.split('\n')[1]).toMatch(/\toptional$/);
  });

  it('says so to people', () => {
    const shown = render('text', listOf([{ ...list.edges[0]!, class: 'optional' }]));
    expect(shown).toContain('(link, the optimiser may drop it)'.replace('link', list.edges[0]!.kind));
  });

  it('keeps hostile text in its field', () => {
    for (const line of render('tsv', hostile).trimEnd().split('\n'))
      expect(line.split('\t')).toHaveLength(11);
  });
});

describe('json', () => {
  const validate = published('edges');
  it.each([
    ['edges', list],
    ['no edge', listOf([])],
    ['hostile text', hostile],
  ])('is what the schema says: %s', (_, of) => {
    const written = JSON.parse(render('json', of));
    validate(written);
    expect(validate.errors).toBeNull();
    expect(written).toEqual(of);
  });

  it('the schema refuses what it does not know', () => {
    expect(validate({ ...list, surprise: 1 })).toBe(false);
    expect(validate({ ...list, edges: [{ ...list.edges[0], kind: 'x' }] })).toBe(false);
  });
});

describe('many edges', () => {
  it.each(['dot', 'mermaid', 'svg', 'html', 'github-markdown'])('are counted by pair in %s', (name) => {
    const text = render(name, large(50, 7));
    expect(text).not.toContain('symbol3');
    expect(text).toMatch(/7 symbols|>7<|\| 7 \|/);
    expect(render(name, large(2, 7))).toContain('symbol3');
  });

  it('are no picture when there are too many arrows', () => {
    const many = large(501, 1);
    expect(() => render('svg', many)).toThrow(UserError);
    expect(render('html', many)).toContain('501 arrows cannot be read');
    expect(render('dot', many).match(/->/g)).toHaveLength(501);
  });
});

it('html runs nothing and fetches nothing', () => {
  const text = render('html', hostile);
  const tags = text.replaceAll(/="[^"]*"/g, '=').match(/<[^>]*>/g) ?? [];
  expect(text.match(/<script/g)).toHaveLength(1);
  expect(text).toContain(`<script>${GRAPH_SCRIPT}</script>`);
  expect(tags.filter((tag) => /<img|<a |src=|url\(/.test(tag))).toEqual([]);
  expect(text).toContain("default-src 'none'");
});

it('markdown can be pasted into a reply: 72 columns of plain ASCII in one block', () => {
  for (const one of [list, hostile])
    for (const line of render('markdown', one).split('\n')) {
      expect(line).toMatch(/^(?: {4}|$)/);
      expect(line.length).toBeLessThanOrEqual(72);
    }
});

it('text says which pair, which commit, and how many', () => {
  expect(render('text', list)).toMatchInlineSnapshot(`
    "kvm <-> vfio at 0123456789ab

    kvm -> vfio
      = vfio_file_bind_kvm (dynamic)
          needed at virt/kvm/vfio.c:21
          exported  drivers/vfio/vfio_main.c:118 EXPORT_SYMBOL_GPL
          on arm64 (kvm built in), s390, x86
      = vfio_file_window_group (dynamic)
          needed at virt/kvm/vfio.c:49
          exported  drivers/vfio/vfio_main.c:149 EXPORT_SYMBOL_GPL
          if VFIO_WINDOW_IOMMU on s390, x86
      = vfio_register_device (link)
          needed at virt/kvm/vfio.c:77
          exported  drivers/vfio/vfio_main.c:9 EXPORT_SYMBOL_NS_GPL (VFIO)
          on s390, x86

    3 edges (1 link, 2 dynamic) of one pair of modules
    "
  `);
});
