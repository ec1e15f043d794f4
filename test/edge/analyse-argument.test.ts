import { describe } from 'vitest';
import { expectEdges, HELLO, type KernelCase, NONE, withHeader } from './pocket-kernel.js';

describe('what an inline function makes nothing of', () => {
  const stub = (header: string, argument: string): KernelCase[1] =>
    withHeader(header, `int f(int x) { return stub(x, ${argument}); }`);
  const CASES: readonly KernelCase[] = [
    ['a function', stub('static inline void stub(int x, int (*g)(void)) { }', 'b_hello'), NONE],
    ['an address', stub('static inline int stub(int x, void *p) { return -EINVAL; }', '&b_hello'), NONE],
    [
      'what only it leads to',
      withHeader(
        'static inline int stub(const struct ops *ops) { return 0; }',
        'static const struct ops ops = { .run = b_hello };\nint f(void) { return stub(&ops); }',
      ),
      NONE,
    ],
    [
      'through a macro',
      withHeader(
        'static inline int stub(void *p) { return 0; }\n#define REGISTER(x) stub(x)',
        'int f(void) { return REGISTER(b_hello); }',
      ),
      NONE,
    ],
    [
      'in one configuration',
      stub(
        '#ifdef CONFIG_X\nint stub(int, void *);\n#else\nstatic inline int stub(int x, void *p) { return 0; }\n#endif',
        'b_hello',
      ),
      ['a links b_hello if X'],
    ],
    [
      'in one configuration, by its body',
      stub('static inline void stub(int x, void *p)\n{\n#ifdef CONFIG_X\n\tp();\n#endif\n}', 'b_hello'),
      ['a links b_hello if X'],
    ],
    [
      'in one configuration, with two bodies',
      stub(
        'static inline int stub(int x, void *p)\n{\n#ifdef CONFIG_X\n\tx++;\n\treturn g(p, x);\n#else\n\treturn 0;\n#endif\n}',
        'b_hello',
      ),
      ['a links b_hello if X'],
    ],
    [
      'but not in one of three bodies',
      stub(
        'static inline int stub(int x, void *p)\n{\n#ifdef CONFIG_X\n\treturn 0;\n#elif defined(CONFIG_Y)\n\treturn 1;\n#else\n\treturn g(p);\n#endif\n}',
        'b_hello',
      ),
      HELLO,
    ],
    ['but a call is made', stub('static inline void stub(int x, int y) { }', 'b_hello()'), HELLO],
    [
      'but it is what it returns',
      stub('static inline void *stub(int x, void *p) { return p; }', '&b_hello'),
      HELLO,
    ],
    ['but others may define it', stub('int stub(int x, void *p);', '&b_hello'), HELLO],
  ];
  expectEdges(CASES);
});
