import { describe } from 'vitest';
import { expectEdges, HELLO, inA, type KernelCase, NONE, withHeader } from './pocket-kernel.js';

const IF_X = ['a links b_hello if X'];
const UNLESS_X = ['a links b_hello if !X'];
/** A function of module a with this body. */
const body = (text: string) => inA(`int f(int x)\n{\n${text}\n\treturn 0;\n}\n`);

describe('conditions of the preprocessor', () => {
  const CASES: readonly KernelCase[] = [
    [
      'nested ones behind a macro with conditions',
      inA(
        '#define SIZE 8\n#if SIZE == 2\n#define SMALL\n#endif\n#define G(x) do { if (A(x)) h(1, y, z); if (B(x)) h(2, y, z); } while (0)\n#if SIZE == 1\n#else\n#if SIZE == 4\n#else\nint f(void) { return b_hello(); }\n#endif\n#endif\n',
      ),
      HELLO,
    ],
    ['#ifdef', body('#ifdef CONFIG_X\n\tb_hello();\n#endif'), IF_X],
    ['#ifndef', body('#ifndef CONFIG_X\n\tb_hello();\n#endif'), UNLESS_X],
    ['#else of #ifdef', body('#ifdef CONFIG_X\n#else\n\tb_hello();\n#endif'), UNLESS_X],
    [
      '#if defined',
      body('#if defined(CONFIG_X) && !defined CONFIG_Y\n\tb_hello();\n#endif'),
      ['a links b_hello if !Y && X'],
    ],
    [
      '#elif',
      body('#if defined(CONFIG_X)\n#elif defined(CONFIG_Y)\n\tb_hello();\n#endif'),
      ['a links b_hello if !X && Y'],
    ],
    [
      '#else after #elif',
      body('#if defined(CONFIG_X)\n#elif defined(CONFIG_Y)\n#else\n\tb_hello();\n#endif'),
      ['a links b_hello if !X && !Y'],
    ],
    [
      'nested',
      body('#ifdef CONFIG_X\n#ifdef CONFIG_Y\n\tb_hello();\n#endif\n#endif'),
      ['a links b_hello if X && Y'],
    ],
    [
      'two places',
      body('#ifdef CONFIG_X\n\tb_hello();\n#endif\n#ifdef CONFIG_Y\n\tb_hello();\n#endif'),
      ['a links b_hello if X || Y'],
    ],
    ['both branches', body('#ifdef CONFIG_X\n\tb_hello();\n#else\n\tb_hello();\n#endif'), HELLO],
    [
      '#if IS_ENABLED of a tristate',
      body('#if IS_ENABLED(CONFIG_T)\n\tb_hello();\n#endif'),
      ['a links b_hello if T'],
    ],
    ['#if IS_BUILTIN', body('#if IS_BUILTIN(CONFIG_T)\n\tb_hello();\n#endif'), ['a links b_hello if T=y']],
    ['#if IS_MODULE', body('#if IS_MODULE(CONFIG_T)\n\tb_hello();\n#endif'), ['a links b_hello if T=m']],
    [
      '#ifdef of a tristate asks for y',
      body('#ifdef CONFIG_T\n\tb_hello();\n#endif'),
      ['a links b_hello if T=y'],
    ],
    [
      '#ifdef CONFIG_T_MODULE',
      body('#ifdef CONFIG_T_MODULE\n\tb_hello();\n#endif'),
      ['a links b_hello if T=m'],
    ],
    [
      'IS_REACHABLE',
      body('#if IS_REACHABLE(CONFIG_T)\n\tb_hello();\n#endif'),
      ['a links b_hello if A=m && T=m || T=y'],
    ],
    ['#ifdef MODULE', body('#ifdef MODULE\n\tb_hello();\n#endif'), ['a links b_hello if A=m']],
    ['a symbol that no Kconfig file has', body('#ifdef CONFIG_NOWHERE\n\tb_hello();\n#endif'), NONE],
    ['#ifndef of one', body('#ifndef CONFIG_NOWHERE\n\tb_hello();\n#endif'), HELLO],
    [
      'a macro defined under a condition',
      inA(
        '#ifdef CONFIG_X\n#define WANTED 1\n#else\n#define WANTED 0\n#endif\nint f(void) {\n#if WANTED\n\treturn b_hello();\n#endif\n\treturn 0; }',
      ),
      IF_X,
    ],
    ['a macro that is not defined', body('#if UNKNOWN_MACRO\n\tb_hello();\n#endif'), NONE],
    ['a macro of the compiler that nobody knows', body('#if __has_feature(x)\n\tb_hello();\n#endif'), HELLO],
    [
      'arithmetic',
      inA(
        '#define LEVEL 3\nint f(void) {\n#if LEVEL * 2 >= 6 && (LEVEL << 1) == 6\n\treturn b_hello();\n#endif\n\treturn 0; }',
      ),
      HELLO,
    ],
    [
      'a macro whose value is a macro whose value is a macro',
      withHeader(
        '#define LOW 1\n#define MIDDLE LOW\n#ifdef CONFIG_X\n#define HIGH MIDDLE\n#else\n#define HIGH 0\n#endif',
        '#if HIGH\nint f(void) { return b_hello(); }\n#endif',
      ),
      IF_X,
    ],
    [
      'arithmetic that fails',
      inA('#define LEVEL 3\nint f(void) {\n#if LEVEL > 3\n\treturn b_hello();\n#endif\n\treturn 0; }'),
      NONE,
    ],
    ['a function under it', inA('#ifdef CONFIG_X\nint f(void) { return b_hello(); }\n#endif'), IF_X],
    [
      'two definitions of one function',
      inA(
        '#ifdef CONFIG_X\nstatic int g(void) { return b_hello(); }\n#else\nstatic int g(void) { return 0; }\n#endif\nint f(void) { return g(); }',
      ),
      IF_X,
    ],
    [
      'two definitions of one macro',
      withHeader(
        '#ifdef CONFIG_X\n#define G() b_hello()\n#else\n#define G() 0\n#endif',
        'int f(void) { return G(); }',
      ),
      IF_X,
    ],
    [
      'a stub in place of the function',
      withHeader(
        '#ifdef CONFIG_X\nint b_hello(void);\n#else\nstatic inline int b_hello(void) { return 0; }\n#endif',
        'int f(void) { return b_hello(); }',
      ),
      IF_X,
    ],
    [
      'branches that share a brace',
      inA(
        'int f(int x) {\n#ifdef CONFIG_X\n\tif (x > 1) {\n#else\n\tif (x > 2) {\n#endif\n\t\tg();\n\t}\n\treturn 0;\n}\nint h(void) { return b_hello(); }',
      ),
      HELLO,
    ],
    [
      'a condition inside an initialiser',
      inA('struct o o = {\n\t.x = 1,\n#ifdef CONFIG_X\n\t.run = b_hello,\n#endif\n};'),
      IF_X,
    ],
    [
      'a condition inside arguments',
      body('g(1,\n#ifdef CONFIG_X\n\tb_hello()\n#else\n\t0\n#endif\n\t);'),
      IF_X,
    ],
    [
      'a redundant condition',
      body('#if defined(CONFIG_X) || !defined(CONFIG_X)\n\tb_hello();\n#endif'),
      HELLO,
    ],
    ['a contradiction', body('#ifdef CONFIG_X\n#ifndef CONFIG_X\n\tb_hello();\n#endif\n#endif'), NONE],
  ];
  expectEdges(CASES);
});

describe('conditions of the code', () => {
  const CASES: readonly KernelCase[] = [
    ['if (IS_ENABLED)', body('\tif (IS_ENABLED(CONFIG_X))\n\t\tb_hello();'), IF_X],
    ['if with a block', body('\tif (IS_ENABLED(CONFIG_X)) {\n\t\tg();\n\t\tb_hello();\n\t}'), IF_X],
    ['else', body('\tif (IS_ENABLED(CONFIG_X))\n\t\tg();\n\telse\n\t\tb_hello();'), UNLESS_X],
    [
      'else if',
      body('\tif (IS_ENABLED(CONFIG_X))\n\t\tg();\n\telse if (IS_ENABLED(CONFIG_Y))\n\t\tb_hello();'),
      ['a links b_hello if !X && Y'],
    ],
    ['with another condition', body('\tif (IS_ENABLED(CONFIG_X) && x > 3)\n\t\tb_hello();'), IF_X],
    ['or with another condition', body('\tif (IS_ENABLED(CONFIG_X) || x)\n\t\tb_hello();'), HELLO],
    ['negated', body('\tif (!IS_ENABLED(CONFIG_X))\n\t\tb_hello();'), UNLESS_X],
    ['unlikely', body('\tif (unlikely(IS_ENABLED(CONFIG_X)))\n\t\tb_hello();'), IF_X],
    ['an early return', body('\tif (!IS_ENABLED(CONFIG_X))\n\t\treturn 1;\n\tb_hello();'), IF_X],
    [
      'an early return in a block',
      body('\tif (!IS_ENABLED(CONFIG_X)) {\n\t\tg();\n\t\treturn 1;\n\t}\n\tb_hello();'),
      IF_X,
    ],
    [
      'an early goto whose label comes before the call',
      body('\tif (!IS_ENABLED(CONFIG_X))\n\t\tgoto out;\n\tg();\nout:\n\tb_hello();'),
      HELLO,
    ],
    [
      'an early return in an inner block ends with it',
      body('\twhile (x--) {\n\t\tif (!IS_ENABLED(CONFIG_X))\n\t\t\tbreak;\n\t\tg();\n\t}\n\tb_hello();'),
      HELLO,
    ],
    [
      'an early return under #if ends with the #if',
      body('#ifdef CONFIG_Y\n\tif (!IS_ENABLED(CONFIG_X))\n\t\treturn 1;\n#endif\n\tb_hello();'),
      HELLO,
    ],
    [
      'an early return of a condition that is not known',
      body('\tif (x)\n\t\treturn 1;\n\tb_hello();'),
      HELLO,
    ],
    ['&& in an expression', body('\treturn IS_ENABLED(CONFIG_X) && b_hello();'), IF_X],
    ['|| in an expression', body('\treturn IS_ENABLED(CONFIG_X) || b_hello();'), UNLESS_X],
    ['?: then', body('\treturn IS_ENABLED(CONFIG_X) ? b_hello() : 0;'), IF_X],
    ['?: otherwise', body('\treturn IS_ENABLED(CONFIG_X) ? 0 : b_hello();'), UNLESS_X],
    ['while', body('\twhile (IS_ENABLED(CONFIG_X) && x)\n\t\tb_hello();'), IF_X],
    ['while (0)', body('\tdo {\n\t\tb_hello();\n\t} while (0);'), HELLO],
    ['if (0)', body('\tif (0)\n\t\tb_hello();'), NONE],
    [
      'a macro for the condition',
      withHeader('#define HAVE_X IS_ENABLED(CONFIG_X)', 'void f(void) { if (HAVE_X) b_hello(); }'),
      IF_X,
    ],
    [
      'an inline for the condition',
      withHeader(
        'static inline bool have_x(void) { return IS_ENABLED(CONFIG_X); }',
        'void f(void) { if (have_x()) b_hello(); }',
      ),
      IF_X,
    ],
    [
      'a stub for the condition',
      withHeader(
        '#ifdef CONFIG_X\nbool have_x(void);\n#else\nstatic inline bool have_x(void) { return false; }\n#endif',
        'void f(void) { if (have_x()) b_hello(); }',
      ),
      IF_X,
    ],
    [
      'a stub that returns NULL',
      withHeader(
        '#ifdef CONFIG_X\nvoid *get_x(void);\n#else\nstatic inline void *get_x(void) { return NULL; }\n#endif',
        'void f(void) { if (get_x()) b_hello(); }',
      ),
      IF_X,
    ],
    [
      'a local variable hides a constant',
      inA('#define LIMIT 0\nvoid f(int LIMIT) { if (LIMIT) b_hello(); }'),
      HELLO,
    ],
  ];
  expectEdges(CASES);
});
