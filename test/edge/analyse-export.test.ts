import { describe, expect, it } from 'vitest';
import { edgesOf, expectEdges, HELLO, inB, type KernelCase, NONE, POCKET } from './pocket-kernel.js';

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
    [
      'a prefix that is a word for another',
      '#define PREFIX b_\n#define PASTE1(x, y) x##y\n#define PASTE(x, y) PASTE1(x, y)\n#define KEY(x) PASTE(PREFIX, x)\n#define EXPORT_KEY(x) EXPORT_SYMBOL_GPL(KEY(x))\nEXPORT_KEY(hello);',
      'EXPORT_KEY',
      null,
    ],
    ['the macro below all others', '__EXPORT_SYMBOL(b_hello, "GPL", "");', '__EXPORT_SYMBOL', null],
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
    [
      'a symbol that is a word for nothing elsewhere',
      {
        'include/linux/b.h': '#ifdef CONFIG_X\nint b_hello(void);\n#else\n#define b_hello NULL\n#endif\n',
        ...inB(`#include <linux/b.h>\n#ifdef CONFIG_X\n${DEFINED}#endif\nEXPORT_SYMBOL(b_hello);`),
      },
      ['a links b_hello if X'],
    ],
    [
      'a wrapper of such a symbol',
      {
        'include/linux/b.h':
          '#ifdef CONFIG_X\nint b_hello(void);\n#else\n#define b_hello NULL\n#endif\n#define EXPORT_B(x) EXPORT_SYMBOL_GPL(x)\n',
        ...inB(`#include <linux/b.h>\n#ifdef CONFIG_X\n${DEFINED}#endif\nEXPORT_B(b_hello);`),
      },
      ['a links b_hello if X'],
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
  expectEdges(CASES);
});
