import { describe } from 'vitest';
import { expectEdges, HELLO, type KernelCase, NONE, withHeader } from './pocket-kernel.js';

/** A function of module a with this body, and a stub that always fails. */
const body = (text: string): KernelCase[1] =>
  withHeader(
    'static inline int stub(int x) { return -22; }',
    `int f(int x, int y)\n{\n\tint ret;\n${text}\n\treturn 0;\n}\n`,
  );

describe('comparisons are no assignments', () => {
  const CASES: readonly KernelCase[] = [
    ['at most 1, or', body('\tg(x <= 1 || b_hello());'), HELLO],
    ['at least 0, and', body('\tg(x >= 0 && b_hello());'), HELLO],
    ['a choice', body('\tg(x >= 0 ? b_hello() : 0);'), HELLO],
    ['an assignment', body('\tret = 0 && b_hello();'), NONE],
    ['a shift that assigns', body('\tret <<= 0 && b_hello();'), NONE],
    ['a shift to the right that assigns', body('\tret >>= 0 && b_hello();'), NONE],
  ];
  expectEdges(CASES);
});

describe('what leads past a statement before', () => {
  const CASES: readonly KernelCase[] = [
    [
      'a case after one that returns',
      body(
        '\tswitch (x) {\n\tcase 1:\n\t\tif (1)\n\t\t\treturn 1;\n\t\treturn 2;\n\tcase 2:\n\t\treturn b_hello();\n\t}',
      ),
      HELLO,
    ],
    [
      'default after a case that returns',
      body('\tswitch (x) {\n\tcase 1:\n\t\tif (1)\n\t\t\treturn 1;\n\tdefault:\n\t\treturn b_hello();\n\t}'),
      HELLO,
    ],
    [
      'the same case',
      body('\tswitch (x) {\n\tcase 1:\n\t\tif (1)\n\t\t\treturn 1;\n\t\treturn b_hello();\n\t}'),
      NONE,
    ],
    ['a stub that fails', body('\tret = stub(x);\n\tif (ret)\n\t\treturn ret;\n\tb_hello();'), NONE],
    [
      'one that fails in the else branch only',
      body(
        '\tif (x)\n\t\tret = g(x);\n\telse\n\t\tret = stub(x);\n\tif (ret)\n\t\treturn ret;\n\tb_hello();',
      ),
      HELLO,
    ],
    [
      'one that fails in the then branch only',
      body('\tret = g(x);\n\tif (x)\n\t\tret = stub(x);\n\tif (ret)\n\t\treturn ret;\n\tb_hello();'),
      HELLO,
    ],
    [
      'one that fails, and the other branch asks',
      body('\tret = g(x);\n\tif (x)\n\t\tret = stub(x);\n\telse if (!ret)\n\t\tb_hello();'),
      HELLO,
    ],
    [
      'one that fails in a loop',
      body('\tret = g(x);\n\twhile (x)\n\t\tret = stub(x);\n\tif (ret)\n\t\treturn ret;\n\tb_hello();'),
      HELLO,
    ],
  ];
  expectEdges(CASES);
});
