import { describe } from 'vitest';
import { expectEdges, HELLO, inA, type KernelCase, NONE, withHeader } from './pocket-kernel.js';

describe('declarations', () => {
  const CASES: readonly KernelCase[] = [
    ['extern in a block', inA('int f(void) { extern int b_hello; return b_hello; }'), HELLO],
    [
      'an attribute after the brackets of an array that another variable has too',
      inA('static int x __attr;\nstatic int (*table[])(void) __attr = { b_hello };\n'),
      HELLO,
    ],
    [
      'a macro that defines a function, without a semicolon',
      withHeader(
        '#define DEF_RUN(x) int x(void) { return b_hello() + x##_lock(); }',
        'static int run_lock(void) { return 0; }\nstatic DEF_RUN(run)\nint f(void) { return run(); }',
      ),
      HELLO,
    ],
    ['an attribute before the type', inA('static __attr(b_hello) int f(void) { return 0; }'), NONE],
  ];
  expectEdges(CASES);
});

describe('inline alone', () => {
  const CASES: readonly KernelCase[] = [
    ['is code of the unit', inA('inline int f(void) { return b_hello(); }'), HELLO],
    [
      'is none when it is static',
      inA('static inline int f(void) { return b_hello(); }\nint g = sizeof(f);'),
      NONE,
    ],
    [
      'is none when it was declared static',
      inA('static int f(void);\ninline int f(void) { return b_hello(); }\nint g = sizeof(f);'),
      NONE,
    ],
    ['is none when it is extern', inA('extern inline int f(void) { return b_hello(); }'), NONE],
    ['is none in a header', withHeader('inline int f(void) { return b_hello(); }', 'int g;'), NONE],
  ];
  expectEdges(CASES);
});

describe('a variable of the code as a word', () => {
  const header = '#define RUN(x) b_##x\n#define run(x) b_##x';
  const CASES: readonly KernelCase[] = [
    ['a parameter', withHeader(header, 'int f(int hello) { return g(RUN(hello)); }'), HELLO],
    ['a variable', withHeader(header, 'int f(void) { int hello = 1; return RUN(hello)(); }'), HELLO],
    ['a name of the file', withHeader(header, 'int f(void) { return run(hello)(); }'), HELLO],
  ];
  expectEdges(CASES);
});
