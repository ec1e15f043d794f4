import { describe, expect, it } from 'vitest';
import { edgesOf, inA, POCKET, withHeader } from './pocket-kernel.js';

/** The kernel image exports these; module a is compiled with a header. */
const classesOf = async (header: string, code: string): Promise<readonly string[]> => {
  const edges = await edgesOf(
    {
      ...POCKET,
      'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-y += core.o\n',
      'drivers/core.c': ['fast', 'slow', 'warn', 'memcpy', 'get_1', 'get_2', 'get_4', 'get_8']
        .map((name) => `void ${name}(void) {}\nEXPORT_SYMBOL(${name});\n`)
        .join(''),
      ...(header === '' ? inA(code) : withHeader(header, code)),
    },
    { directions: [{ from: 'a', to: 'vmlinux' }] },
  );
  return edges.map(({ symbol, class: decided }) => `${symbol} ${decided ?? 'source'}`);
};

const CHOOSING = `static inline void go(int n) {
	if (__builtin_constant_p(n)) {
		fast();
		return;
	}
	slow();
}`;
const F = 'void f(int n) { go(n); }';

describe('what the optimiser may drop', () => {
  it.each<readonly [string, string, string, readonly string[]]>([
    ['a call', '', 'void f(void) { fast(); }', ['fast source']],
    ['both branches of what the compiler knows', CHOOSING, F, ['fast optional', 'slow optional']],
    [
      'a branch, and a call elsewhere',
      CHOOSING,
      `${F}\nvoid g(void) { slow(); }`,
      ['fast optional', 'slow source'],
    ],
    [
      'a condition with more in it',
      'static inline void go(int n) { if (n && !__builtin_constant_p(n)) slow(); }',
      F,
      ['slow optional'],
    ],
    [
      'a condition that only names a size',
      'static inline void go(int n) { if (n > sizeof(n)) slow(); }',
      F,
      ['slow source'],
    ],
    [
      'sizes of types',
      'static inline void go(int n) { if (sizeof(n) == sizeof(long)) slow(); }',
      F,
      ['slow optional'],
    ],
    [
      'a size that a variable keeps',
      'static inline void go(int n) { const size_t size = sizeof(n); (size) ? fast() : slow(); }',
      F,
      ['fast optional', 'slow optional'],
    ],
    [
      'a size that a variable of a macro keeps',
      '#define go(n) ({ size_t __size = sizeof(*n->type); if (__size) fast(); else if (__size > n) slow(); })',
      F,
      ['fast optional', 'slow optional'],
    ],
    [
      'a variable that only begins as a size',
      'static inline void go(int n) { size_t size = sizeof(n); size -= n; if (size) slow(); }',
      F,
      ['slow source'],
    ],
    [
      'functions by a type',
      '#define go(n) _Generic((n), const struct x *: fast, struct x *: slow)(n)',
      F,
      ['fast optional', 'slow optional'],
    ],
    [
      'a choice in an expression',
      '#define go(n) (__builtin_constant_p(n) ? fast(n) : slow(n))',
      F,
      ['fast optional', 'slow optional'],
    ],
    [
      'a macro that asks the compiler, however long',
      '#define small(n) (__builtin_constant_p(n) && (n) <= BITS_PER_LONG && (n) > 0 && (n) != 12)\nstatic inline void go(int n) { if (small(n)) return; slow(); }',
      F,
      ['slow optional'],
    ],
    [
      'the size of an object',
      'static inline void go(void *p, int n) { int sz = __builtin_object_size(p, 0);\n if (unlikely(sz >= 0 && sz < n)) slow(); }',
      'void f(void *p) { go(p, 2); }',
      ['slow optional'],
    ],
    [
      'a constant that is used further down',
      '#define member(p) __builtin_object_size(p, 1)\nstatic inline void go(void *p) { const size_t size = member(p);\n const size_t other = 1; int x; x = 2;\n if (size == 4) slow(); }',
      'void f(void *p) { go(p); }',
      ['slow optional'],
    ],
    [
      'a pointer to a constant',
      '#define member(p) __builtin_object_size(p, 1)\nstatic inline void go(void *p) { const char *size = member(p);\n size++;\n if (size) slow(); }',
      'void f(void *p) { go(p); }',
      ['slow source'],
    ],
    [
      'a function that the compiler calls by itself',
      '',
      'void f(void *p) { memcpy(p, p, 1); }',
      ['memcpy compiler-made'],
    ],
    ['what is only asked', '#define go(n) do { if (__builtin_constant_p(n == fast)) ; } while (0)', F, []],
    [
      'the checks of a function that the compiler knows',
      '#define memcpy(d, s, n) ({ if (check(n)) warn(); __underlying_memcpy(d, s, n); })',
      'void f(void *d, void *s, int n) { memcpy(d, s, n); }',
      ['warn optional'],
    ],
    [
      'one of several sizes',
      '#define get(fn, p) ({ asm("call " #fn "_%c[size]" : : [size] "i" (sizeof(*(p)))); })\n#define take(p) get(get, p)',
      'void f(int *p) { take(p); }',
      ['get_1 optional', 'get_2 optional', 'get_4 optional', 'get_8 optional'],
    ],
  ])('%s', async (_, header, code, expected) => expect(await classesOf(header, code)).toEqual(expected));

  it('is not told of what modules export', async () => {
    const edges = await edgesOf({
      ...POCKET,
      ...inA('void f(int n) { if (__builtin_constant_p(n)) b_hello(); }'),
    });
    expect(edges.map(({ symbol, class: decided }) => [symbol, decided])).toEqual([['b_hello', undefined]]);
  });
});
