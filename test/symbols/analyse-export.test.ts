import { describe, expect, it } from 'vitest';
import {
  BOTH_WAYS,
  edgesOf,
  HELLO,
  inB,
  type KernelCase,
  NONE,
  POCKET,
  sentencesOf,
} from './pocket-kernel.js';

const DEFINED = 'int b_hello(void) { return 1; }\n';

describe('exports of every form', () => {
  const CASES: readonly (readonly [string, string, string, string | null])[] = [
    ['plain', 'EXPORT_SYMBOL(b_hello);', 'EXPORT_SYMBOL', null],
    ['without a semicolon', 'EXPORT_SYMBOL(b_hello)', 'EXPORT_SYMBOL', null],
    ['with spaces', 'EXPORT_SYMBOL  ( b_hello ) ;', 'EXPORT_SYMBOL', null],
    ['over lines', 'EXPORT_SYMBOL_GPL(\n\tb_hello\n);', 'EXPORT_SYMBOL_GPL', null],
    ['GPL', 'EXPORT_SYMBOL_GPL(b_hello);', 'EXPORT_SYMBOL_GPL', null],
    ['namespace as a word', 'EXPORT_SYMBOL_NS(b_hello, B_SPACE);', 'EXPORT_SYMBOL_NS', 'B_SPACE'],
    ['namespace as a text', 'EXPORT_SYMBOL_NS_GPL(b_hello, "B_SPACE");', 'EXPORT_SYMBOL_NS_GPL', 'B_SPACE'],
    ['for modules', 'EXPORT_SYMBOL_FOR_MODULES(b_hello, "a,c-*");', 'EXPORT_SYMBOL_FOR_MODULES', 'a,c-*'],
    [
      'for modules, GPL',
      'EXPORT_SYMBOL_GPL_FOR_MODULES(b_hello, "a");',
      'EXPORT_SYMBOL_GPL_FOR_MODULES',
      'a',
    ],
    ['a wrapper', '#define EXPORT_B(x) EXPORT_SYMBOL_GPL(x)\nEXPORT_B(b_hello);', 'EXPORT_B', null],
    [
      'a wrapper that pastes',
      '#define EXPORT_B(x) EXPORT_SYMBOL_GPL(b_##x)\nEXPORT_B(hello);',
      'EXPORT_B',
      null,
    ],
    [
      'a wrapper that sets the namespace',
      '#define EXPORT_B(x) EXPORT_SYMBOL_NS_GPL(x, "OF_B")\nEXPORT_B(b_hello);',
      'EXPORT_B',
      'OF_B',
    ],
    [
      'a wrapper for some modules',
      '#define EXPORT_B(x) EXPORT_SYMBOL_FOR_MODULES(x, "a")\nEXPORT_B(b_hello);',
      'EXPORT_B',
      'a',
    ],
    ['an object-like wrapper', '#define EXPORT_B EXPORT_SYMBOL_GPL\nEXPORT_B(b_hello);', 'EXPORT_B', null],
    [
      'a macro that defines and exports',
      '#define MAKE(x) int x(void) { return 1; } EXPORT_SYMBOL(x)\nMAKE(b_hello);',
      'MAKE',
      null,
    ],
    [
      'the result of another macro',
      '#define KEY(x) b_##x\nEXPORT_SYMBOL(KEY(hello));',
      'EXPORT_SYMBOL',
      null,
    ],
    [
      'the result of macros in macros',
      '#define PASTE(x, y) x##y\n#define PREFIX(x) PASTE(b_, x)\n#define KEY(x) PREFIX(x)\nEXPORT_SYMBOL_GPL(KEY(hello));',
      'EXPORT_SYMBOL_GPL',
      null,
    ],
    ['an alias', '#define hello b_hello\nEXPORT_SYMBOL(hello);', 'EXPORT_SYMBOL', null],
    [
      'before the definition of something else',
      'EXPORT_SYMBOL(b_hello)\nint other(void) { return 0; }',
      'EXPORT_SYMBOL',
      null,
    ],
  ];
  it.each(CASES)('%s', async (_, text, type, namespace) => {
    const edges = await edgesOf({ ...POCKET, ...inB(DEFINED + text) });
    expect(edges.map((edge) => [edge.symbol, edge.kind, edge.export?.type, edge.export?.namespace])).toEqual([
      ['b_hello', 'link', type, namespace],
    ]);
    expect(edges[0]?.export?.path).toBe('drivers/b.c');
  });

  it('says where it is exported and where it is named', async () => {
    const [edge] = await edgesOf({
      ...POCKET,
      'drivers/a.c': '\n\nint f(void)\n{\n\treturn b_hello();\n}\nint g(void)\n{\n\treturn b_hello();\n}\n',
      'drivers/b.c': `/* one\n * two */\n${DEFINED}\nEXPORT_SYMBOL(b_hello);\n`,
    });
    expect(edge?.reference).toEqual({ path: 'drivers/a.c', line: 5 });
    expect(edge?.export).toEqual({ path: 'drivers/b.c', line: 5, type: 'EXPORT_SYMBOL', namespace: null });
  });

  it('names the place in the code rather than the one in the header', async () => {
    const [edge] = await edgesOf({
      ...POCKET,
      'drivers/b.h': '#define HELLO() b_hello()\n',
      'drivers/a.c': '#include "b.h"\nint f(void) { return HELLO(); }\nint g(void) { return b_hello(); }\n',
    });
    expect(edge?.reference).toEqual({ path: 'drivers/a.c', line: 3 });
  });
});

describe('exports under conditions and in other files', () => {
  const CASES: readonly KernelCase[] = [
    [
      'a wrapper that one branch makes empty',
      inB(
        `${DEFINED}#ifdef CONFIG_X\n#define EXPORT_B(x) EXPORT_SYMBOL_GPL(x)\n#else\n#define EXPORT_B(x)\n#endif\nEXPORT_B(b_hello);`,
      ),
      ['a links b_hello if X'],
    ],
    [
      'in an included header',
      { 'drivers/plugin.h': `${DEFINED}EXPORT_SYMBOL(b_hello);`, ...inB('#include "plugin.h"') },
      HELLO,
    ],
    [
      'in an included source',
      { 'drivers/part.c': `${DEFINED}EXPORT_SYMBOL(b_hello);`, ...inB('#include "part.c"') },
      HELLO,
    ],
    [
      'a wrapper from a header',
      {
        'include/linux/b.h': '#define EXPORT_B(x) EXPORT_SYMBOL_GPL(x)',
        ...inB(`#include <linux/b.h>\n${DEFINED}EXPORT_B(b_hello);`),
      },
      HELLO,
    ],
    ['in #if 0', inB(`${DEFINED}#if 0\nEXPORT_SYMBOL(b_hello);\n#endif`), NONE],
    ['in a comment', inB(`${DEFINED}/* EXPORT_SYMBOL(b_hello); */`), NONE],
    ['inside a macro that nobody calls', inB(`${DEFINED}#define E() EXPORT_SYMBOL(b_hello)`), NONE],
    [
      'in both branches',
      inB(`${DEFINED}#ifdef CONFIG_X\nEXPORT_SYMBOL(b_hello);\n#else\nEXPORT_SYMBOL_GPL(b_hello);\n#endif`),
      HELLO,
    ],
    [
      'of a member of the module that a symbol adds',
      {
        'drivers/Makefile':
          'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nb-y := one.o\nb-$(CONFIG_X) += two.o\n',
        'drivers/one.c': 'int one;',
        'drivers/two.c': `${DEFINED}EXPORT_SYMBOL(b_hello);`,
      },
      ['a links b_hello if X'],
    ],
    ['after a macro without semicolon', inB(`MODULE_THING("x")\n${DEFINED}EXPORT_SYMBOL(b_hello);`), HELLO],
    [
      "EXPORT in a static inline's place",
      inB('static inline int b_hello(void) { return 0; }\nEXPORT_SYMBOL(b_hello);'),
      HELLO,
    ],
  ];
  it.each(CASES)('%s', async (_, files, edges, query = {}) => {
    expect(await sentencesOf(files, query)).toEqual(edges);
  });
});

describe('objects and folders', () => {
  const build = (makefile: string) => ({ 'drivers/Makefile': makefile, 'drivers/a.c': undefined });
  const call = 'int f(void) { return b_hello(); }';
  const B = 'obj-$(CONFIG_B) += b.o\n';
  const CASES: readonly KernelCase[] = [
    [
      'foo-objs',
      {
        ...build(`obj-$(CONFIG_A) += a.o\na-objs := one.o two.o\n${B}`),
        'drivers/one.c': 'int one;',
        'drivers/two.c': call,
      },
      HELLO,
    ],
    [
      'foo-y',
      {
        ...build(`obj-$(CONFIG_A) += a.o\na-y += one.o\na-y += two.o\n${B}`),
        'drivers/one.c': 'int one;',
        'drivers/two.c': call,
      },
      HELLO,
    ],
    [
      'foo-$(CONFIG)',
      {
        ...build(`obj-$(CONFIG_A) += a.o\na-y += one.o\na-$(CONFIG_X) += two.o\n${B}`),
        'drivers/one.c': 'int one;',
        'drivers/two.c': call,
      },
      ['a links b_hello if X'],
    ],
    [
      'foo-$(CONFIG) of a tristate',
      {
        ...build(`obj-$(CONFIG_A) += a.o\na-y += one.o\na-$(CONFIG_T) += two.o\n${B}`),
        'drivers/one.c': 'int one;',
        'drivers/two.c': call,
      },
      ['a links b_hello if A=m && T=m || T=y'],
    ],
    [
      'foo-$(CONFIG_X:m=y)',
      {
        ...build(`obj-$(CONFIG_A) += a.o\na-y += one.o\na-$(CONFIG_T:m=y) += two.o\n${B}`),
        'drivers/one.c': 'int one;',
        'drivers/two.c': call,
      },
      ['a links b_hello if T'],
    ],
    [
      'ifdef',
      {
        ...build(`obj-$(CONFIG_A) += a.o\na-y += one.o\nifdef CONFIG_X\na-y += two.o\nendif\n${B}`),
        'drivers/one.c': 'int one;',
        'drivers/two.c': call,
      },
      ['a links b_hello if X'],
    ],
    [
      'ifeq',
      {
        ...build(`obj-$(CONFIG_A) += a.o\na-y += one.o\nifeq ($(CONFIG_T),m)\na-y += two.o\nendif\n${B}`),
        'drivers/one.c': 'int one;',
        'drivers/two.c': call,
      },
      ['a links b_hello if T=m'],
    ],
    [
      'a sub-folder',
      {
        ...build(`obj-y += sub/\n${B}`),
        'drivers/sub/Makefile': 'obj-$(CONFIG_A) += a.o\n',
        'drivers/sub/a.c': call,
      },
      HELLO,
    ],
    [
      'a sub-folder under a condition',
      {
        ...build(`obj-$(CONFIG_X) += sub/\n${B}`),
        'drivers/sub/Makefile': 'obj-$(CONFIG_A) += a.o\n',
        'drivers/sub/a.c': call,
      },
      HELLO,
    ],
    [
      'Kbuild before Makefile',
      {
        ...build(`obj-y += sub/\n${B}`),
        'drivers/sub/Kbuild': 'obj-$(CONFIG_A) += a.o\n',
        'drivers/sub/Makefile': '# nothing\n',
        'drivers/sub/a.c': call,
      },
      HELLO,
    ],
    [
      'include $(srctree)',
      {
        ...build(`include $(srctree)/lib/Makefile.a\nobj-$(CONFIG_A) += a.o\n${B}`),
        'lib/Makefile.a': 'A_FOLDER ?= ../lib\na-y := $(A_FOLDER)/own.o\n',
        'lib/own.c': call,
      },
      HELLO,
    ],
    [
      'include $(src)',
      {
        ...build(`include $(src)/Makefile.a\n${B}`),
        'drivers/Makefile.a': 'obj-$(CONFIG_A) += a.o\n',
        'drivers/a.c': call,
      },
      HELLO,
    ],
    [
      'a source of another folder',
      {
        ...build(`obj-$(CONFIG_A) += a.o\na-y := ../lib/own.o sub/one.o\n${B}`),
        'lib/own.c': 'int own;',
        'drivers/sub/one.c': call,
      },
      HELLO,
    ],
    [
      'assembler',
      { ...build(`obj-$(CONFIG_A) += a.o\n${B}`), 'drivers/a.S': 'SYM(f)\n\tcall b_hello\n' },
      HELLO,
    ],
    ['a generated source', build(`obj-$(CONFIG_A) += a.o\n${B}`), NONE],
    ['obj-m', { ...build(`obj-m += a.o\n${B}`), 'drivers/a.c': call }, HELLO],
    [
      'a name of a variable',
      { ...build(`name := a\nobj-$(CONFIG_A) += $(name).o\n${B}`), 'drivers/a.c': call },
      HELLO,
    ],
    [
      'a list of a foreach',
      { ...build(`obj-$(CONFIG_A) += $(foreach n,a,$(n).o)\n${B}`), 'drivers/a.c': call },
      HELLO,
    ],
  ];
  it.each(CASES)('%s', async (_, files, edges, query = {}) => {
    expect(await sentencesOf(files, query)).toEqual(edges);
  });
});

describe('names of modules', () => {
  const named = {
    'drivers/Makefile':
      'obj-$(CONFIG_A) += my-a.o\nobj-$(CONFIG_T) += my_b.o my-c.o\nobj-$(CONFIG_B) += b.o\n',
    'drivers/my-a.c': 'int f(void) { return b_hello() + my_b(); }',
    'drivers/my_b.c': 'int my_b(void) { return b_hello(); }\nEXPORT_SYMBOL(my_b);',
    'drivers/my-c.c': 'int c;',
    'drivers/a.c': undefined,
  };
  const from = (from: string, to: string) => ({ ...BOTH_WAYS, directions: [{ from, to }] });
  const CASES: readonly KernelCase[] = [
    ['- for _', named, ['my_b links b_hello'], from('my-b', 'b')],
    ['_ for -', named, ['my-a links b_hello'], from('my_a', 'b')],
    ['a glob', named, ['my-a links b_hello', 'my_b links b_hello'], from('my*', 'b')],
    ['a question mark', named, ['my-a links b_hello', 'my_b links b_hello'], from('my_?', 'b')],
    ['.ko', named, ['my-a links b_hello'], from('my-a.ko', 'b.ko')],
    ['a path', named, ['my-a links b_hello'], from('drivers/my-a', 'drivers/b')],
    ['a group against itself', named, ['my-a links my_b of my_b'], from('my*', 'my*')],
  ];
  it.each(CASES)('%s', async (_, files, edges, query = {}) => {
    expect(await sentencesOf(files, query)).toEqual(edges);
  });

  it.each([
    ['my-aa', 'Near names: my-a'],
    ['mya', 'Near names: my-a'],
    ['zzzzzz', 'Names are those of the .ko files'],
  ])('suggests near names of %s', async (name, hint) => {
    const asked = edgesOf({ ...POCKET, ...named }, { directions: [{ from: name, to: 'b' }] });
    await expect(asked).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(`"${name}"`),
    });
    await expect(asked).rejects.toMatchObject({ hint: expect.stringContaining(hint) });
  });
});

describe('include edges', () => {
  const own = { 'include/linux/b.h': 'int b_hello(void);\n', 'include/linux/other.h': 'int other(void);\n' };
  const asking = { includes: true };
  const CASES: readonly KernelCase[] = [
    [
      'a header that declares what the provider defines',
      { ...own, 'drivers/a.c': '#include <linux/b.h>\nint x;' },
      ['a includes linux/b.h'],
      asking,
    ],
    ['not asked for', { ...own, 'drivers/a.c': '#include <linux/b.h>\nint x;' }, NONE],
    ['a header of nobody', { ...own, 'drivers/a.c': '#include <linux/other.h>\nint x;' }, NONE, asking],
    [
      'under a condition',
      { ...own, 'drivers/a.c': '#ifdef CONFIG_X\n#include <linux/b.h>\n#endif\nint x;' },
      ['a includes linux/b.h if X'],
      asking,
    ],
    [
      'by a header beside the source',
      { ...own, 'drivers/a.h': '#include <linux/b.h>', 'drivers/a.c': '#include "a.h"\nint x;' },
      ['a includes linux/b.h'],
      asking,
    ],
    [
      'by a header of others',
      {
        ...own,
        'include/linux/all.h': '#include <linux/b.h>',
        'drivers/a.c': '#include <linux/all.h>\nint x;',
      },
      NONE,
      asking,
    ],
    [
      'with the call',
      { ...own, 'drivers/a.c': '#include <linux/b.h>\nint f(void) { return b_hello(); }' },
      ['a includes linux/b.h', 'a links b_hello'],
      asking,
    ],
  ];
  it.each(CASES)('%s', async (_, files, edges, query = {}) => {
    expect(await sentencesOf(files, query)).toEqual(edges);
  });
});
