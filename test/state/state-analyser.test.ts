import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EdgeQuery } from '../../src/edge/query.js';
import type { Files } from '../edge/memory-tree.js';
import { BOTH_WAYS, edgesOf, POCKET, sentence } from '../edge/pocket-kernel.js';
import { runs } from '../runs.js';
import { cacheIn, laid, newFolder, QUERY, run } from './state-run.js';

const HEADER = '#ifndef B_H\n#define B_H\n#define HELLO() b_hello()\nint b_hello(void);\n#endif\n';
const RICH: Files = {
  ...POCKET,
  'include/linux/b.h': HEADER,
  'drivers/a.c': '#include <linux/b.h>\nint a_run(void) { return HELLO(); }\n',
  'Documentation/a.rst': 'text\n',
  'net/c.c': 'int c;\n',
};

describe('a state that is known', () => {
  it('is not read again, by no later run', async () => {
    const cache = cacheIn(newFolder());
    const first = run(cache);
    const { edges } = await first.next(RICH);
    expect(edges.map(sentence)).toEqual(['a includes linux/b.h', 'a links b_hello']);
    expect(first.read()).toBeGreaterThan(0);
    const second = run(cache);
    expect((await second.next(RICH)).edges).toEqual(edges);
    expect(second.read()).toBe(0);
  });

  it.each<[string, EdgeQuery, string]>([
    ['another question', { ...QUERY, includes: false }, 'this one'],
    ['one direction', { ...QUERY, directions: [BOTH_WAYS.directions[0]!] }, 'this one'],
    ['a configuration', { ...QUERY, config: 'CONFIG_X86=y\nCONFIG_A=m\nCONFIG_B=m\n' }, 'this one'],
    ['an architecture', { ...QUERY, architecture: 'x86' }, 'this one'],
    ['another program', QUERY, 'the next one'],
  ])('is found out anew for %s', async (_, query, program) => {
    const folder = newFolder();
    await run(cacheIn(folder)).next(RICH);
    const second = run(cacheIn(folder, query, program), query);
    expect((await second.next(RICH)).edges).toEqual(await edgesOf(RICH, query));
    expect(second.read()).toBeGreaterThan(0);
  });

  it('is found out anew when its record was damaged', async () => {
    const folder = newFolder();
    const { edges } = await run(cacheIn(folder)).next(RICH);
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'garbage');
    const second = run(cacheIn(folder));
    expect((await second.next(RICH)).edges).toEqual(edges);
    expect(second.read()).toBeGreaterThan(0);
  });
});

describe('a change to a known state', () => {
  it.each<[string, Files]>([
    ['of a file that the modules do not read', { 'net/c.c': 'int d;\n' }],
    ['that adds a document', { 'Documentation/b.rst': 'more\n' }],
    ['that takes one away', { 'Documentation/a.rst': undefined }],
  ])('%s needs no analysis', async (_, change) => {
    const cache = cacheIn(newFolder());
    const { edges } = await run(cache).next(RICH);
    const second = run(cache);
    await second.next(RICH);
    expect((await second.next({ ...RICH, ...change })).edges).toEqual(edges);
    expect(second.read()).toBe(0);
    const third = run(cache);
    expect((await third.next({ ...RICH, ...change })).edges).toEqual(edges);
    expect(third.read()).toBe(0);
  });

  it.each<[string, Files, readonly string[]]>([
    ['of a source', { 'drivers/a.c': 'int x;\n' }, []],
    [
      'of a header',
      { 'include/linux/b.h': '#define HELLO() 0\nint b_hello(void);\n' },
      ['a includes linux/b.h'],
    ],
    ['that puts a header in front of another', { 'arch/x86/include/linux/b.h': '#define HELLO() 0\n' }, []],
    [
      'of a Makefile',
      {
        'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nb-y := c.o\n',
        'drivers/c.c': 'int c;',
      },
      [],
    ],
    [
      'that adds an architecture',
      { 'arch/arm/Kconfig': 'config ARM\n\tdef_bool y\n' },
      ['a includes linux/b.h on arm,x86', 'a links b_hello on arm,x86'],
    ],
  ])('%s is analysed', async (_, change, expected) => {
    const cache = cacheIn(newFolder());
    await run(cache).next(RICH);
    const second = run(cache);
    await second.next(RICH);
    expect((await second.next({ ...RICH, ...change })).edges.map(sentence)).toEqual(expected);
  });

  it('that takes a module away is an error, each time', async () => {
    const cache = cacheIn(newFolder());
    await run(cache).next(RICH);
    for (let time = 0; time < 2; time += 1) {
      const { next } = run(cache);
      await next(RICH);
      const without = { ...RICH, 'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\n' };
      await expect(next(without)).rejects.toThrow(/makes no module "b"/);
    }
  });
});

it('a change that matters is analysed with what the run before has read', async () => {
  const folder = newFolder();
  // Enough source for it to be worth keeping.
  const large = { ...RICH, 'drivers/b.c': `${RICH['drivers/b.c']}\n${'\n'.repeat(5_000_000)}` };
  await run(cacheIn(folder)).next(large);
  const second = run(cacheIn(folder));
  const files = { ...large, 'drivers/a.c': 'int f(void) { return b_hello() + 1; }\n' };
  expect((await second.next(files)).edges).toEqual(await edgesOf(files, QUERY));
  expect(second.read()).toBe(1);
});

describe('the facts of a state', () => {
  it('are there for one whose edges came from disk, and for one before it', async () => {
    const cache = cacheIn(newFolder());
    const states = laid([RICH, { 'drivers/a.c': 'int x;\n' }, { 'drivers/more.c': 'int y;\n' }]);
    for (const files of states) await run(cache).next(files);
    const later = run(cache);
    const found = [];
    for (const files of states) found.push(await later.next(files));
    expect(later.read()).toBe(0);
    for (const index of [2, 0, 1, 0]) {
      const { closures, store } = await found[index]!.facts();
      const { includes } = store.get(closures.summaryAt('drivers/a.c')!);
      expect(includes.map(({ path }) => path)).toEqual(index === 0 ? ['linux/b.h'] : []);
    }
  });

  it('are asked for once', async () => {
    const one = run(cacheIn(newFolder()));
    const state = await one.next(RICH);
    const read = one.read();
    expect(await state.facts()).toBe(await state.facts());
    expect(one.read()).toBe(read);
  });
});

const VARIANTS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'drivers/a.c': [
    RICH['drivers/a.c'],
    'int a_run(void) { return 0; }\nEXPORT_SYMBOL(a_run);\n',
    '#include "own.h"\n',
  ],
  'drivers/b.c': [
    RICH['drivers/b.c'],
    'int b_hello(void) { return a_run(); }\nEXPORT_SYMBOL_GPL(b_hello);\n',
  ],
  'drivers/own.h': [undefined, 'static int f(void) { return b_hello(); }\n'],
  'include/own.h': [undefined, 'static int f(void) { return b_bye(); }\n'],
  'include/linux/b.h': [HEADER, '#define HELLO() 0\n', undefined],
  'arch/x86/include/linux/b.h': [undefined, '#define HELLO() b_bye()\n'],
  'drivers/Makefile': [
    POCKET['drivers/Makefile'],
    'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\na-y := more.o a.o\n',
  ],
  'drivers/more.c': [undefined, 'int more(void) { return b_hello(); }\n'],
  'arch/arm/Kconfig': [undefined, 'config ARM\n\tdef_bool y\n'],
  'Documentation/a.rst': ['text\n', 'other\n', undefined],
  'net/c.c': [RICH['net/c.c'], undefined],
};

it('whatever was kept before, runs find what an analysis without a cache finds', async () => {
  const edit = fc
    .constantFrom(...Object.keys(VARIANTS))
    .chain((path) => fc.constantFrom(...VARIANTS[path]!).map((text): Files => ({ [path]: text })));
  const patch = fc.array(edit, { maxLength: 3 }).map((edits): Files => Object.assign({}, ...edits));
  const series = fc.array(patch, { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(series, { minLength: 1, maxLength: 4 }), async (runs) => {
      const cache = cacheIn(newFolder());
      for (const patches of runs) {
        const { next } = run(cache);
        for (const files of laid([RICH, ...patches]))
          expect((await next(files)).edges).toEqual(await edgesOf(files, QUERY));
      }
    }),
    { numRuns: runs(40) },
  );
});
