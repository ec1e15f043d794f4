import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { Analyser } from '../../src/edge/analyse.js';
import { MemoryTrees } from './memory-tree.js';
import { edgesOf, POCKET, sentence, sentencesOf } from './pocket-kernel.js';

/** Enough modules for programs to be shared by objects that are modules under other conditions. */
const MANY = Array.from({ length: 300 }, (_, number) => `m${number}`);

const WIDE = {
  ...POCKET,
  'drivers/Kconfig': `${POCKET['drivers/Kconfig']}${MANY.map((name) => `config ${name.toUpperCase()}\n\ttristate "${name}"\n`).join('')}`,
  'drivers/Makefile': `${POCKET['drivers/Makefile']}${MANY.map((name) => `obj-$(CONFIG_${name.toUpperCase()}) += ${name}.o\n`).join('')}`,
  ...Object.fromEntries(
    MANY.map((name) => [`drivers/${name}.c`, '#ifdef MODULE\nint x = b_hello;\n#endif\n']),
  ),
};

const CASES: readonly (readonly [what: string, code: string, edges: readonly string[]])[] = [
  ['#ifdef MODULE', '#ifdef MODULE\nint f(void) { return b_hello(); }\n#endif\n', ['a links b_hello if A=m']],
  [
    '#ifndef MODULE',
    '#ifndef MODULE\nint f(void) { return b_hello(); }\n#endif\n',
    ['a links b_hello if A!=m'],
  ],
  [
    'IS_REACHABLE',
    '#if IS_REACHABLE(CONFIG_T)\nint f(void) { return b_hello(); }\n#endif\n',
    ['a links b_hello if A=m && T=m || T=y'],
  ],
  ['no condition', 'int f(void) { return b_hello(); }\n', ['a links b_hello']],
];

describe('a question about very many modules', () => {
  it.each(CASES)('knows which code is that of a module: %s', async (_, code, edges) => {
    const files = { 'drivers/a.c': code };
    const directions = [{ from: 'a', to: '*' }];
    expect(await sentencesOf(files)).toEqual(edges);
    expect((await edgesOf({ ...WIDE, ...files }, { directions })).map(sentence)).toEqual(edges);
  });

  it('knows where a module looks a symbol up, and gives it back', async () => {
    const files = {
      ...WIDE,
      'drivers/a.c':
        '#ifdef MODULE\nint f(void) { return symbol_get(b_hello) != 0; }\nvoid g(void) { symbol_put(b_hello); }\n#endif\n',
    };
    const trees = new MemoryTrees();
    const query = { directions: [{ from: 'a', to: '*' }], includes: false };
    const { facts } = await new Analyser(trees, query).analyse(trees.tree(files), quietContext());
    const { formulas } = facts.kernel;
    const [a] = facts.scopes[0]!.consumers;
    const [use] = facts.units.of(a!, 'x86').flatMap(({ uses }) => uses.get(0)?.found ?? []);
    const lookups = [use!.lookups!.get, use!.lookups!.put].flatMap(({ when, spelled }) => [when, spelled]);
    expect(lookups.map((when) => formulas.support(when))).toEqual(Array(4).fill(['A', 'A=m']));
  });

  it('tells each module by its own condition', async () => {
    const edges = (await edgesOf(WIDE, { directions: [{ from: '*', to: 'b' }] })).map(sentence);
    expect(edges).toContain('m7 links b_hello if M7=m');
    expect(edges).toContain('m299 links b_hello if M299=m');
    expect(edges).toHaveLength(MANY.length + 1);
  });
});
