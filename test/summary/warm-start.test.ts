import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { Analyser } from '../../src/edge/analyse.js';
import { sizeOf, type WarmStart } from '../../src/summary/warm-start.js';
import { type Files, MemoryTrees } from '../edge/memory-tree.js';
import { BOTH_WAYS, edgesOf, POCKET } from '../edge/pocket-kernel.js';

const QUERY = { ...BOTH_WAYS, includes: true };

const BASE: Files = {
  ...POCKET,
  'include/linux/b.h': '#ifndef B_H\n#define B_H\n#define HELLO() b_hello()\nint b_hello(void);\n#endif\n',
  'drivers/a.c': '#include <linux/b.h>\n#ifdef CONFIG_X\nint a_run(void) { return HELLO(); }\n#endif\n',
};

/** As it comes back from disk. */
const stored = (warmStart: WarmStart): WarmStart => deserialize(serialize(warmStart));

const run = async (files: Files, known?: WarmStart) => {
  const trees = new MemoryTrees();
  const analyser = new Analyser(trees, QUERY, known);
  const { edges } = await analyser.analyse(trees.tree(files), quietContext());
  return { edges, read: trees.read.length, analyser };
};

describe('a head start', () => {
  it('spares all reading of what it knows, and changes nothing', async () => {
    const first = await run(BASE);
    expect(first.analyser.bytesRead).toBeGreaterThan(0);
    const second = await run(BASE, stored(first.analyser.warmStart()));
    expect(second.edges).toEqual(first.edges);
    expect(second.read).toBe(0);
    expect(second.analyser.bytesRead).toBe(0);
  });

  it.each<[string, Files, number]>([
    ['a source', { 'drivers/a.c': 'int zeta;\nint a_run(void) { return b_hello(); }\n' }, 1],
    ['a header', { 'include/linux/b.h': '#define HELLO() b_bye()\n' }, 1],
    ['a Makefile', { 'drivers/Makefile': 'obj-$(CONFIG_B) += b.o\nobj-$(CONFIG_A) += a.o\n' }, 1],
    [
      'a source and a new header',
      { 'drivers/b.c': '#include "new.h"\nint b_hello(void);\n', 'drivers/new.h': 'int b_bye(void);\n' },
      2,
    ],
    ['a document', { 'Documentation/b.rst': 'b\n' }, 0],
  ])('has %s read that is another one now', async (_, change, count) => {
    const known = stored((await run(BASE)).analyser.warmStart());
    const files = { ...BASE, ...change };
    const { edges, read, analyser } = await run(files, known);
    expect(edges).toEqual(await edgesOf(files, QUERY));
    expect(read).toBe(count);
    // And what it hands on is as good as one of its own.
    const next = await run(files, stored(analyser.warmStart()));
    expect([next.edges, next.read]).toEqual([edges, 0]);
  });

  it('hands on no more than was needed', async () => {
    const known = stored((await run(BASE)).analyser.warmStart());
    const { analyser } = await run({ ...BASE, 'drivers/a.c': 'int x;\n' }, known);
    const own = await run({ ...BASE, 'drivers/a.c': 'int x;\n' });
    expect([...analyser.warmStart().summaries.keys()].sort()).toEqual(
      [...own.analyser.warmStart().summaries.keys()].sort(),
    );
  });

  it('tells about how large it is', async () => {
    const warmStart = (await run(BASE)).analyser.warmStart();
    const real = serialize(warmStart).length;
    expect(sizeOf(warmStart)).toBeGreaterThan(real / 4);
    expect(sizeOf(warmStart)).toBeLessThan(real);
  });
});
