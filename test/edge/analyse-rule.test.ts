// Rules of the analysis that no other table guards.
import { describe, expect, it } from 'vitest';
import { impliedByName, impliersOf } from '../../src/macro/tracepoint.js';
import { expectEdges, HELLO, inA, POCKET, sentencesOf } from './pocket-kernel.js';

const TWO_UNITS = {
  'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\na-y := a1.o a2.o\nobj-$(CONFIG_B) += b.o\n',
  'drivers/a1.c': 'int a_run(void) { return b_hello(); }\n',
};

describe('a definition in another unit of the consumer', () => {
  expectEdges([
    ['is its own', { ...TWO_UNITS, 'drivers/a2.c': 'int b_hello(void) { return 2; }\n' }, []],
    [
      'is none when it is inline: the compiler emits no symbol',
      { ...TWO_UNITS, 'drivers/a2.c': 'static inline int b_hello(void) { return 2; }\n' },
      HELLO,
    ],
    [
      'is none when it is static',
      { ...TWO_UNITS, 'drivers/a2.c': 'static int b_hello(void) { return 2; }\n' },
      HELLO,
    ],
  ]);
});

describe('a header without a guard', () => {
  const header = 'int MAKE(void) { return CALL(); }\n';
  const first = '#define MAKE one\n#define CALL local\n#include "twice.h"\n#undef MAKE\n#undef CALL\n';
  expectEdges([
    [
      'means something else when it is read again',
      {
        'drivers/twice.h': header,
        ...inA(`${first}#define MAKE two\n#define CALL b_hello\n#include "twice.h"\n`),
      },
      HELLO,
    ],
    ['means what its macros said the first time', { 'drivers/twice.h': header, ...inA(first) }, []],
  ]);
});

describe('code after an #else', () => {
  const choice = '#ifdef CONFIG_Y\n\tone();\n#else\n\ttwo();\n#endif\n';
  expectEdges([
    [
      'inside an if',
      inA(
        `int f(void)\n{\n\tif (IS_ENABLED(CONFIG_X)) {\n${choice}\t\treturn b_hello();\n\t}\n\treturn 0;\n}\n`,
      ),
      ['a links b_hello if X'],
    ],
    [
      'inside an if, in the #else',
      inA(
        `int f(void)\n{\n\tif (IS_ENABLED(CONFIG_X)) {\n${choice.replace('two()', 'b_hello()')}\t}\n\treturn 0;\n}\n`,
      ),
      ['a links b_hello if !Y && X'],
    ],
    [
      'after an if that the #else closes',
      inA(
        `int f(void)\n{\n\tif (IS_ENABLED(CONFIG_X)) {\n#ifdef CONFIG_Y\n\t\tone();\n\t}\n#else\n\t\ttwo();\n\t}\n#endif\n\treturn b_hello();\n}\n`,
      ),
      HELLO,
    ],
    [
      'of an #ifdef in another',
      inA(`#ifdef CONFIG_X\nint f(void)\n{\n${choice}\treturn b_hello();\n}\n#endif\n`),
      ['a links b_hello if X'],
    ],
  ]);
});

it('a symbol that two folders build in is there when one of them is', async () => {
  const files = {
    Kbuild: 'obj-y += drivers/ lib/ mm/\n',
    'lib/Makefile': 'obj-$(CONFIG_X) += one.o\n',
    'lib/one.c': 'int both(void) { return 1; }\nEXPORT_SYMBOL(both);\n',
    'mm/Makefile': 'obj-$(CONFIG_Y) += two.o\n',
    'mm/two.c': 'int both(void) { return 2; }\nEXPORT_SYMBOL(both);\n',
    ...inA('int a_run(void) { return both(); }\n'),
  };
  const query = { directions: [{ from: 'a', to: 'vmlinux' }] };
  expect(await sentencesOf(files, query)).toEqual(['a links both of vmlinux if X || Y']);
  expect(await sentencesOf({ ...files, 'mm/Makefile': '' }, query)).toEqual(['a links both of vmlinux if X']);
});

describe('the names of a tracepoint', () => {
  it('imply symbols by every form that fits', () => {
    const symbols = impliedByName('trace_thing_enabled').map(({ symbol }) => symbol);
    // A test of the event `thing`, or a call of an event `thing_enabled`.
    expect(symbols).toContain('__tracepoint_thing');
    expect(symbols).toContain('__tracepoint_thing_enabled');
    expect(symbols).toContain('__traceiter_thing_enabled');
  });

  it.each(['__tracepoint_thing', '__SCT__tp_func_thing', '__SCK__tp_func_thing', '__traceiter_thing'])(
    'are found from %s',
    (symbol) => {
      const impliers = impliersOf(symbol);
      expect(impliers).toContain('trace_thing');
      for (const name of ['trace_thing', 'trace_call__thing', 'trace_thing_rcuidle']) {
        expect(impliers).toContain(name);
        expect(impliedByName(name).map((one) => one.symbol)).toContain(symbol);
      }
    },
  );
});

it('the pocket kernel has one edge', async () => expect(await sentencesOf(POCKET)).toEqual(HELLO));
