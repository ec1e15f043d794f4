import { describe } from 'vitest';
import { expectEdges, HELLO, inA, type KernelCase, NONE } from './pocket-kernel.js';

describe('what makes a link edge', () => {
  const CASES: readonly KernelCase[] = [
    ['a direct call', {}, HELLO],
    ['a pointer in an initialiser', inA('struct ops o = { .run = b_hello, };'), HELLO],
    ['a positional initialiser', inA('static int (*table[])(void) = { b_hello };'), HELLO],
    [
      'an exported variable',
      { ...inA('int f(void) { return b_count; }'), 'drivers/b.c': 'int b_count; EXPORT_SYMBOL(b_count);' },
      ['a links b_count'],
    ],
    [
      'a function that a header declares by a type of functions',
      {
        'include/linux/b.h':
          '#ifndef B_H\n#define B_H\ntypedef int b_type(void);\nb_type b_other, b_hello;\n#endif\n',
        ...inA('#include <linux/b.h>\nstruct ops o = { .run = b_hello, };'),
      },
      HELLO,
    ],
    ['the address of it', inA('void *f(void) { return &b_hello; }'), HELLO],
    ['an argument of a function', inA('void f(void) { g(1, b_hello); }'), HELLO],
    ['both branches of ?:', inA('int f(int x) { return x ? b_hello() : 0; }'), HELLO],
    ['a statement expression', inA('int f(void) { return ({ int x = 1; b_hello() + x; }); }'), HELLO],
    ['a for loop header', inA('void f(void) { for (int i = b_hello(); i; i--) ; }'), HELLO],
    [
      'a switch case',
      inA('int f(int x) { switch (x) { case 1: return b_hello(); default: return 0; } }'),
      HELLO,
    ],
    [
      'a static function that another one calls',
      inA('static int g(void) { return b_hello(); }\nint f(void) { return g(); }'),
      HELLO,
    ],
    [
      'a static function that only a pasted name reaches',
      inA(
        '#define CALL(x) x##_run()\nstatic int my_run(void) { return b_hello(); }\nint f(void) { return CALL(my); }',
      ),
      HELLO,
    ],
    ['asm operands', inA('void f(void) { asm volatile("call %c0" :: "i" (b_hello)); }'), HELLO],
    [
      'assembler',
      { 'drivers/a.S': '#include <linux/linkage.h>\nSYM(f)\n\tcall b_hello\n', 'drivers/a.c': undefined },
      HELLO,
    ],
    ['K&R style spacing', inA('int\nf (void)\n{\n\treturn b_hello ();\n}'), HELLO],
    [
      'a declaration in the consumer itself',
      inA('extern int b_hello(void);\nint f(void) { return b_hello(); }'),
      HELLO,
    ],
    ['nothing when only declared', inA('extern int b_hello(void);\nint f(void) { return 1; }'), NONE],
    [
      'nothing when the provider does not export it',
      { 'drivers/b.c': 'int b_hello(void) { return 1; }' },
      NONE,
    ],
    ['nothing when nobody names it', inA('int f(void) { return 0; }'), NONE],
    [
      'both directions',
      {
        'drivers/a.c': 'int a_run(void) { return b_hello(); }\nEXPORT_SYMBOL_GPL(a_run);',
        'drivers/b.c': 'int b_hello(void) { return a_run(); }\nEXPORT_SYMBOL(b_hello);',
      },
      ['a links b_hello', 'b links a_run'],
    ],
  ];
  expectEdges(CASES);
});

describe('what is no reference', () => {
  const CASES: readonly KernelCase[] = [
    ['comments', inA('/* b_hello() */ // b_hello()\nint f(void) { return 0; /* b_hello(); */ }'), NONE],
    ['strings', inA('const char *s = "b_hello";\nint f(void) { return g("b_hello()"); }'), NONE],
    ['a character that is a quote', inA("int f(void) { return '\"' + b_hello() + '\"'; }"), HELLO],
    ['a local variable', inA('int f(void) { int b_hello = 1; return b_hello; }'), NONE],
    ['a parameter', inA('int f(int b_hello) { return b_hello; }'), NONE],
    [
      'a local pointer to a structure',
      inA('int f(void) { struct thing *b_hello = get(); return use(b_hello); }'),
      NONE,
    ],
    ['a second declarator', inA('int f(void) { int x, *b_hello; return g(b_hello); }'), NONE],
    [
      'a function pointer of the block',
      inA('int f(void) { int (*b_hello)(void) = g; return b_hello(); }'),
      NONE,
    ],
    ['a member', inA('int f(struct s *p) { return p->b_hello + q.b_hello; }'), NONE],
    ['a member that is called', inA('int f(struct s *p) { return p->b_hello(1); }'), NONE],
    ['a designated initialiser', inA('struct s o = { .b_hello = 1, };'), NONE],
    ['a label and its goto', inA('int f(void) { goto b_hello;\nb_hello:\n\treturn 0; }'), NONE],
    ['a structure tag', inA('struct b_hello;\nstruct b_hello *f(struct b_hello *p) { return p; }'), NONE],
    ['a member of a structure type', inA('struct s { int b_hello; int (*g)(void); };'), NONE],
    [
      'sizeof and typeof',
      inA('int f(void) { typeof(b_hello()) x = 0; return sizeof(b_hello()) + x; }'),
      NONE,
    ],
    ['an attribute', inA('int f(void) __attribute__((alias("b_hello")));'), NONE],
    ['#if 0', inA('#if 0\nint f(void) { return b_hello(); }\n#endif'), NONE],
    [
      '#error with an apostrophe',
      inA("#if 0\n#error don't\n#endif\nint f(void) { return b_hello(); }"),
      HELLO,
    ],
    ['its own definition', inA('int b_hello(void) { return 2; }\nint f(void) { return b_hello(); }'), NONE],
    [
      'its own definition in another file',
      {
        'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\na-y := one.o two.o\nobj-$(CONFIG_B) += b.o\n',
        'drivers/one.c': 'int f(void) { return b_hello(); }',
        'drivers/two.c': 'int b_hello(void) { return 2; }',
      },
      NONE,
    ],
    [
      'its own static function',
      inA('static int b_hello(void) { return 2; }\nint f(void) { return b_hello(); }'),
      NONE,
    ],
  ];
  expectEdges(CASES);
});
