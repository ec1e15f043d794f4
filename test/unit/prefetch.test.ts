// Headers that are read before anybody asks for them: which they are, and that nothing but time comes of it.
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { BlobId } from '../../src/base/id.js';
import { Analyser } from '../../src/edge/analyse.js';
import { isConcerned, ReadSetRecorder } from '../../src/state/read-set.js';
import { SummaryStore } from '../../src/summary/summary-store.js';
import { Prefetch } from '../../src/unit/prefetch.js';
import { type Files, MemoryTrees } from '../edge/memory-tree.js';

const HEADERS: Files = {
  'include/linux/kconfig.h': '#define A 1\n',
  'include/linux/beta.h': '#include <linux/list.h>\n#include <asm/io.h>\n#include SOME_MACRO\n',
  'include/linux/list.h': '#include "near.h"\n',
  'include/linux/near.h': 'struct near;\n',
  'include/linux/other.h': 'struct other;\n',
  'include/asm-generic/io.h': 'struct generic_io;\n',
  'arch/arm/include/asm/io.h': 'struct arm_io;\n',
  'arch/mips/include/asm/delay.h': 'struct mips_delay;\n',
  'drivers/beta.h': 'struct private_to_beta;\n',
};

const readAhead = async (files: Files, sought: readonly string[], architectures: readonly string[]) => {
  const trees = new MemoryTrees();
  const tree = trees.tree(files);
  const store = new SummaryStore(trees);
  await new Prefetch(store, tree, sought, architectures).run();
  const paths = new Map([...tree.paths()].map((path) => [tree.blobAt(path) as BlobId, path]));
  return { store, tree, trees, read: trees.read.map((id) => paths.get(id)).sort() };
};

const COMMON = ['beta.h', 'kconfig.h', 'list.h', 'near.h'].map((name) => `include/linux/${name}`);

describe('prefetched files', () => {
  it.each<[string, Files, readonly string[], readonly string[]]>([
    ['headers of the name, and what they include', {}, [], []],
    ['the headers of an architecture that counts', {}, ['arm'], ['arch/arm/include/asm/io.h']],
    ['the generic header where one has none', {}, ['mips'], ['include/asm-generic/io.h']],
    [
      'the architectures that have headers of the name, when some have',
      { 'arch/mips/include/asm/beta.h': '#include <asm/delay.h>\n' },
      ['arm', 'mips'],
      ['arch/mips/include/asm/beta.h', 'arch/mips/include/asm/delay.h', 'include/asm-generic/io.h'],
    ],
    ['no header of an architecture that does not count', { 'arch/mips/include/asm/beta.h': '\n' }, [], []],
    ['names with - for _', { 'include/linux/beta_x.h': '\n' }, [], ['include/linux/beta_x.h']],
    ['each once, though they include each other', { 'include/linux/near.h': '#include "list.h"\n' }, [], []],
  ])('is %s', async (_, files, architectures, more) => {
    const { read } = await readAhead({ ...HEADERS, ...files }, ['beta'], architectures);
    expect(read).toEqual([...COMMON, ...more].sort());
  });
});

it('is not read again when it is asked for, and is unknown until then', async () => {
  const { store, tree, trees } = await readAhead(HEADERS, ['beta'], ['arm']);
  const before = trees.read.length;
  expect(store.summaries).toEqual([]);
  const blob = tree.blobAt('include/linux/list.h') as BlobId;
  expect(store.indexOf(blob, 'c')).toBeUndefined();
  await store.load([{ blob, path: 'include/linux/list.h', language: 'c' }], quietContext());
  expect(store.summaries).toHaveLength(1);
  expect(trees.read.length).toBe(before);
});

it('stops when it is told to', async () => {
  const trees = new MemoryTrees();
  const prefetch = new Prefetch(new SummaryStore(trees), trees.tree(HEADERS), ['beta'], []);
  const run = prefetch.run();
  prefetch.stop();
  await run;
  // The first request was under way.
  expect(trees.read.length).toBe(2);
});

const KERNEL: Files = {
  ...HEADERS,
  Makefile: 'VERSION = 0\n',
  Kbuild: 'obj-y += drivers/\n',
  Kconfig: 'config ALPHA\n\ttristate "a"\nconfig BETA\n\ttristate "b"\n',
  'arch/arm/Kconfig': 'config ARM\n\tdef_bool y\n',
  'drivers/Makefile': 'obj-$(CONFIG_ALPHA) += alpha.o\nobj-$(CONFIG_BETA) += beta.o\n',
  'drivers/alpha.c': '#include <linux/beta.h>\nint a_run(void) { return HELLO(); }\n',
  'drivers/beta.c': 'int b_hello(void) { return 1; }\nEXPORT_SYMBOL(b_hello);\n',
  'include/linux/beta.h': '#define HELLO() b_hello()\nint b_hello(void);\n',
};
const QUERY = { directions: [{ from: 'alpha', to: 'beta' }], includes: false };

it('changes no edge, and has nothing read twice', async () => {
  const trees = new MemoryTrees();
  const analyser = new Analyser(trees, QUERY);
  const { edges } = await analyser.analyse(trees.tree(KERNEL), quietContext());
  expect(edges.map(({ symbol, reference }) => [symbol, reference.path])).toEqual([
    ['b_hello', 'include/linux/beta.h'],
  ]);
  expect(trees.read.length).toBe(new Set(trees.read).size);
});

it('does not count as read what nobody asked for', async () => {
  const trees = new MemoryTrees();
  const reader = new ReadSetRecorder();
  const tree = reader.over(trees.tree({ ...KERNEL, 'include/linux/beta_x.h': 'struct x;\n' }), new Set());
  await new Analyser(trees, QUERY).analyse(tree, quietContext());
  const after = { kind: 'file', id: 'f'.repeat(40) as BlobId } as const;
  const changed = (path: string): boolean => isConcerned(reader.reading(), [{ path, before: after, after }]);
  const added = (path: string): boolean => isConcerned(reader.reading(), [{ path, before: null, after }]);
  expect([changed('include/linux/beta.h'), changed('include/linux/beta_x.h')]).toEqual([true, false]);
  expect(added('include/linux/unrelated.h')).toBe(false);
});
