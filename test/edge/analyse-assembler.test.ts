import { describe } from 'vitest';
import { expectEdges, HELLO, inA, type KernelCase, NONE, withHeader } from './pocket-kernel.js';

const sized = (code: string, ...symbols: readonly string[]): KernelCase[1] => ({
  'drivers/b.c': symbols.map((symbol) => `void ${symbol}(void) {}\nEXPORT_SYMBOL(${symbol});\n`).join(''),
  ...withHeader(
    '#define do_get(fn, p) ({ asm volatile("call __" #fn "_%c[size]" : : [size] "i" (sizeof(*(p)))); })\n#define b_get(x, p) do_get(b_get, p)',
    code,
  ),
});
const STRING =
  '#define TRAMP(name) __SCT__##name\n#define __stringify_1(x...) #x\n#define __stringify(x...) __stringify_1(x)\n#define TRAMP_STR(name) __stringify(TRAMP(name))\n';

describe('symbols that only an asm statement names', () => {
  const CASES: readonly KernelCase[] = [
    ['a call', inA('void f(void) { asm volatile("call b_hello" : : : "memory"); }'), HELLO],
    [
      'a call in a macro',
      withHeader('#define H() asm("nop\\n\\tcall b_hello")', 'void f(void) { H(); }'),
      HELLO,
    ],
    [
      'a call in a macro that nobody uses',
      withHeader('#define H() asm("call b_hello")', 'void f(void) {}'),
      NONE,
    ],
    [
      'an alternative',
      withHeader(
        '#define ALTERNATIVE(o, n, f) o n',
        'void f(void) { asm (ALTERNATIVE("call b_hello", "popcnt %1, %0", 1) : : ); }',
      ),
      HELLO,
    ],
    ['a macro for a string', withHeader('#define H "call b_hello"', 'void f(void) { asm(H); }'), HELLO],
    ['a macro for asm', inA('void f(void) { asm_inline volatile("call b_hello"); }'), HELLO],
    [
      'a text that is no instruction',
      inA('void f(void) { asm("# call b_hello"); g("call b_hello"); }'),
      NONE,
    ],
    [
      'a name that goes on with an argument and a size',
      sized('int f(int *p) { return b_get(x, p); }', '__b_get_4', '__b_get_8', '__b_get_16', '__b_put_4'),
      ['a links __b_get_4', 'a links __b_get_8'],
    ],
    [
      'the text of a macro',
      {
        'drivers/b.c': 'void __SCT__hello(void) {}\nEXPORT_SYMBOL(__SCT__hello);\n',
        ...withHeader(
          `${STRING}#define H() asm volatile ("call " TRAMP_STR(hello))`,
          'void f(void) { H(); }',
        ),
      },
      ['a links __SCT__hello'],
    ],
    [
      'exports of a source of the assembler',
      {
        'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nb-y := b1.o b2.o\n',
        'drivers/b1.c': '',
        'drivers/b2.S': 'SYM_FUNC_START(b_hello)\n\tret\nSYM_FUNC_END(b_hello)\nEXPORT_SYMBOL(b_hello)\n',
      },
      HELLO,
    ],
  ];
  expectEdges(CASES);
});
