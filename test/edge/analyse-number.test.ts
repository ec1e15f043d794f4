// Macros that stand for a number are kept apart from others (src/csource/number-definition.ts), and mean what others mean.
import { describe } from 'vitest';
import { expectEdges, HELLO, inA, type KernelCase, NONE, withHeader } from './pocket-kernel.js';

const CALL = 'int f(void) { return b_hello(); }';

describe('macros for numbers', () => {
  const CASES: readonly KernelCase[] = [
    ['decide a condition', inA(`#define LEVEL 2\n#if LEVEL > 1\n${CALL}\n#endif\n`), HELLO],
    ['decide against one', inA(`#define LEVEL 1\n#if LEVEL > 1\n${CALL}\n#endif\n`), NONE],
    ['are unknown before they are defined', inA(`#if LEVEL > 1\n${CALL}\n#endif\n#define LEVEL 2\n`), NONE],
    [
      'are asked where they stand, between others of the name',
      inA(`#define LEVEL (0)\n#undef LEVEL\n#define LEVEL 2\n#if LEVEL > 1\n${CALL}\n#endif\n#undef LEVEL\n`),
      HELLO,
    ],
    ['are undefined', inA(`#define LEVEL 2\n#undef LEVEL\n#ifdef LEVEL\n${CALL}\n#endif\n`), NONE],
    [
      'count under the condition around them',
      inA(
        `#ifdef CONFIG_X\n#define LEVEL 2\n#else\n#define LEVEL 1\n#endif\n#if LEVEL > 1\n${CALL}\n#endif\n`,
      ),
      ['a links b_hello if X'],
    ],
    ['come from a header', withHeader('#define LEVEL 2', `#if LEVEL > 1\n${CALL}\n#endif\n`), HELLO],
    ['stand for a function', withHeader('#define b_hello 0', CALL), NONE],
    [
      'stand for a function in some configurations',
      withHeader('#ifndef CONFIG_X\n#define b_hello 0\n#endif', CALL),
      ['a links b_hello if X'],
    ],
    ['guard a file', inA(`#define DONE 1\n#ifndef DONE\n${CALL}\n#endif\n`), NONE],
    [
      'decide a condition of the code',
      withHeader('#define LEVEL 1', 'int f(void)\n{\n\tif (LEVEL)\n\t\treturn b_hello();\n\treturn 0;\n}\n'),
      HELLO,
    ],
  ];
  expectEdges(CASES);
});
