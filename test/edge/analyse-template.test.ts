import { describe } from 'vitest';
import { expectEdges, HELLO, inA, type KernelCase, NONE, withHeader } from './pocket-kernel.js';

const template = (defines: string): KernelCase[1] => ({
  'drivers/ref.h': 'REF_ATTRS\nvoid ref_get(void)\n{\n\tb_hello();\n}\n',
  'drivers/own.h': `${defines}\n#include "ref.h"\n`,
  ...inA('#include "own.h"\nint f(void) { return 0; }'),
});

describe('functions of a header that is there to be included more than once', () => {
  const CASES: readonly KernelCase[] = [
    ['are code of the unit', template('#define REF_ATTRS'), HELLO],
    ['under a macro for noinline', template('#define REF_ATTRS noinline'), HELLO],
    ['are inline when a macro says so', template('#define REF_ATTRS static inline'), NONE],
    [
      'are inline where a macro says so',
      template('#ifdef CONFIG_X\n#define REF_ATTRS\n#else\n#define REF_ATTRS static __always_inline\n#endif'),
      ['a links b_hello if X'],
    ],
    [
      'are code of those that call them, when inline',
      {
        ...template('#define REF_ATTRS static inline'),
        ...inA('#include "own.h"\nint f(void) { ref_get(); return 0; }'),
      },
      HELLO,
    ],
  ];
  expectEdges(CASES);
});

describe('functions of a header that is there to be included once', () => {
  const NAMES_NOTHING = 'int f(void) { return 0; }\n';
  const CASES: readonly KernelCase[] = [
    // Found also when nothing else has the unit read.
    ['are code of the unit', withHeader('int offered(void) { return b_hello(); }', NAMES_NOTHING), HELLO],
    [
      'are code of the unit behind a word that no file defines',
      withHeader('here int offered(void) { return b_hello(); }', NAMES_NOTHING),
      HELLO,
    ],
    [
      'are only offered when inline',
      withHeader('static inline int offered(void) { return b_hello(); }', NAMES_NOTHING),
      NONE,
    ],
    [
      'are only offered when static',
      withHeader('static int offered(void) { return b_hello(); }', NAMES_NOTHING),
      NONE,
    ],
  ];
  expectEdges(CASES);
});
