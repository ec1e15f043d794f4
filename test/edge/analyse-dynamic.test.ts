import { describe } from 'vitest';
import { expectEdges, HELLO, inA, type KernelCase, NONE, withHeader } from './pocket-kernel.js';

const LOOKED_UP = ['a looks up b_hello'];
const GET = '#define symbol_get(x) ((typeof(&x))(__symbol_get(__stringify(x))))';

describe('symbols that are looked up at run time', () => {
  const CASES: readonly KernelCase[] = [
    ['symbol_get', inA('void *f(void) { return symbol_get(b_hello); }'), LOOKED_UP],
    [
      'symbol_get with its definition in sight',
      withHeader(GET, 'void *f(void) { return symbol_get(b_hello); }'),
      LOOKED_UP,
    ],
    ['symbol_put', inA('void f(void) { symbol_put(b_hello); }'), LOOKED_UP],
    ['__symbol_get of a text', inA('void *f(void) { return __symbol_get("b_hello"); }'), LOOKED_UP],
    ['__symbol_put of a text', inA('void f(void) { __symbol_put("b_hello"); }'), LOOKED_UP],
    ['__symbol_get of a variable', inA('void *f(const char *name) { return __symbol_get(name); }'), NONE],
    [
      'symbol_request',
      withHeader(
        '#define symbol_request(x) try_then_request_module(symbol_get(x), "symbol:" #x)',
        'void *f(void) { return symbol_request(b_hello); }',
      ),
      LOOKED_UP,
    ],
    [
      'a macro that attaches a driver by name',
      withHeader(
        '#define attach(FUNCTION, ARGS...) ({ void *__r = 0; typeof(&FUNCTION) __a = symbol_request(FUNCTION); if (__a) { __r = __a(ARGS); if (!__r) symbol_put(FUNCTION); } __r; })\n#define symbol_request(x) symbol_get(x)',
        'void *f(void) { return attach(b_hello, 1, 2); }',
      ),
      LOOKED_UP,
    ],
    [
      'a macro of the file over it',
      inA('#define GET(x) symbol_get(x)\nvoid *f(void) { return GET(b_hello); }'),
      LOOKED_UP,
    ],
    [
      'a macro over __symbol_get that makes a text of its argument',
      inA('#define GET(x) __symbol_get(#x)\nvoid *f(void) { return GET(b_hello); }'),
      LOOKED_UP,
    ],
    [
      'a macro that calls __stringify',
      withHeader(
        '#define __stringify_1(x...) #x\n#define __stringify(x...) __stringify_1(x)\n#define GET(x) ((typeof(&x))__symbol_get(__stringify(x)))',
        'void *f(void) { return GET(b_hello); }',
      ),
      LOOKED_UP,
    ],
    [
      'a text that two macros make',
      inA(
        '#define GET1(x) __symbol_get(#x)\n#define GET2(x) GET1(x)\nvoid *f(void) { return GET2(b_hello); }',
      ),
      LOOKED_UP,
    ],
    [
      'a macro that pastes the name',
      inA('#define GET(x) symbol_get(b_##x)\nvoid *f(void) { return GET(hello); }'),
      LOOKED_UP,
    ],
    [
      'an alias of the symbol',
      inA('#define hello b_hello\nvoid *f(void) { return symbol_get(hello); }'),
      LOOKED_UP,
    ],
    ['in an initialiser', inA('struct s { void *p; } o = { .p = symbol_get(b_hello) };'), LOOKED_UP],
    [
      'in a static inline of a header',
      withHeader(
        'static inline void *get(void) { return symbol_get(b_hello); }',
        'void *f(void) { return get(); }',
      ),
      LOOKED_UP,
    ],
    [
      'in a static inline that nobody calls',
      withHeader(
        'static inline void *get(void) { return symbol_get(b_hello); }',
        'void *f(void) { return 0; }',
      ),
      NONE,
    ],
    [
      'under #ifdef',
      inA('void *f(void) {\n#ifdef CONFIG_X\n\treturn symbol_get(b_hello);\n#endif\n\treturn 0; }'),
      ['a looks up b_hello if X'],
    ],
    [
      'under IS_ENABLED',
      inA('void *f(void) { if (!IS_ENABLED(CONFIG_X)) return 0; return symbol_get(b_hello); }'),
      ['a looks up b_hello if X'],
    ],
    [
      'beside a call',
      inA('int f(void) { symbol_get(b_hello); return b_hello(); }'),
      [...LOOKED_UP, ...HELLO],
    ],
    [
      'in both places of a get and a put',
      inA('void f(void) { symbol_get(b_hello); symbol_put(b_hello); }'),
      LOOKED_UP,
    ],
    [
      'a typeof beside it is no link',
      inA(
        'void f(void) { int (*fn)(void) = symbol_get(b_hello); typeof(b_hello) *p = fn; fn(); symbol_put(b_hello); }',
      ),
      LOOKED_UP,
    ],
    ['of a symbol that is not exported', inA('void *f(void) { return symbol_get(b_other); }'), NONE],
    ['a text that only looks like a name', inA('const char *f(void) { return log("b_hello"); }'), NONE],
    ['in a comment', inA('void f(void) { /* symbol_get(b_hello) */ }'), NONE],
  ];
  expectEdges(CASES);
});

describe('tracepoints', () => {
  const kconfig = `
config TRACEPOINTS
	bool "tracepoints"
config HAVE_STATIC_CALL
	bool "static calls"
`;
  const traced = {
    'init/Kconfig': kconfig,
    Kconfig: 'source "init/Kconfig"\nsource "arch/$(SRCARCH)/Kconfig"\nsource "drivers/Kconfig"\n',
  };
  const provider = {
    'drivers/b.c': 'EXPORT_SYMBOL(__tracepoint_b_event);\nEXPORT_SYMBOL(__SCT__tp_func_b_event);\n',
  };
  const exporting = {
    'include/linux/tracepoint.h':
      '#define EXPORT_TRACEPOINT_SYMBOL_GPL(name) EXPORT_SYMBOL_GPL(__tracepoint_##name); EXPORT_SYMBOL_GPL(__traceiter_##name); EXPORT_STATIC_CALL_GPL(tp_func_##name)\n#define STATIC_CALL_TRAMP(name) __SCT__##name\n#define EXPORT_STATIC_CALL_GPL(name) EXPORT_SYMBOL_GPL(STATIC_CALL_TRAMP(name))\n',
    'drivers/b.c': '#include <linux/tracepoint.h>\nEXPORT_TRACEPOINT_SYMBOL_GPL(b_event);\n',
  };
  const CASES: readonly KernelCase[] = [
    [
      'a call',
      { ...traced, ...provider, ...inA('void f(void) { trace_b_event(1); }') },
      [
        'a links __SCT__tp_func_b_event if HAVE_STATIC_CALL && TRACEPOINTS',
        'a links __tracepoint_b_event if TRACEPOINTS',
      ],
    ],
    [
      'a question',
      { ...traced, ...provider, ...inA('int f(void) { return trace_b_event_enabled(); }') },
      ['a links __tracepoint_b_event if TRACEPOINTS'],
    ],
    [
      'a function of that name',
      {
        ...traced,
        ...provider,
        ...inA('static void trace_b_event(int x) { }\nvoid f(void) { trace_b_event(1); }'),
      },
      NONE,
    ],
    [
      'exported by the macro for it',
      { ...traced, ...exporting, ...inA('void f(void) { trace_b_event(1); }') },
      [
        'a links __SCT__tp_func_b_event if HAVE_STATIC_CALL && TRACEPOINTS',
        'a links __traceiter_b_event if !HAVE_STATIC_CALL && TRACEPOINTS',
        'a links __tracepoint_b_event if TRACEPOINTS',
      ],
    ],
  ];
  expectEdges(CASES);
});
