import { describe, expect, it } from 'vitest';
import { BOTH_WAYS, edgesOf, expectEdges, HELLO, type KernelCase, NONE, POCKET } from './pocket-kernel.js';

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
  expectEdges(CASES);
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
  expectEdges(CASES);

  it.each([
    ['my-aa', 'Did you mean my-a'],
    ['mya', 'Did you mean my-a'],
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
  expectEdges(CASES);
});

describe('a direction that is optional', () => {
  const directions = [
    { from: 'a', to: 'b' },
    { from: 'nobody', to: 'b', optional: true },
  ];
  it('has no edge where the tree makes no such module, and the others have theirs', async () => {
    expect((await edgesOf(POCKET, { directions })).map(({ symbol }) => symbol)).toEqual(['b_hello']);
    const required = directions.map(({ from, to }) => ({ from, to }));
    await expect(edgesOf(POCKET, { directions: required })).rejects.toThrow('no module "nobody"');
  });
});

describe('a glob', () => {
  /** A third object of two sources; what makes it decides whether it is a module. */
  const withThird = (option: string) => ({
    ...POCKET,
    'drivers/Makefile': `${POCKET['drivers/Makefile']}obj-$(CONFIG_${option}) += c.o\nc-y := one.o two.o\n`,
    'drivers/one.c': 'int c_one(void) { return 1; }\nEXPORT_SYMBOL(c_one);\n',
    'drivers/two.c': 'int two;\n',
    'drivers/a.c': 'int a_run(void) { return c_one(); }\n',
  });
  const directions = [{ from: 'a', to: '*' }];
  it.each([
    ['means what can be a module', 'T', ['c_one']],
    ['does not mean what is always built in', 'X', []],
  ])('%s', async (_, option, symbols) => {
    const edges = await edgesOf(withThird(option), { directions });
    expect(edges.map(({ symbol }) => symbol)).toEqual(symbols);
  });
});
