import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { Analyser } from '../../src/edge/analyse.js';
import { Explanations } from '../../src/edge/explanation.js';
import type { EdgeQuery } from '../../src/edge/query.js';
import type { Chain } from '../../src/reach/chain.js';
import { type Files, MemoryTrees } from './memory-tree.js';
import { BOTH_WAYS, inA, inB, POCKET, withHeader } from './pocket-kernel.js';

const stepOf = ({ place, in: surrounding, how, name, by, condition }: Chain['steps'][number]): string =>
  `${place.path.replace(/^.*\//, '')}:${place.line} ${surrounding.kind} ${surrounding.name}` +
  `${surrounding.madeBy === undefined ? '' : ` of ${surrounding.madeBy}`} ${how} ${name}` +
  (by === undefined ? '' : ` with ${by}`) +
  (condition === null ? '' : ` if ${condition}`);

const textOf = ({ steps, export: exported }: Chain): readonly string[] => [
  ...steps.map(stepOf),
  exported === null
    ? 'not exported'
    : `${exported.path.replace(/^.*\//, '')}:${exported.line} ${exported.type}` +
      (exported.condition === null ? '' : ` if ${exported.condition}`),
];

/** The chains of each edge of some files, by symbol. */
const chainsOf = async (
  files: Files,
  query: Partial<EdgeQuery> = {},
): Promise<Readonly<Record<string, readonly (readonly string[])[]>>> => {
  const trees = new MemoryTrees();
  const analyser = new Analyser(trees, { ...BOTH_WAYS, ...query });
  const { edges, facts } = await analyser.analyse(trees.tree({ ...POCKET, ...files }), quietContext());
  const explanations = new Explanations(facts, edges);
  return Object.fromEntries(edges.map((edge) => [edge.symbol, explanations.chainsOf(edge).map(textOf)]));
};

const EXPORT = 'b.c:2 EXPORT_SYMBOL';

/** What a kernel shows, its files, and the chains of b_hello. */
type ChainCase = readonly [what: string, files: Files, chains: readonly (readonly string[])[]];

const CASES: readonly ChainCase[] = [
  ['a call', {}, [['a.c:1 function a_run names b_hello', EXPORT]]],
  [
    'a call in a static function, whoever calls that',
    inA('static int g(void) { return b_hello(); }\nint f(void) { return g(); }'),
    [['a.c:1 function g names b_hello', EXPORT]],
  ],
  [
    'two calls',
    inA('int f(void) { return b_hello(); }\nint g(void) { return b_hello(); }'),
    [
      ['a.c:1 function f names b_hello', EXPORT],
      ['a.c:2 function g names b_hello', EXPORT],
    ],
  ],
  [
    'a table of operations',
    inA('struct ops { int (*run)(void); };\nstruct ops o = {\n\t.run = b_hello,\n};'),
    [['a.c:3 initialiser o names b_hello', EXPORT]],
  ],
  ['an invocation', inA('module_init(b_hello);'), [['a.c:1 invocation module_init names b_hello', EXPORT]]],
  [
    'a static inline of a header',
    withHeader('static inline int hi(void)\n{\n\treturn b_hello();\n}', 'int f(void) { return hi(); }'),
    [['a.c:2 function f names hi', 'b.h:5 inline hi names b_hello', EXPORT]],
  ],
  [
    'inlines that call each other, by the shortest way',
    withHeader(
      'static inline int one(void) { return b_hello(); }\nstatic inline int two(void) { return one(); }\nstatic inline int three(void) { return two() + one(); }',
      'int f(void) { return three(); }',
    ),
    [
      [
        'a.c:2 function f names three',
        'b.h:5 inline three names one',
        'b.h:3 inline one names b_hello',
        EXPORT,
      ],
    ],
  ],
  [
    'an inline of the file itself',
    inA('static inline int hi(void) { return b_hello(); }\nint f(void)\n{\n\treturn hi();\n}'),
    [['a.c:4 function f names hi', 'a.c:1 inline hi names b_hello', EXPORT]],
  ],
  [
    'a macro',
    withHeader('#define hi() b_hello()', 'int f(void) { return hi(); }'),
    [['a.c:2 function f names hi', 'b.h:3 macro hi names b_hello', EXPORT]],
  ],
  [
    'nested macros',
    withHeader('#define hi() b_hello()\n#define hey() hi()', 'int f(void) { return hey(); }'),
    [['a.c:2 function f names hey', 'b.h:4 macro hey names hi', 'b.h:3 macro hi names b_hello', EXPORT]],
  ],
  [
    'a macro of its own name',
    withHeader('#define b_hello() (1 + b_hello())', 'int f(void) { return b_hello(); }'),
    [['a.c:2 function f names b_hello', 'b.h:3 macro b_hello names b_hello', EXPORT]],
  ],
  [
    'an alias',
    withHeader('#define hi b_hello', 'int f(void) { return hi(); }'),
    [['a.c:2 function f names hi', 'b.h:3 macro hi names b_hello', EXPORT]],
  ],
  [
    'a pasted name',
    withHeader('#define CALL(x) b_##x()', 'int f(void) { return CALL(hello); }'),
    [['a.c:2 function f names CALL', 'b.h:3 macro CALL pastes b_hello', EXPORT]],
  ],
  [
    'a name pasted by a macro of a macro',
    withHeader(
      '#define CALL1(p, x) p##x()\n#define CALL(x) CALL1(b_, x)',
      'int f(void) { return CALL(hello); }',
    ),
    [
      [
        'a.c:2 function f names CALL',
        'b.h:4 macro CALL names CALL1',
        'b.h:3 macro CALL1 pastes b_hello',
        EXPORT,
      ],
    ],
  ],
  [
    'a pasted inline',
    withHeader(
      'static inline int do_hello(void) { return b_hello(); }\n#define DO(x) do_##x()',
      'int f(void) { return DO(hello); }',
    ),
    [
      [
        'a.c:2 function f names DO',
        'b.h:4 macro DO pastes do_hello',
        'b.h:3 inline do_hello names b_hello',
        EXPORT,
      ],
    ],
  ],
  [
    'an inline that an invocation in a header makes',
    withHeader(
      '#define DEFINE_HELD(name, put) static inline void held_##name##_put(void) { put(); }\nDEFINE_HELD(b, b_hello)\n#define HELD(name) held_##name##_put()',
      'void f(void) { HELD(b); }',
    ),
    [
      [
        'a.c:2 function f names HELD',
        'b.h:5 macro HELD pastes held_b_put',
        'b.h:4 inline held_b_put of DEFINE_HELD names b_hello',
        EXPORT,
      ],
    ],
  ],
  [
    'symbol_get',
    inA('void *f(void)\n{\n\treturn symbol_get(b_hello);\n}'),
    [['a.c:3 function f looks up b_hello with symbol_get', EXPORT]],
  ],
  [
    'symbol_get through macros',
    withHeader(
      '#define request(x) (symbol_get(x) ?: 0)\n#define attach(x, y) request(x)(y)',
      'void *f(void) { return attach(b_hello, 1); }',
    ),
    [
      [
        'a.c:2 function f names attach',
        'b.h:4 macro attach names request',
        'b.h:3 macro request looks up b_hello with symbol_get',
        EXPORT,
      ],
    ],
  ],
  [
    '__symbol_get of a text that a macro makes',
    inA('#define GET(x) __symbol_get(#x)\nvoid *f(void) { return GET(b_hello); }'),
    [['a.c:2 function f names GET', 'a.c:1 macro GET looks up b_hello with __symbol_get', EXPORT]],
  ],
  [
    'symbol_get in an inline',
    withHeader(
      'static inline void *get(void) { return symbol_get(b_hello); }',
      'void *f(void) { return get(); }',
    ),
    [['a.c:2 function f names get', 'b.h:3 inline get looks up b_hello with symbol_get', EXPORT]],
  ],
];

describe('the chain of an edge', () => {
  it.each(CASES)('%s', async (_, files, chains) => {
    expect((await chainsOf(files))['b_hello']).toEqual(chains);
  });

  it('of a tracepoint goes through what declares it', async () => {
    const kconfig = 'config TRACEPOINTS\n\tbool "t"\nconfig HAVE_STATIC_CALL\n\tbool "s"\n';
    const chains = await chainsOf({
      'init/Kconfig': kconfig,
      Kconfig: `source "init/Kconfig"\n${POCKET['Kconfig']}`,
      ...withHeader(
        'TRACE_EVENT(b_event,\n\tTP_PROTO(int x));\nstatic inline void note(void) { trace_b_event(1); }',
        'void f(void) { note(); }',
      ),
      ...inB('int b;\nEXPORT_SYMBOL(__tracepoint_b_event);\n'),
    });
    expect(chains['__tracepoint_b_event']).toEqual([
      [
        'a.c:2 function f names note',
        'b.h:5 inline note names trace_b_event',
        'b.h:3 tracepoint trace_b_event needs __tracepoint_b_event if TRACEPOINTS',
        EXPORT,
      ],
    ]);
  });
});

describe('conditions of a chain', () => {
  const conditional: readonly ChainCase[] = [
    [
      'stand where they begin to hold',
      withHeader(
        '#ifdef CONFIG_X\nstatic inline int hi(void)\n{\n\tif (IS_ENABLED(CONFIG_Y))\n\t\treturn b_hello();\n\treturn 0;\n}\n#else\nstatic inline int hi(void) { return 0; }\n#endif',
        'int f(void) { return hi(); }',
      ),
      [['a.c:2 function f names hi', 'b.h:7 inline hi names b_hello if X && Y', EXPORT]],
    ],
    [
      'begin with the unit',
      {
        'drivers/Makefile':
          'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\na-y := main.o\na-$(CONFIG_X) += extra.o\n',
        'drivers/a.c': undefined,
        'drivers/main.c': 'int a_main;\n',
        'drivers/extra.c': 'int f(void) { return b_hello(); }\n',
      },
      [['extra.c:1 function f names b_hello if X', EXPORT]],
    ],
    [
      'are told of the export',
      inB('int b_hello(void) { return 1; }\n#ifdef CONFIG_X\nEXPORT_SYMBOL(b_hello);\n#endif\n'),
      [['a.c:1 function a_run names b_hello', 'b.c:3 EXPORT_SYMBOL if X']],
    ],
    [
      'of the export are left out when the call has them already',
      {
        ...inA('#ifdef CONFIG_X\nint f(void) { return b_hello(); }\n#endif\n'),
        ...inB('int b_hello(void) { return 1; }\n#ifdef CONFIG_X\nEXPORT_SYMBOL(b_hello);\n#endif\n'),
      },
      [['a.c:2 function f names b_hello if X', 'b.c:3 EXPORT_SYMBOL']],
    ],
    [
      'that exclude each other make no chain',
      withHeader(
        '#ifdef CONFIG_X\nstatic inline int hi(void) { return b_hello(); }\n#else\nstatic inline int hi(void) { return 0; }\n#endif',
        '#ifndef CONFIG_X\nint f(void) { return hi(); }\n#endif\nint g(void) { return hi(); }',
      ),
      [['a.c:5 function g names hi', 'b.h:4 inline hi names b_hello if X', EXPORT]],
    ],
  ];
  it.each(conditional)('%s', async (_, files, chains) => {
    expect((await chainsOf(files))['b_hello']).toEqual(chains);
  });

  it('of one .config are none', async () => {
    const files = withHeader(
      '#ifdef CONFIG_X\nstatic inline int hi(void) { return b_hello(); }\n#endif',
      'int f(void) { return hi(); }',
    );
    const config = 'CONFIG_X86=y\nCONFIG_MODULES=y\nCONFIG_A=m\nCONFIG_B=m\nCONFIG_X=y\n';
    const chains = await chainsOf(files, { config, architecture: 'x86' });
    expect(chains['b_hello']).toEqual([
      ['a.c:2 function f names hi', 'b.h:4 inline hi names b_hello', EXPORT],
    ]);
  });
});
