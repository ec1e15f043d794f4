// Several analyses of one question in one thread: what they find together is what one finds alone.
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { Edge } from '../../src/base/edge.js';
import { Analyser } from '../../src/edge/analyse.js';
import { joinEdges } from '../../src/edge/edge-join.js';
import type { EdgeQuery } from '../../src/edge/query.js';
import type { Workers } from '../../src/edge/workers.js';
import { type Files, MemoryTrees } from './memory-tree.js';
import { edgesOf, POCKET } from './pocket-kernel.js';

/** Workers that meet in memory; what they give is copied, as between threads. */
const peersOf = (count: number): readonly Workers[] => {
  let given: { value: unknown; resolve: (all: readonly never[]) => void }[] = [];
  return Array.from({ length: count }, (_, number) => ({
    number,
    count,
    exchange: <T>(mine: T) =>
      new Promise<readonly T[]>((resolve) => {
        given[number] = { value: structuredClone(mine), resolve };
        if (Object.keys(given).length < count) return;
        const all = given;
        given = [];
        const values = all.map(({ value }) => value) as never[];
        for (const one of all) one.resolve(values);
      }),
  }));
};

const together = async (files: Files, query: EdgeQuery, count: number): Promise<readonly Edge[]> => {
  const lists = await Promise.all(
    peersOf(count).map(async (peers) => {
      const trees = new MemoryTrees();
      const analyser = new Analyser(trees, query, undefined, peers);
      return (await analyser.analyse(trees.tree(files), quietContext())).edges;
    }),
  );
  return joinEdges(lists);
};

const MODULES = ['a', 'b', 'c', 'd'];
const FILES: Files = {
  ...POCKET,
  'drivers/Kconfig': `config MODULES\n\tbool "Modules"\n${['A', 'B', 'C', 'D', 'X']
    .map((name) => `config ${name}\n\ttristate "${name}"\n`)
    .join('')}`,
  'drivers/Makefile': `${MODULES.map((name) => `obj-$(CONFIG_${name.toUpperCase()}) += ${name}.o`).join('\n')}\nobj-y += image.o\n`,
  // Numbers that decide, that stand before a function of their name, and that nothing names.
  'include/linux/shared.h': `#define LEVEL 3
#define c_late 1
#define REG_UNUSED 0x10
#define CALL(x) x##_run()
static inline int through(void) { return d_run(); }
`,
  'drivers/a.c':
    '#include <linux/shared.h>\nint a_run(void) { return CALL(b) + through() + image_run(); }\nEXPORT_SYMBOL(a_run);\n',
  'drivers/b.c': `#include <linux/shared.h>
int b_run(void) { return symbol_get(c_run) != 0; }
#if LEVEL > 2
int deep(void) { return d_run() + c_late; }
#else
int deep(void) { return a_run(); }
#endif
#ifdef CONFIG_X
EXPORT_SYMBOL_NS(b_run, own);
#endif
`,
  'drivers/c.c':
    'int c_run(void) { return 0; }\nEXPORT_SYMBOL_GPL(c_run);\nint c_late(void) { return 0; }\nEXPORT_SYMBOL(c_late);\nint z(void) { return a_run(); }\n',
  'drivers/d.c': 'int d_run(void) { return 0; }\nEXPORT_SYMBOL(d_run);\n',
  'drivers/image.c': 'int image_run(void) { return 0; }\nEXPORT_SYMBOL(image_run);\n',
};

describe('peers', () => {
  it.each<readonly [string, EdgeQuery['directions'], Partial<EdgeQuery>]>([
    ['all modules', [{ from: '*', to: '*' }], {}],
    [
      'all modules of one configuration',
      [{ from: '*', to: '*' }],
      { config: 'CONFIG_X86=y\nCONFIG_A=m\nCONFIG_B=m\nCONFIG_D=m\n' },
    ],
    ['one consumer', [{ from: 'a', to: '*' }], {}],
    ['one provider', [{ from: '*', to: 'd' }], {}],
    ['the image', [{ from: '*', to: 'vmlinux' }], {}],
    [
      'both ways',
      [
        { from: 'a', to: '*' },
        { from: '*', to: 'a' },
      ],
      {},
    ],
  ])('find of %s what one finds alone', async (_, directions, more) => {
    const query: EdgeQuery = { directions, includes: false, ...more };
    const alone = await edgesOf(FILES, query);
    expect(alone.length).toBeGreaterThan(0);
    for (const count of [2, 3, 7]) expect(await together(FILES, query, count)).toEqual(alone);
  });

  it('answer for each module once', async () => {
    const query: EdgeQuery = { directions: [{ from: '*', to: '*' }], includes: false };
    const trees = new MemoryTrees();
    const shares = await Promise.all(
      peersOf(3).map(async (peers) => {
        const analyser = new Analyser(trees, query, undefined, peers);
        const { facts, edges } = await analyser.analyse(trees.tree(FILES), quietContext());
        return { edges, units: [...facts.units.compilations()].map(({ unit }) => unit.path) };
      }),
    );
    expect(shares.flatMap(({ units }) => units).sort()).toEqual(MODULES.map((name) => `drivers/${name}.c`));
    expect(shares.every(({ units }) => units.length < MODULES.length)).toBe(true);
  });
});
