import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { usersIn } from '../../src/user/user.js';
import { type SymbolUsage, UserSearch } from '../../src/user/user-search.js';
import { type Files, MemoryTrees } from '../edge/memory-tree.js';
import { POCKET } from '../edge/pocket-kernel.js';

const find = (files: Files, symbol: string): Promise<SymbolUsage> => {
  const trees = new MemoryTrees();
  return new UserSearch(trees, trees).find(
    new Set([symbol]),
    trees.tree({ ...POCKET, ...files }),
    quietContext(),
  );
};

const sentences = async (files: Files, symbol = 'b_hello'): Promise<readonly string[]> =>
  usersIn(await find(files, symbol)).map(
    ({ path, kind, condition, moduleOn, reference }) =>
      `${path} ${kind}${condition === null ? '' : ` if ${condition}`}${moduleOn.length > 0 ? '' : ' built in'} at ${reference.path}:${reference.line}`,
  );

const A_LINKS = 'drivers/a link at drivers/a.c:1';
const HEADER = (body: string): Files => ({
  'include/linux/b.h': `#ifndef B_H\n#define B_H\nint b_hello(void);\n${body}\n#endif\n`,
});

const CASES: readonly (readonly [what: string, files: Files, users: readonly string[], symbol?: string])[] = [
  ['a caller, not the module that defines it', {}, [A_LINKS]],
  ['nobody', { 'drivers/a.c': 'int a_run(void) { return 0; }\n' }, []],
  [
    'nobody in a comment, a member or a variable of the same name',
    { 'drivers/a.c': '/* b_hello */ int f(struct s *p) { int b_hello = 1; return p->b_hello + b_hello; }\n' },
    [],
  ],
  [
    'a lookup by name',
    { 'drivers/a.c': 'int f(void) { return !!symbol_get(b_hello); }\n' },
    ['drivers/a dynamic at drivers/a.c:1'],
  ],
  [
    'the caller of an inline function of a header',
    {
      ...HEADER('static inline int hello(void) { return b_hello(); }'),
      'drivers/a.c': '#include <linux/b.h>\n\nint f(void) { return hello(); }\n',
    },
    ['drivers/a link at include/linux/b.h:4'],
  ],
  [
    'the caller of a macro over a macro',
    {
      ...HEADER('#define HELLO() b_hello()\n#define GREET() HELLO()'),
      'drivers/a.c': '#include <linux/b.h>\n\nint f(void) { return GREET(); }\n',
    },
    ['drivers/a link at include/linux/b.h:4'],
  ],
  [
    'nobody who only includes the header',
    {
      ...HEADER('static inline int hello(void) { return b_hello(); }'),
      'drivers/a.c': '#include <linux/b.h>\nint f(void) { return 0; }\n',
    },
    [],
  ],
  [
    'the unit that includes a source file',
    { 'drivers/a.c': '#include "part.c"\n', 'drivers/part.c': 'int f(void) { return b_hello(); }\n' },
    ['drivers/a link at drivers/part.c:1'],
  ],
  [
    'a built-in object in another folder, with its condition',
    {
      Kbuild: 'obj-y += drivers/ lib/\n',
      'lib/Makefile': 'obj-$(CONFIG_X) += c.o\n',
      'lib/c.c': '#ifdef CONFIG_Y\nint c(void) { return b_hello(); }\n#endif\n',
      'drivers/a.c': '',
    },
    ['lib/c link if Y built in at lib/c.c:2'],
  ],
  [
    'the unit that includes a header with code of its own',
    {
      'drivers/a.c': '#include "code.h"\n',
      'drivers/code.h': 'int made(void) { return b_hello(); }\n',
    },
    ['drivers/a link at drivers/code.h:1'],
  ],
  [
    'a tracepoint by its own call',
    {
      'drivers/a.c': 'int f(void) { trace_hit(1); return 0; }\n',
      'init/Kconfig': '',
      Kconfig: 'source "drivers/Kconfig"\nconfig TRACEPOINTS\n\tbool "t"\n',
      'drivers/b.c': 'EXPORT_TRACEPOINT_SYMBOL_GPL(hit);\n',
    },
    ['drivers/a link if TRACEPOINTS at drivers/a.c:1'],
    '__tracepoint_hit',
  ],
];

describe('UserSearch', () => {
  for (const [what, files, users, symbol] of CASES)
    it(`finds ${what}`, async () => expect(await sentences(files, symbol)).toEqual(users));

  it('tells who exports the symbol, with its namespace, and who defines it', async () => {
    const exported = async (files: Files): Promise<readonly unknown[]> =>
      (await find(files, 'b_hello')).exports.map(({ object, type, namespace, gpl, modules }) => [
        object.path,
        type,
        namespace,
        gpl,
        modules,
      ]);
    const define = 'int b_hello(void) { return 1; }\n';
    expect(await exported({})).toEqual([['drivers/b', 'EXPORT_SYMBOL', null, false, false]]);
    expect(await exported({ 'drivers/b.c': `${define}EXPORT_SYMBOL_NS_GPL(b_hello, BEE);\n` })).toEqual([
      ['drivers/b', 'EXPORT_SYMBOL_NS_GPL', 'BEE', true, false],
    ]);
    expect(
      await exported({
        'drivers/b.c': `${define}EXPORT_SYMBOL(b_hello);\n`,
        'drivers/Makefile': `${POCKET['drivers/Makefile']}ccflags-y += -DDEFAULT_SYMBOL_NAMESPACE='"BEE"'\n`,
      }),
    ).toEqual([['drivers/b', 'EXPORT_SYMBOL', 'BEE', false, false]]);
    expect(
      await exported({ 'drivers/b.c': `${define}EXPORT_SYMBOL_GPL_FOR_MODULES(b_hello, "a,c-*");\n` }),
    ).toEqual([['drivers/b', 'EXPORT_SYMBOL_GPL_FOR_MODULES', 'a,c-*', true, true]]);
    expect((await find({}, 'b_hello')).definitions.map(({ object }) => object.path)).toEqual(['drivers/b']);
  });

  it('follows a state: what a patch adds is found, what it takes away is not', async () => {
    const trees = new MemoryTrees();
    const search = new UserSearch(trees, trees);
    const users = async (files: Files): Promise<readonly string[]> =>
      usersIn(
        await search.find(new Set(['b_hello']), trees.tree({ ...POCKET, ...files }), quietContext()),
      ).map(({ path }) => path);
    expect(await users({})).toEqual(['drivers/a']);
    expect(await users({ 'drivers/a.c': '' })).toEqual([]);
    expect(
      await users({
        'drivers/c.c': 'int c(void) { return b_hello(); }\n',
        'drivers/Makefile': `${POCKET['drivers/Makefile']}obj-$(CONFIG_T) += c.o\n`,
      }),
    ).toEqual(['drivers/a', 'drivers/c']);
  });

  it('knows what the module of a use may use', async () => {
    const usage = await find(
      {
        'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\na-y := one.o two.o\n',
        'drivers/one.c': '#include "own.h"\nint f(void) { return b_hello(); }\n',
        'drivers/own.h': '#ifndef OWN\n#define OWN\nMODULE_IMPORT_NS("OWN_NS");\n#endif\n',
        'drivers/two.c': 'MODULE_LICENSE("GPL");\nMODULE_IMPORT_NS(BEE);\n',
      },
      'b_hello',
    );
    const [use] = usage.uses;
    const grant = await usage.grantOf(use!, true, quietContext());
    expect(grant).toEqual({ name: 'a', licenses: ['GPL'], imports: new Set(['BEE', 'OWN_NS']) });
  });
});
