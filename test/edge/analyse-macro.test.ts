import { describe } from 'vitest';
import { expectEdges, HELLO, inA, type KernelCase, NONE, withHeader } from './pocket-kernel.js';

describe('through macros and inline functions', () => {
  const CASES: readonly KernelCase[] = [
    ['a macro of the file', inA('#define HELLO() b_hello()\nint f(void) { return HELLO(); }'), HELLO],
    ['an object-like macro', inA('#define hello b_hello\nint f(void) { return hello(); }'), HELLO],
    [
      'a macro of a header',
      withHeader('#define HELLO() b_hello()', 'int f(void) { return HELLO(); }'),
      HELLO,
    ],
    ['a macro that nobody uses', withHeader('#define HELLO() b_hello()', 'int f(void) { return 0; }'), NONE],
    [
      'nested macros',
      withHeader(
        '#define H1() b_hello()\n#define H2(x) (H1() + (x))\n#define H3 H2(1)',
        'int f(void) { return H3; }',
      ),
      HELLO,
    ],
    [
      'a macro over lines',
      withHeader(
        '#define H(x) do { \\\n\tif (x) \\\n\t\tb_hello(); \\\n} while (0)',
        'void f(void) { H(1); }',
      ),
      HELLO,
    ],
    [
      'a static inline',
      withHeader('static inline int hello(void) { return b_hello(); }', 'int f(void) { return hello(); }'),
      HELLO,
    ],
    [
      'a static inline that nobody calls',
      withHeader('static inline int hello(void) { return b_hello(); }', 'int f(void) { return 0; }'),
      NONE,
    ],
    [
      'an inline through a macro through an inline',
      withHeader(
        'static inline int h1(void) { return b_hello(); }\n#define H2() h1()\nstatic __always_inline int h3(void) { return H2(); }',
        'int f(void) { return h3(); }',
      ),
      HELLO,
    ],
    [
      'a header of a header',
      {
        'include/linux/low.h': 'static inline int low(void) { return b_hello(); }',
        'include/linux/b.h': '#include "low.h"\n',
        ...inA('#include <linux/b.h>\nint f(void) { return low(); }'),
      },
      HELLO,
    ],
    [
      'a header that is not included',
      { 'include/linux/b.h': '#define HELLO() b_hello()', ...inA('int f(void) { return HELLO(); }') },
      NONE,
    ],
    [
      'a header beside the source',
      {
        'drivers/own.h': '#define HELLO() b_hello()',
        ...inA('#include "own.h"\nint f(void) { return HELLO(); }'),
      },
      HELLO,
    ],
    [
      'a macro that a header undefines after its inlines have used it',
      withHeader(
        '#define CALL() b_hello()\nstatic inline int hello(void) { return CALL(); }\n#undef CALL',
        'int f(void) { return hello(); }',
      ),
      HELLO,
    ],
    [
      'a macro that a header undefines before its inlines use it',
      withHeader(
        '#define CALL() b_hello()\n#undef CALL\nstatic inline int hello(void) { return CALL(); }',
        'int f(void) { return hello(); }',
      ),
      NONE,
    ],
    [
      'macros that call themselves in arguments',
      withHeader(
        '#define PASTE(a, b) a##b\n#define F(x) G(F(x))\n#define G(x) H(F(G(x)))\n#define H(x) x\n#define RUN(x) PASTE(x, F(hello))',
        'int f(void) { RUN(b_); return b_hello(); }',
      ),
      HELLO,
    ],
    [
      'macros that ask for each other in more ways than can be tried',
      withHeader(
        `#define PASTE(a, b) a##b\n${Array.from({ length: 60 }, (_, n) => `#define M${n}(x) M${n + 1}(M${n + 2}(x))`).join('\n')}\n#define RUN(x) PASTE(x, M0(hello))`,
        'int f(void) { RUN(b_); return b_hello(); }',
      ),
      HELLO,
    ],
    [
      'an argument that the macro uses',
      withHeader('#define CALL(f, x) f(x)', 'int f(void) { return CALL(b_hello, 1); }'),
      HELLO,
    ],
    [
      'an argument that the macro only makes text of',
      withHeader('#define NAME(x) #x', 'const char *f(void) { return NAME(b_hello); }'),
      NONE,
    ],
    [
      'an argument that the macro ignores',
      withHeader('#define DROP(x) do { } while (0)', 'void f(void) { DROP(b_hello()); }'),
      NONE,
    ],
    [
      'an argument that only sizeof takes',
      withHeader('#define SIZE(x) sizeof(x)', 'int f(void) { return SIZE(b_hello()); }'),
      NONE,
    ],
    [
      'an argument under if (0)',
      withHeader(
        '#define NO_PRINT(x) do { if (0) printk(x); } while (0)',
        'void f(void) { NO_PRINT(b_hello()); }',
      ),
      NONE,
    ],
    [
      'a variadic argument',
      withHeader('#define CALL(x, ...) g(x, __VA_ARGS__)', 'void f(void) { CALL(1, 2, b_hello()); }'),
      HELLO,
    ],
    [
      'a variadic argument that is dropped',
      withHeader('#define CALL(x, ...) g(x)', 'void f(void) { CALL(1, 2, b_hello()); }'),
      NONE,
    ],
    [
      'an argument through two macros',
      withHeader(
        '#define INNER(x) (x)\n#define OUTER(x) INNER(x)',
        'int f(void) { return OUTER(b_hello()); }',
      ),
      HELLO,
    ],
    [
      'an argument that the inner macro drops',
      withHeader('#define INNER(x) 0\n#define OUTER(x) INNER(x)', 'int f(void) { return OUTER(b_hello()); }'),
      NONE,
    ],
    [
      'a macro that shadows the function and calls it',
      withHeader('#define b_hello() ({ check(); b_hello(); })', 'int f(void) { return b_hello(); }'),
      HELLO,
    ],
    [
      'a macro in place of the function',
      withHeader('#define b_hello() 0', 'int f(void) { return b_hello(); }'),
      NONE,
    ],
    [
      'an inline in place of the function',
      withHeader('static inline int b_hello(void) { return 0; }', 'int f(void) { return b_hello(); }'),
      NONE,
    ],
    [
      '#undef of the macro in its place',
      withHeader('#define b_hello() 0\n#undef b_hello', 'int f(void) { return b_hello(); }'),
      HELLO,
    ],
    ['pasted names', withHeader('#define B(x) b_##x()', 'int f(void) { return B(hello); }'), HELLO],
    [
      'pasted names on both sides',
      withHeader('#define B(p, x) p##_##x()', 'int f(void) { return B(b, hello); }'),
      HELLO,
    ],
    [
      'pasted names of macros in macros',
      withHeader('#define B1(x) b_##x()\n#define B2(x) B1(x)', 'int f(void) { return B2(hello); }'),
      HELLO,
    ],
    [
      'an argument expanded before it is pasted',
      withHeader(
        '#define WHAT hello\n#define B1(x) b_##x()\n#define B2(x) B1(x)',
        'int f(void) { return B2(WHAT); }',
      ),
      HELLO,
    ],
    [
      'an argument that is pasted as it stands, though it is a macro that makes a name of nobody',
      inA('#define B(x) b_##x()\n#define hello nothing\nint f(void) { return B(hello); }'),
      HELLO,
    ],
    [
      'an argument that is not expanded where it is pasted',
      withHeader('#define WHAT hello\n#define B1(x) b_##x()', 'int f(void) { return B1(WHAT); }'),
      NONE,
    ],
    [
      'a function that pasting defines',
      withHeader('#define DEFINE_F(x) int x##_f(void) { return b_##x(); }', 'DEFINE_F(hello)'),
      HELLO,
    ],
    [
      'a structure that pasting fills',
      withHeader('#define OP(x) .x = b_##x', 'struct ops o = { OP(hello), };'),
      HELLO,
    ],
    [
      'a macro at file level that names the symbol',
      withHeader('#define M(x) int x##_f(void) { return b_hello(); }', 'M(my);'),
      HELLO,
    ],
    [
      'a macro at file level that hands the symbol on',
      withHeader(
        '#define module_driver(d, add, ...) \\\nstatic int __init d##_init(void) \\\n{ \\\n\treturn add(&(d) , ##__VA_ARGS__); \\\n} \\\nmodule_init(d##_init);\n#define module_b_driver(d) module_driver(d, b_hello)',
        'struct driver my = { };\nmodule_b_driver(my);',
      ),
      HELLO,
    ],
    [
      'a macro at file level that drops it',
      withHeader('#define INNER(d, add) int d\n#define M(d) INNER(d, b_hello)', 'M(my);'),
      NONE,
    ],
    [
      'an include inside #if',
      {
        'include/linux/b.h': '#define HELLO() b_hello()',
        ...inA('#ifdef CONFIG_X\n#include <linux/b.h>\n#endif\nint f(void) { return HELLO(); }'),
      },
      ['a links b_hello if X'],
    ],
    [
      'an #include of C',
      { 'drivers/part.c': 'int part(void) { return b_hello(); }', ...inA('#include "part.c"') },
      HELLO,
    ],
    [
      'guarded headers are read once',
      {
        'include/linux/b.h': '#ifndef B_H\n#define B_H\n#define HELLO() b_hello()\n#endif\n',
        ...inA(
          '#include <linux/b.h>\n#undef HELLO\n#define HELLO() 0\n#include <linux/b.h>\nint f(void) { return HELLO(); }',
        ),
      },
      NONE,
    ],
    [
      'a header of the architecture',
      {
        'arch/x86/include/asm/b.h': '#define HELLO() b_hello()',
        ...inA('#include <asm/b.h>\nint f(void) { return HELLO(); }'),
      },
      HELLO,
    ],
    [
      'a generic header where the architecture has none',
      {
        'include/asm-generic/b.h': '#define HELLO() b_hello()',
        ...inA('#include <asm/b.h>\nint f(void) { return HELLO(); }'),
      },
      HELLO,
    ],
    [
      '-I of the Makefile',
      {
        'lib/own/b.h': '#define HELLO() b_hello()',
        'drivers/Makefile':
          'ccflags-y := -I$(srctree)/lib/own\nobj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\n',
        ...inA('#include "b.h"\nint f(void) { return HELLO(); }'),
      },
      HELLO,
    ],
    [
      '-D of the Makefile',
      {
        'drivers/Makefile': 'CFLAGS_a.o := -DHELLO\nobj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\n',
        ...inA('#ifdef HELLO\nint f(void) { return b_hello(); }\n#endif'),
      },
      HELLO,
    ],
  ];
  expectEdges(CASES);
});
