import { describe } from 'vitest';
import { expectEdges, HELLO, type KernelCase, NONE, withHeader } from './pocket-kernel.js';

describe('what an attribute names', () => {
  const table = (attribute: string): KernelCase[1] =>
    withHeader(
      `#define TEXT_1(x) #x\n#define TEXT(x) TEXT_1(x)\n#ifdef MODULE\n#define TABLE(name) extern typeof(name) name##_table __attribute__ ((${attribute}))\n#else\n#define TABLE(name)\n#endif\n#define NOTHING(x) NULL`,
      'static const struct id ids[] = { { .data = b_hello } };\nTABLE(ids);\nvoid *f(void) { return NOTHING(ids); }',
    );
  const CASES: readonly KernelCase[] = [
    ['an alias', table('alias(TEXT(name))'), ['a links b_hello if A=m']],
    ['an alias behind another attribute', table('unused, __alias__(#name)'), ['a links b_hello if A=m']],
    ['no alias', table('unused, section(TEXT(name))'), NONE],
    [
      'a cleanup behind another attribute',
      withHeader('', 'void f(void) { int x __attribute__((unused, cleanup(b_hello))) = 0; }'),
      HELLO,
    ],
  ];
  expectEdges(CASES);
});
