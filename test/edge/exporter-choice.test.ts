import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { Analyser } from '../../src/edge/analyse.js';
import type { TreeTexts } from '../../src/edge/exporter-choice.js';
import { type Files, MemoryTrees } from './memory-tree.js';
import { POCKET, sentence } from './pocket-kernel.js';

const linesOf = (files: Files): readonly { path: string; line: number; text: string }[] =>
  Object.entries(files).flatMap(([path, text]) =>
    text === undefined ? [] : text.split('\n').map((one, at) => ({ path, line: at + 1, text: one })),
  );

const textsOf = (files: Files, read: Set<string>): TreeTexts => ({
  exportLines: async () => linesOf(files).filter(({ text }) => text.includes('EXPORT_')),
  filesWith: async (words) => {
    for (const word of words) read.add(word);
    const found = linesOf(files).filter(({ text }) =>
      [...words].some((word) => new RegExp(`(?<!\\w)${word.replace('.', '\\.')}(?!\\w)`).test(text)),
    );
    return [...new Set(found.map(({ path }) => path))];
  },
});

const QUERY = { directions: [{ from: 'a', to: '*' }], includes: false };

/** The edges of module a to all modules, with the providers that were read. */
const chosen = async (files: Files): Promise<{ edges: readonly string[]; providers: readonly string[] }> => {
  const all: Files = { ...POCKET, ...files };
  const [read, trees] = [new Set<string>(), new MemoryTrees()];
  const analyser = new Analyser(trees, QUERY, undefined, undefined, textsOf(all, read));
  const { edges, facts } = await analyser.analyse(trees.tree(all), quietContext());
  const providers = new Set(facts.scopes.flatMap((scope) => scope.providers.map(({ name }) => name)));
  return { edges: edges.map(sentence), providers: [...providers].sort() };
};

const CD = 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nobj-$(CONFIG_T) += c.o\n';

describe('the choice among very many providers', () => {
  it.each<readonly [string, Files, readonly string[], readonly string[]]>([
    [
      'leaves out what exports nothing used',
      {
        'drivers/Makefile': CD,
        'drivers/c.c': 'int c_hello(void) { return 1; }\nEXPORT_SYMBOL(c_hello);\n',
      },
      ['a links b_hello'],
      ['b'],
    ],
    [
      'finds an export in a source that the provider includes',
      {
        'drivers/b.c': '#include "part.c"\n',
        'drivers/part.c': 'int b_hello(void) { return 1; }\nEXPORT_SYMBOL(b_hello);\n',
      },
      ['a links b_hello'],
      ['b'],
    ],
    [
      'finds an export whose name a macro of its file makes',
      {
        'drivers/b.c': '#define G(x) int b_##x(void) { return 1; } EXPORT_SYMBOL(b_##x)\nG(hello);\n',
      },
      ['a links b_hello'],
      ['b'],
    ],
    [
      'finds an export by a macro of a header',
      {
        'include/linux/g.h': '#define G(x) EXPORT_SYMBOL(x)\n',
        'drivers/b.c': '#include <linux/g.h>\nint b_hello(void) { return 1; }\nG(b_hello);\n',
      },
      ['a links b_hello'],
      ['b'],
    ],
  ])('%s', async (_, files, edges, providers) => {
    const found = await chosen(files);
    expect(found.edges).toEqual(edges);
    expect(found.providers).toEqual(providers);
  });
});
