import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { Edge } from '../../src/base/edge.js';
import { Analyser } from '../../src/edge/analyse.js';
import { runs } from '../runs.js';
import { type Files, MemoryTrees } from './memory-tree.js';
import { BOTH_WAYS, edgesOf, POCKET, sentence } from './pocket-kernel.js';

const QUERY = { ...BOTH_WAYS, includes: true };

/** The edges after each state, by one analyser that takes over what a state does not touch. */
const statesOf = async (states: readonly Files[]): Promise<readonly (readonly Edge[])[]> => {
  const trees = new MemoryTrees();
  const analyser = new Analyser(trees, QUERY);
  const found: (readonly Edge[])[] = [];
  let before = states[0]!;
  for (const files of states) {
    found.push((await analyser.analyse(trees.tree(files, before), quietContext())).edges);
    before = files;
  }
  return found;
};

const fresh = (states: readonly Files[]): Promise<readonly (readonly Edge[])[]> =>
  Promise.all(states.map((files) => edgesOf(files, QUERY)));

/** States by what each changes in the one before. */
const laid = (base: Files, changes: readonly Files[]): readonly Files[] => {
  const states = [base];
  for (const change of changes) states.push({ ...states.at(-1), ...change });
  return states;
};

const RICH: Files = {
  ...POCKET,
  'include/linux/b.h': '#ifndef B_H\n#define B_H\n#define HELLO() b_hello()\nint b_hello(void);\n#endif\n',
  'include/linux/export-b.h': '#define EXPORT_B(x) EXPORT_SYMBOL_GPL(x)\n',
  'drivers/a.c': '#include <linux/b.h>\nint a_run(void) { return HELLO(); }\n',
  'drivers/b.c': '#include <linux/export-b.h>\nint b_hello(void) { return 1; }\nEXPORT_B(b_hello);\n',
};

describe('states of a series', () => {
  const CASES: readonly (readonly [string, readonly Files[], readonly (readonly string[])[]])[] = [
    [
      'a call goes and comes back',
      [{ 'drivers/a.c': 'int x;' }, { 'drivers/a.c': 'int f(void) { return b_hello(); }' }],
      [['a includes linux/b.h', 'a links b_hello'], [], ['a links b_hello']],
    ],
    [
      'a word stands for another in a file that changes elsewhere',
      ['', 'int y;\n'].map((more) => ({
        'drivers/a.c': `#define B(x) b_##x()\n#define VIA(x) B(x)\n#define it hello\nint f(void) { return VIA(it); }\n${more}`,
      })),
      [['a includes linux/b.h', 'a links b_hello'], ['a links b_hello'], ['a links b_hello']],
    ],
    [
      'a header changes',
      [{ 'include/linux/b.h': '#define HELLO() 0\n' }],
      [['a includes linux/b.h', 'a links b_hello'], []],
    ],
    [
      'a header defines what a condition elsewhere asked for in vain',
      [
        {
          'drivers/a.c': '#include <linux/b.h>\n#ifdef WANTED\nint f(void) { return b_hello(); }\n#endif\n',
        },
        { 'include/linux/b.h': '#define WANTED\n' },
        { 'include/linux/b.h': '' },
      ],
      [['a includes linux/b.h', 'a links b_hello'], ['a includes linux/b.h'], ['a links b_hello'], []],
    ],
    [
      'a condition asks for what a header defined all along',
      [
        { 'include/linux/b.h': '#define WANTED\nint b_hello(void);\n' },
        {
          'drivers/a.c': '#include <linux/b.h>\n#ifdef WANTED\nint f(void) { return b_hello(); }\n#endif\n',
        },
      ],
      [
        ['a includes linux/b.h', 'a links b_hello'],
        ['a includes linux/b.h'],
        ['a includes linux/b.h', 'a links b_hello'],
      ],
    ],
    [
      'an export appears that was named all along',
      [{ 'drivers/b.c': 'int b_hello(void) { return 1; }' }, { 'drivers/b.c': RICH['drivers/b.c'] }],
      [
        ['a includes linux/b.h', 'a links b_hello'],
        ['a includes linux/b.h'],
        ['a includes linux/b.h', 'a links b_hello'],
      ],
    ],
    [
      'a wrapper macro loses its export',
      [{ 'include/linux/export-b.h': '#define EXPORT_B(x)\n' }],
      [['a includes linux/b.h', 'a links b_hello'], ['a includes linux/b.h']],
    ],
    [
      'a header is added in front of another',
      [
        {
          'drivers/linux/b.h': '#define HELLO() 0\n',
          'drivers/a.c': '#include "linux/b.h"\nint f(void) { return HELLO(); }\n',
        },
      ],
      [['a includes linux/b.h', 'a links b_hello'], []],
    ],
    [
      'a header goes away',
      [{ 'include/linux/b.h': undefined }],
      [['a includes linux/b.h', 'a links b_hello'], []],
    ],
    [
      'the Makefile moves a file to the other module',
      [
        {
          'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nb-y := one.o two.o\n',
          'drivers/one.c': 'int one(void) { return a_run(); }',
          'drivers/two.c': 'int two;',
        },
        { 'drivers/a.c': 'int a_run(void) { return 0; }\nEXPORT_SYMBOL(a_run);' },
      ],
      [['a includes linux/b.h', 'a links b_hello'], [], ['b links a_run']],
    ],
    [
      'Kconfig makes a condition part of the module',
      [
        { 'drivers/a.c': '#ifdef CONFIG_X\nint f(void) { return b_hello(); }\n#endif' },
        {
          'drivers/Kconfig': POCKET['drivers/Kconfig']!.replace(
            'tristate "a"',
            'tristate "a"\n\tdepends on X',
          ),
        },
      ],
      [['a includes linux/b.h', 'a links b_hello'], ['a links b_hello if X'], ['a links b_hello']],
    ],
    [
      'nothing changes',
      [{}],
      [
        ['a includes linux/b.h', 'a links b_hello'],
        ['a includes linux/b.h', 'a links b_hello'],
      ],
    ],
  ];
  it.each(CASES)('%s', async (_, changes, expected) => {
    const states = laid(RICH, changes);
    const found = await statesOf(states);
    expect(found.map((edges) => edges.map(sentence))).toEqual(expected);
    expect(found).toEqual(await fresh(states));
  });

  it('reads only the blobs that a state changed', async () => {
    const trees = new MemoryTrees();
    const analyser = new Analyser(trees, QUERY);
    await analyser.analyse(trees.tree(RICH), quietContext());
    const before = trees.read.length;
    await analyser.analyse(trees.tree({ ...RICH, 'drivers/a.c': 'int x;' }, RICH), quietContext());
    expect(trees.read.length - before).toBe(1);
  });

  /** Texts that a file can have in a random series. */
  const VARIANTS: Readonly<Record<string, readonly (string | undefined)[]>> = {
    'drivers/a.c': [
      RICH['drivers/a.c'],
      'int a_run(void) { return b_hello(); }\nEXPORT_SYMBOL(a_run);\n',
      '#include <linux/b.h>\n#ifdef CONFIG_X\nint a_run(void) { return HELLO(); }\nEXPORT_SYMBOL_GPL(a_run);\n#endif\n',
      '#include "low.h"\nvoid *f(void) { return LOW(hello); }\n',
      '#include <linux/b.h>\n#include "low.h"\nint f(void) { return low(); }\n',
    ],
    'drivers/b.c': [
      RICH['drivers/b.c'],
      'int b_hello(void) { return 1; }\n',
      'int b_hello(void) { return a_run(); }\nEXPORT_SYMBOL(b_hello);\n',
      '#include <linux/export-b.h>\nint b_bye(void) { return 1; }\nEXPORT_B(b_bye);\n',
      '#include "low.h"\nvoid *g(void) { return GET(a_run); }\n',
    ],
    'include/linux/b.h': [
      RICH['include/linux/b.h'],
      '#define HELLO() b_bye()\n',
      '#include "low.h"\n#define HELLO() low()\nint b_bye(void);\n',
      undefined,
    ],
    'include/linux/export-b.h': [
      RICH['include/linux/export-b.h'],
      '#define EXPORT_B(x) EXPORT_SYMBOL_NS(x, "SPACE")\n',
      '#ifdef CONFIG_Y\n#define EXPORT_B(x) EXPORT_SYMBOL(x)\n#else\n#define EXPORT_B(x)\n#endif\n',
      undefined,
    ],
    'drivers/low.h': [
      undefined,
      '#define LOW(x) symbol_get(b_##x)\nstatic inline int low(void) { return b_hello(); }\n#define GET(x) symbol_get(x)\n',
      '#define LOW(x) b_##x()\nstatic inline int low(void) { return 0; }\n#define GET(x) x\n',
    ],
    'include/linux/low.h': [undefined, 'static inline int low(void) { return b_bye(); }\n'],
    'drivers/Makefile': [
      POCKET['drivers/Makefile'],
      'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nb-y := b.o\nb-$(CONFIG_X) += more.o\n',
      'obj-$(CONFIG_A) += a.o\na-y := more.o\na-$(CONFIG_Y) += a.o\nobj-$(CONFIG_B) += b.o\n',
      'ccflags-y := -I$(srctree)/drivers/own\nobj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\n',
    ],
    'drivers/more.c': [undefined, 'int more(void) { return b_hello() + a_run(); }\nEXPORT_SYMBOL(more);\n'],
    'drivers/own/linux/b.h': [undefined, '#define HELLO() b_hello() + b_bye()\n'],
    'drivers/Kconfig': [
      POCKET['drivers/Kconfig'],
      POCKET['drivers/Kconfig']!.replace('tristate "a"', 'tristate "a"\n\tdepends on X && B'),
      POCKET['drivers/Kconfig']!.replace('tristate "b"', 'tristate "b"\n\tselect Y'),
    ],
  };

  it('come to what a fresh analysis of the same tree finds, whatever is edited', async () => {
    const paths = Object.keys(VARIANTS);
    const edit = fc.integer({ min: 0, max: paths.length - 1 }).chain((index) => {
      const path = paths[index]!;
      return fc.constantFrom(...VARIANTS[path]!).map((text): Files => ({ [path]: text }));
    });
    const patch = fc
      .array(edit, { minLength: 1, maxLength: 3 })
      .map((edits): Files => Object.assign({}, ...edits));
    await fc.assert(
      fc.asyncProperty(fc.array(patch, { minLength: 1, maxLength: 5 }), async (patches) => {
        const states = laid(RICH, patches);
        expect(await statesOf(states)).toEqual(await fresh(states));
      }),
      { numRuns: runs(60) },
    );
  });
});
