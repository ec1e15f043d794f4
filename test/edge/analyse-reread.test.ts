import { describe } from 'vitest';
import type { Files } from './memory-tree.js';
import { expectEdges, HELLO, inA, type KernelCase, NONE } from './pocket-kernel.js';

/** A header of events, and the machinery that reads it again with other macros, as include/trace has it. */
const MACHINE: Files = {
  'include/trace/point.h': `#ifndef POINT_H
#define POINT_H
#define PARAMS(args...) args
#define TP_ARGS(args...) args
#define TP_code(args...) args
#define EVENT(name, args, code) DECLARE_POINT(name, PARAMS(args))
#endif
`,
  'include/trace/define.h': `#ifdef CREATE_POINTS
#undef CREATE_POINTS
#undef EVENT
#define EVENT(name, args, code) void point_##name(void) { stage_one(#name); code }
#include POINT_INCLUDE(POINT_FILE)
#include <trace/stage.h>
#define CREATE_POINTS
#endif
`,
  'include/trace/stage.h': `#undef EVENT
#define __RUN(name, args) void run_##name(void) { CONCATENATE(b_run, COUNT_ARGS(args))(args); }
#define EVENT(name, args, code) __RUN(name, PARAMS(args))
#include POINT_INCLUDE(POINT_FILE)
#undef EVENT
#undef __RUN
`,
  'include/trace/args.h': `#define __COUNT_ARGS(_0, _1, _2, _3, _n, X...) _n
#define COUNT_ARGS(X...) __COUNT_ARGS(, ##X, 3, 2, 1, 0)
#define __CONCAT(a, b) a ## b
#define CONCATENATE(a, b) __CONCAT(a, b)
`,
};
const events = (text: string): string => `#if !defined(OWN_H) || defined(MULTI_READ)
#define OWN_H
#include <trace/args.h>
#include <trace/point.h>
${text}
#endif
#include <trace/define.h>
`;
const unit = (text: string, code: string, define = '#define CREATE_POINTS'): Files => ({
  ...MACHINE,
  'include/trace/own.h': events(text),
  'drivers/b.c':
    'int b_hello(void) { return 1; }\nEXPORT_SYMBOL(b_hello);\nvoid b_run1(void) {}\nvoid b_run2(void) {}\nEXPORT_SYMBOL(b_run1);\nEXPORT_SYMBOL(b_run2);\n',
  ...inA(`${define}\n#include <trace/own.h>\n${code}`),
});

describe('a header that is read again with other macros', () => {
  const CASES: readonly KernelCase[] = [
    [
      'names what the macros of a later reading name',
      {
        ...unit('EVENT(x, TP_ARGS(p), TP_code())', ''),
        'include/trace/own.h': events('EVENT(x, TP_ARGS(p), TP_code())').replace(
          '#include <trace/args.h>',
          '#define stage_one(x) b_hello()',
        ),
      },
      HELLO,
    ],
    [
      'uses the arguments that a later reading uses',
      unit('EVENT(x, TP_ARGS(), TP_code(b_hello();))', ''),
      HELLO,
    ],
    ['counts arguments', unit('EVENT(x, TP_ARGS(p, q), TP_code())', ''), ['a links b_run2']],
    ['counts one argument', unit('EVENT(x, TP_ARGS(p), TP_code())', ''), ['a links b_run1']],
    [
      'is read once where nobody asks for more',
      unit('EVENT(x, TP_ARGS(p, q), TP_code(b_hello();))', '', ''),
      NONE,
    ],
    [
      'is read again under a condition',
      unit('EVENT(x, TP_ARGS(), TP_code(b_hello();))', '', '#ifdef CONFIG_X\n#define CREATE_POINTS\n#endif'),
      ['a links b_hello if X'],
    ],
  ];
  expectEdges(CASES);
});
