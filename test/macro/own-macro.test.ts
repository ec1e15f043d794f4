// Calls with the same words come to the same, unless the file that asks has a say: then each file has its own answer.
import { describe } from 'vitest';
import { expectEdges, HELLO, inB, type KernelCase, NONE, withHeader } from '../edge/pocket-kernel.js';

const MAKE = '#define make(x) make1(x)\n#define make1(x) b_##x()';
const B = 'int b_hello(void) { return 1; }\nEXPORT_SYMBOL(b_hello);\n';

describe('the same call in several files', () => {
  const CASES: readonly KernelCase[] = [
    ['the macros of a header', withHeader(MAKE, 'int f(void) { return make(hello); }'), HELLO],
    [
      'a macro of the file behind one of a header',
      {
        ...withHeader(
          '#define make(x) make1(x)',
          '#define make1(x) b_##x()\nint f(void) { return make(hello); }',
        ),
        ...inB(`#include <linux/b.h>\n#define make1(x) 0\nint g(void) { return make(hello); }\n${B}`),
      },
      HELLO,
    ],
    [
      'a word that stands for another in the file',
      withHeader(MAKE, '#define hi hello\nint f(void) { return make(hi); }'),
      HELLO,
    ],
    [
      'a word that stands for another in another file',
      {
        ...withHeader(MAKE, 'int f(void) { return make(hi); }'),
        ...inB(`#include <linux/b.h>\n#define hi hello\nint g(void) { return make(hi); }\n${B}`),
      },
      NONE,
    ],
    [
      'a word behind the rest of the arguments',
      withHeader(
        '#define last(fmt, args...) two(args, hello)\n#define two(a, b) b_##b()',
        'int f(void) { return last("x", 1); }',
      ),
      HELLO,
    ],
    [
      'a word that a list puts further back',
      withHeader(
        '#define both(a...) a\n#define hand(x) two(x)\n#define two(a, b) b_##b()',
        'int f(void) { return hand(both(1, hello)); }',
      ),
      HELLO,
    ],
  ];
  expectEdges(CASES);
});
