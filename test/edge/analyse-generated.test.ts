import { describe } from 'vitest';
import { expectEdges, HELLO, inA, type KernelCase, NONE, withHeader } from './pocket-kernel.js';

const GUARD = `#define __cleanup(f) __attribute__((__cleanup__(f)))
#define DEFINE_GUARD(name, lock, unlock) \\
static inline void class_##name##_constructor(void) { lock; } \\
static inline void class_##name##_destructor(void) { unlock; }
#define CLASS(name, var) int var __cleanup(class_##name##_destructor) = class_##name##_constructor
#define guard(name) CLASS(name, scope)
#define DEFINE_FREE(name, free) static inline void __free_##name(void *p) { free; }
#define __free(name) __cleanup(__free_##name)
`;

describe('names that macros make', () => {
  const CASES: readonly KernelCase[] = [
    [
      'a guard that a header defines',
      withHeader(`${GUARD}DEFINE_GUARD(b, b_hello(), put())`, 'void f(void) { guard(b)(); }'),
      HELLO,
    ],
    [
      'a guard that nobody takes',
      withHeader(`${GUARD}DEFINE_GUARD(b, b_hello(), put())`, 'void f(void) { }'),
      NONE,
    ],
    [
      'a type that an invocation pastes beside the name that it makes',
      withHeader(
        '#define GETTER(size) static inline u##size b_get##size(void) { return b_hello(); }\nGETTER(8)\n#define CAST(size, x) ((u##size)(x))',
        'int f(int x) { return CAST(8, x); }',
      ),
      NONE,
    ],
    [
      'nothing of a conditional guard when the plain one is taken',
      withHeader(
        `${GUARD}#define DEFINE_GUARD_COND(name, ext, lock) static inline void class_##name##ext##_constructor(void) { lock; } static inline void class_##name##ext##_destructor(void) { class_##name##_destructor(); }\nDEFINE_GUARD(b, get(), put())\nDEFINE_GUARD_COND(b, _try, b_hello())`,
        'void f(void) { guard(b)(); }',
      ),
      NONE,
    ],
    [
      'a conditional guard',
      withHeader(
        `${GUARD}#define DEFINE_GUARD_COND(name, ext, lock) static inline void class_##name##ext##_constructor(void) { lock; } static inline void class_##name##ext##_destructor(void) { class_##name##_destructor(); }\nDEFINE_GUARD(b, get(), put())\nDEFINE_GUARD_COND(b, _try, b_hello())`,
        'void f(void) { guard(b_try)(); }',
      ),
      HELLO,
    ],
    [
      'a guard behind a macro without a word of the caller',
      withHeader(
        `${GUARD}DEFINE_GUARD(b, b_hello(), put())\n#define b_scoped(x) guard(b)`,
        'void f(void) { b_scoped(1)(); }',
      ),
      HELLO,
    ],
    [
      'what __free() calls',
      withHeader(`${GUARD}DEFINE_FREE(b, b_hello())`, 'void f(void) { void *p __free(b) = g(); }'),
      HELLO,
    ],
    [
      'the function of a cleanup attribute',
      inA('void f(void) { int x __attribute__((cleanup(b_hello))) = 1; }'),
      HELLO,
    ],
    [
      'a name chosen by how many arguments there are',
      withHeader(
        '#define pick(name, _1, suffix, ...) get_##name##suffix\n#define get(x, ...) pick(b, ##__VA_ARGS__, , _one)(x)\n#define get_b_one(x) b_hello()',
        'void f(void) { get(x->y); }',
      ),
      HELLO,
    ],
    [
      'functions of a guarded header whose names are macros of its own',
      withHeader(
        '#define TOKEN(a, b) JOIN(a, b)\n#define JOIN(a, b) a##b\n#define t_run TOKEN(KIND, _run)\n#define t_ops KIND\nstatic int t_run(void) { return b_hello(); }\nstatic struct ops t_ops = { t_run };',
        '#define KIND mine\nvoid *f(void) { return &mine; }',
      ),
      HELLO,
    ],
  ];
  expectEdges(CASES);
});

describe('macros and where they stand', () => {
  const CASES: readonly KernelCase[] = [
    [
      'a macro that is undefined after its use',
      inA('#define CALL() b_hello()\nint f(void) { return CALL(); }\n#undef CALL\n'),
      HELLO,
    ],
    [
      'a macro of the symbol itself below its use',
      inA('int f(void) { return b_hello(); }\n#define b_hello do_not_use_b_hello\n'),
      HELLO,
    ],
    [
      'a macro of the symbol itself above its use',
      inA('#define b_hello other\nint f(void) { return b_hello(); }\n'),
      NONE,
    ],
    [
      'a call after a macro without a semicolon',
      inA('int f(void) { BEGIN b_hello(); END return 1; }'),
      HELLO,
    ],
    [
      'a tag that a macro pastes before a variable of the name',
      inA(
        '#define SHOW(x) int x##_show(int i) { struct x##_state *b_hello = get(i); return b_hello->x; }\nSHOW(one)',
      ),
      NONE,
    ],
    [
      'braces in #if 0 that do not match',
      inA('static void g(void) {\n#if 0\nif (x) {\n#endif\n}\nint f(void) { return b_hello(); }\n'),
      HELLO,
    ],
  ];
  expectEdges(CASES);
});

describe('what a function has given', () => {
  const STUB = `#ifdef CONFIG_X
void *b_find(int x);
int b_try(int x);
#else
static inline void *b_find(int x) { return NULL; }
static inline int b_try(int x) { return -1; }
#endif
static inline int b_can(struct s *s)
{
#ifdef CONFIG_X
	return s->can;
#else
	return 0;
#endif
}
`;
  const CASES: readonly KernelCase[] = [
    [
      'nothing after a stub that finds nothing',
      withHeader(
        STUB,
        'int f(struct s *s) { s->data = b_find(1); if (!s->data) return 1; return b_hello(); }',
      ),
      ['a links b_hello if X'],
    ],
    [
      'nothing after a stub that fails, in a declaration',
      withHeader(STUB, 'int f(int x) { int err = b_try(x); if (err) return err; return b_hello(); }'),
      ['a links b_hello if X'],
    ],
    [
      'everything when the value is another one',
      withHeader(
        STUB,
        'int f(struct s *s) { s->data = b_find(1); if (!s->other) return 1; return b_hello(); }',
      ),
      HELLO,
    ],
    [
      'everything when something stands between',
      withHeader(
        STUB,
        'int f(struct s *s) { s->data = b_find(1); fill(s); if (!s->data) return 1; return b_hello(); }',
      ),
      HELLO,
    ],
    [
      'a return for each branch of an #if',
      withHeader(STUB, 'int f(struct s *s) { if (b_can(s) && !s->x) return b_hello(); return 0; }'),
      ['a links b_hello if X'],
    ],
  ];
  expectEdges(CASES);
});

describe('the kernel image', () => {
  const BUILT_IN = {
    'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-y += b.o\nobj-$(CONFIG_X) += c.o\n',
    'drivers/c.c': 'int c_run(void) { return 1; }\nEXPORT_SYMBOL(c_run);\n',
    ...inA('int f(void) { return b_hello() + c_run(); }'),
  };
  const CASES: readonly KernelCase[] = [
    [
      'provides what is only ever built in',
      BUILT_IN,
      ['a links b_hello of vmlinux', 'a links c_run of vmlinux if X'],
      { directions: [{ from: 'a', to: 'vmlinux' }] },
    ],
    [
      'provides nothing of what can be a module',
      inA('int f(void) { return b_hello(); }'),
      NONE,
      { directions: [{ from: 'a', to: 'vmlinux' }] },
    ],
    [
      'looks symbols of modules up',
      {
        'drivers/Makefile': 'obj-y += a.o\nobj-$(CONFIG_B) += b.o\n',
        ...inA('void *f(void) { return symbol_get(b_hello); }'),
      },
      ['vmlinux looks up b_hello'],
      { directions: [{ from: 'vmlinux', to: 'b' }] },
    ],
  ];
  expectEdges(CASES);
});

describe('functions behind another name', () => {
  const CASES: readonly KernelCase[] = [
    [
      'a function that the assembler knows as the symbol',
      withHeader(
        'extern int __real_hello(int x) __RENAME(b_hello);\nextern inline int b_hello(int x) { return x ? 0 : __real_hello(x); }',
        'int f(int x) { return b_hello(x); }',
      ),
      HELLO,
    ],
    [
      'nothing of such a function that nobody calls',
      withHeader(
        '#define __B_INLINE extern inline\nextern int __real_hello(int x) __RENAME(b_hello);\n__B_INLINE int b_hello(int x) { return __real_hello(x); }',
        'int f(int x) { return x; }',
      ),
      NONE,
    ],
    [
      'nothing for a call that the compiler refuses',
      withHeader(
        'void __compiletime_error("no") b_hello(void);\n#define check(x) do { if (x) b_hello(); } while (0)',
        'void f(int x) { check(x); }',
      ),
      NONE,
    ],
  ];
  expectEdges(CASES);
});
