// The kernel of these tests: two modules, a and b, of one architecture. A case lays its own files over it.
import { expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { Edge, EdgeKind } from '../../src/base/edge.js';
import { Analyser } from '../../src/edge/analyse.js';
import type { EdgeQuery } from '../../src/edge/query.js';
import { type Files, MemoryTrees } from './memory-tree.js';

export const POCKET: Files = {
  Makefile: 'VERSION = 0\n',
  Kbuild: 'obj-y += drivers/\n',
  Kconfig: 'source "arch/$(SRCARCH)/Kconfig"\nsource "drivers/Kconfig"\n',
  'arch/x86/Kconfig': 'config X86\n\tdef_bool y\n',
  'drivers/Kconfig': `config MODULES
	bool "Modules"
config A
	tristate "a"
config B
	tristate "b"
config X
	bool "x"
config Y
	bool "y"
config T
	tristate "t"
`,
  'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\n',
  'drivers/a.c': 'int a_run(void) { return b_hello(); }\n',
  'drivers/b.c': 'int b_hello(void) { return 1; }\nEXPORT_SYMBOL(b_hello);\n',
};

export const BOTH_WAYS: EdgeQuery = {
  directions: [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
  ],
  includes: false,
};

const VERBS: Readonly<Record<EdgeKind, string>> = {
  link: 'links',
  dynamic: 'looks up',
  include: 'includes',
};

/** `a links b_hello if X`; the provider follows when it is not b, architectures when they are not x86 alone. */
export const sentence = ({ consumer, provider, symbol, kind, condition, architectures }: Edge): string =>
  [
    `${consumer} ${VERBS[kind]} ${symbol}`,
    provider === 'b' || (consumer === 'b' && provider === 'a') ? '' : ` of ${provider}`,
    condition === null ? '' : ` if ${condition}`,
    architectures.join() === 'x86' ? '' : ` on ${architectures.join()}`,
  ].join('');

/** The edges of some files. */
export const edgesOf = async (files: Files, query: Partial<EdgeQuery> = {}): Promise<readonly Edge[]> => {
  const trees = new MemoryTrees();
  const analyser = new Analyser(trees, { ...BOTH_WAYS, ...query });
  return (await analyser.analyse(trees.tree(files), quietContext())).edges;
};

/** The edges of the pocket kernel with some files changed, as sentences. */
export const sentencesOf = async (files: Files, query: Partial<EdgeQuery> = {}): Promise<readonly string[]> =>
  (await edgesOf({ ...POCKET, ...files }, query)).map(sentence);

/** One kernel of a table: what it shows, its files over the pocket kernel, its edges. */
export type KernelCase = readonly [
  what: string,
  files: Files,
  edges: readonly string[],
  query?: Partial<EdgeQuery>,
];

/** Code of module a. */
export const inA = (text: string): Files => ({ 'drivers/a.c': text });
/** Code of module b, which exports b_hello. */
export const inB = (text: string): Files => ({ 'drivers/b.c': text });
/** A header, and code of module a that includes it. */
export const withHeader = (header: string, code: string): Files => ({
  'include/linux/b.h': `#ifndef B_H\n#define B_H\n${header}\n#endif\n`,
  ...inA(`#include <linux/b.h>\n${code}`),
});
export const HELLO: readonly string[] = ['a links b_hello'];
export const NONE: readonly string[] = [];

/** One test a kernel. */
export const expectEdges = (cases: readonly KernelCase[]): void => {
  for (const [what, files, edges, query] of cases)
    it(what, async () => expect(await sentencesOf(files, query)).toEqual(edges));
};
