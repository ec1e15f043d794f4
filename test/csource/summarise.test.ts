import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newNameTable } from '../../src/csource/keyword.js';
import { Summariser } from '../../src/csource/summarise.js';
import {
  CALL_STRIDE,
  EVENT_STRIDE,
  EventKind,
  ITEM_STRIDE,
  PASTE_STRIDE,
  REF_STRIDE,
  REGION_STRIDE,
  RegionKind,
  VALUE_STRIDE,
} from '../../src/csource/summary.js';
import { runs } from '../runs.js';
import { eventTexts, itemTexts, type ReadSummary, refTexts, summaryOf } from './read-summary.js';

describe('items of a file', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['a function', 'int f(void)\n{\n}\n', ['function f:1']],
    [
      'a function whose type stands on another line',
      'static struct s *\nf(int a)\n{\n}\n',
      ['static function f:2'],
    ],
    ['static inline', 'static inline int f(void) { return 0; }', ['static inline function f:1']],
    ['__always_inline', 'static __always_inline void f(void) { }', ['static inline function f:1']],
    ['extern inline', 'extern inline void f(void) { }', ['inline extern function f:1']],
    ['a prototype', 'int f(void);', ['prototype f:1']],
    ['prototypes of pointers', 'struct s *f(const char *x, int (*g)(void));', ['prototype f:1']],
    ['a function with attributes', 'int __init __attribute__((cold)) f(void) { }', ['function f:1']],
    ['an attribute macro with arguments', '__printf(1, 2) int f(const char *x, ...) { }', ['function f:1']],
    ['an attribute after the parameters', 'void f(void) __releases(lock) { }', ['function f:1']],
    ['a variable', 'int x;', ['variable x:1']],
    ['a pointer', 'static struct s *x;', ['static variable x:1']],
    ['an array', 'int x[4];', ['variable x:1']],
    ['two variables', 'int x, y = 1;', ['variable x:1', 'variable y:1']],
    ['a variable with its type', 'struct s { int a; } x;', ['variable x:1']],
    ['an initialiser', 'struct s x = { .a = 1, .b = { 2 } };', ['variable x:1']],
    ['an attribute behind a variable', 'static int x __read_mostly = 1;', ['static variable x:1']],
    ['a function pointer', 'int (*hook)(void);', ['variable hook:1']],
    ['an extern variable defines nothing', 'extern int x;', []],
    ['a type defines nothing', 'struct s { int a; };\nstruct t;\nenum e { A, B };\ntypedef int number;', []],
    ['a typedef of a function', 'typedef int (*fn)(void);', []],
    ['an invocation', 'MODULE_LICENSE("GPL");', ['invocation MODULE_LICENSE:1']],
    [
      'an invocation without a semicolon',
      'EXPORT_SYMBOL(f)\nint g(void) { }',
      ['invocation EXPORT_SYMBOL:1', 'function g:2'],
    ],
    [
      'an invocation with a body',
      'SYSCALL_DEFINE1(close, int, fd)\n{\n\treturn f(fd);\n}',
      ['invocation SYSCALL_DEFINE1:1'],
    ],
    ['an invocation with an initialiser', 'DEFINE_S(x) = { 1 };', ['invocation DEFINE_S:1']],
    ['macros', '#define A 1\n#define B(x) (x)\n', ['number A:1', 'macro B:2']],
    ['a number in an #if', '#ifdef X\n#define\tA\t0x1fUL\n#endif\n', ['number A:2 [#if defined ( X )]']],
    ['a number with a line ending of DOS', '#define A 1\r\n#define B 2\r\n', ['number A:1', 'number B:2']],
    ['a number that a comment follows', '#define A 1 /* one */\n', ['macro A:1']],
    ['a number on the next line', '#define A \\\n 1\n', ['macro A:1']],
    ['a number in brackets', '#define A (1)\n', ['macro A:1']],
    ['a number at the end of the file', '#define A 1', ['macro A:1']],
    ['a number as the parameter list', '#define A(1)\n', ['macro A:1']],
    ['a sum', '#define A 1 + 1\n', ['macro A:1']],
    ['a number with a point', '#define A 1.5\n', ['macro A:1']],
    [
      'a function under #if',
      '#ifdef CONFIG_X\nint f(void) { }\n#endif',
      ['function f:2 [#if defined ( CONFIG_X )]'],
    ],
    [
      '#else',
      '#if A\nint f;\n#else\nint g;\n#endif\nint h;',
      ['variable f:2 [#if A]', 'variable g:4 [#else of A]', 'variable h:6'],
    ],
    [
      '#elif',
      '#if A\nint f;\n#elif B\nint g;\n#else\nint h;\n#endif',
      ['variable f:2 [#if A]', 'variable g:4 [#else of A / #if B]', 'variable h:6 [#else of A / #else of B]'],
    ],
    [
      'nested #if',
      '#if A\n#if B\nint f;\n#endif\nint g;\n#endif',
      ['variable f:3 [#if A / #if B]', 'variable g:5 [#if A]'],
    ],
    ['#endif too many', '#endif\nint f;', ['variable f:2']],
    ['#else without #if', '#else\nint f;', ['variable f:2']],
    ['#if that is not closed', '#if A\nint f;', ['variable f:2 [#if A]']],
    [
      'branches of an #if that share a brace',
      'int f(void)\n{\n#ifdef A\n\tif (x) {\n#else\n\tif (y) {\n#endif\n\t}\n}\nint g(void) { }',
      ['function f:1', 'function g:10'],
    ],
    [
      'two heads of one body',
      '#ifdef A\nint f(int x)\n#else\nint f(long x)\n#endif\n{\n}\nint g(void) { }',
      ['function f:2', 'function g:8'],
    ],
    ['a brace too many', 'int f(void) { } }\nint g(void) { }', ['function f:1', 'function g:2']],
    ['a brace too few', 'int f(void) { if (x) {\n}\nint g(void) { }', ['function f:1']],
    ['extern "C"', 'extern "C" {\nint f(void);\n}', []],
  ])('%s', (_, source, items) => {
    expect(itemTexts(summaryOf(source))).toEqual(items);
  });
});

describe('references', () => {
  const inF = (code: string): string => `int f(int p)\n{\n${code}\n}\n`;
  it.each<readonly [string, string, readonly string[]]>([
    [
      'a name counts once for each condition',
      inF('g(); g(); if (IS_ENABLED(CONFIG_X)) g();'),
      ['g:3', 'IS_ENABLED:3', 'CONFIG_X:3 [argument 0 of IS_ENABLED]', 'g:3 [if IS_ENABLED ( CONFIG_X )]'],
    ],
    ['locals and parameters are none', inF('int x = p; struct s *y; y->z = x;'), []],
    [
      'a condition that holds a local',
      inF('if (p && IS_ENABLED(CONFIG_X)) g();'),
      ['IS_ENABLED:3', 'CONFIG_X:3 [argument 0 of IS_ENABLED]', 'g:3 [if ? && IS_ENABLED ( CONFIG_X )]'],
    ],
    ['#if inside a body', inF('#if A\ng();\n#endif\nh();'), ['g:4 [#if A]', 'h:6']],
    ['an argument', inF('g(h);'), ['g:3', 'h:3 [argument 0 of g]']],
    [
      'arguments in arguments',
      inF('g(1, h(k));'),
      ['g:3', 'h:3 [argument 1 of g]', 'k:3 [argument 1 of g / argument 0 of h]'],
    ],
    ['parameters of a macro', '#define M(a, b) a(b, c)', ['$0:1', '$1:1', 'c:1']],
    [
      '__VA_ARGS__',
      '#define M(a, ...) g(a, __VA_ARGS__)',
      ['g:1', '$0:1 [argument 0 of g]', '$1:1 [argument 1 of g]'],
    ],
    ['named rest arguments', '#define M(a, rest...) g(rest)', ['g:1', '$1:1 [argument 0 of g]']],
    ['a macro without parameters whose body begins with a bracket', '#define M (a)', ['a:1']],
    ['#x and x##y', '#define M(x) #x x##_y', []],
  ])('%s', (_, source, refs) => {
    expect(refTexts(summaryOf(source))).toEqual(refs);
  });

  it('reads assembler for its names', () => {
    const read = summaryOf('SYM_FUNC_START(f)\n\tcall g /* h */\n#ifdef CONFIG_X\n\tjmp k\n#endif\n', 'asm');
    expect(refTexts(read)).toEqual(expect.arrayContaining(['g:2', 'k:4 [#if defined ( CONFIG_X )]']));
    expect(refTexts(read).join()).not.toContain('h:');
  });
});

describe('events', () => {
  it('are the directives in order', () => {
    const read = summaryOf(
      '#include <a.h>\n#define X (1)\n#if X\n#include "b.h"\n#endif\n#undef X\n#include X\n',
    );
    expect(eventTexts(read)).toEqual([
      'include angle a.h:1',
      'define X:2',
      'enter:3 [#if X]',
      'include quote b.h:4 [#if X]',
      'undef X:6',
      'include macro X:7',
    ]);
  });

  it.each<readonly [string, string, string | null]>([
    ['a guard', '#ifndef A_H\n#define A_H\nint x;\n#endif\n', 'A_H'],
    ['a guard after a comment', '/* c */\n\n#ifndef A_H\n#define A_H\n#endif /* A_H */\n', 'A_H'],
    ['a guard around other #if', '#ifndef A_H\n#define A_H\n#if X\n#else\n#endif\n#endif\n', 'A_H'],
    ['#pragma once', '#pragma once\nint x;\n', '#pragma once'],
    ['#if !defined is none yet', '#if !defined(A_H)\n#define A_H\n#endif\n', null],
    ['text behind the #endif', '#ifndef A_H\n#define A_H\n#endif\nint x;\n', null],
    ['a directive behind the #endif', '#ifndef A_H\n#define A_H\n#endif\n#include "b.h"\n', null],
    ['text before it', 'int x;\n#ifndef A_H\n#define A_H\n#endif\n', null],
    ['another name', '#ifndef A_H\n#define B_H\n#endif\n', null],
    ['#else of the guard', '#ifndef A_H\n#define A_H\n#else\nint x;\n#endif\n', null],
    ['a condition that only looks like one', '#ifndef CONFIG_X\nint x;\n#endif\n', null],
  ])('%s', (_, source, guard) => {
    const { summary, names } = summaryOf(source);
    expect(summary.guard < 0 ? null : names.textOf(summary.guard)).toBe(guard);
  });
});

describe('any bytes', () => {
  const ascending = (array: Int32Array, stride: number, column: number, most: number): void => {
    const ends = Array.from({ length: array.length / stride }, (_, row) => array[row * stride + column]!);
    expect(ends.every((end, i) => end >= (ends[i - 1] ?? 0) && end <= most)).toBe(true);
  };

  const expectConsistent = ({ summary: s, names }: ReadSummary): void => {
    const strides = [
      [s.regions, REGION_STRIDE],
      [s.events, EVENT_STRIDE],
      [s.items, ITEM_STRIDE],
      [s.refs, REF_STRIDE],
      [s.calls, CALL_STRIDE],
      [s.pastes, PASTE_STRIDE],
      [s.values, VALUE_STRIDE],
    ] as const;
    for (const [array, stride] of strides) expect(array.length % stride).toBe(0);
    const regions = s.regions.length / REGION_STRIDE;
    const isRegion = (region = -1): boolean => region >= 0 && region < regions;
    // One expectation for all rows: there can be ten thousands.
    const wrong: string[] = [];
    const check = (holds: boolean, what: string, row: number): void => {
      if (!holds) wrong.push(`${what} ${row}`);
    };
    for (let region = 1; region < regions; region++) {
      const [kind = -1, parent = -1, subject = -1] = s.regions.subarray(region * REGION_STRIDE);
      const isArgument = kind === RegionKind.Argument || kind === RegionKind.Plain;
      const most = kind === RegionKind.Both ? region : isArgument ? names.size : s.expressions.length;
      check(parent >= 0 && parent < region && subject >= 0 && subject < most, 'region', region);
    }
    for (let row = 0; row < s.events.length; row += EVENT_STRIDE) {
      const [kind = -1, subject = -1, region] = s.events.subarray(row);
      const most =
        kind === EventKind.Define
          ? s.items.length / ITEM_STRIDE
          : kind === EventKind.Include
            ? s.includes.length
            : names.size;
      check(isRegion(region) && subject >= 0 && subject < most, 'event', row);
    }
    for (let row = 0; row < s.items.length; row += ITEM_STRIDE)
      check(s.items[row + 2]! < names.size && isRegion(s.items[row + 3]), 'item', row);
    for (let row = 0; row < s.refs.length; row += REF_STRIDE) check(isRegion(s.refs[row + 1]), 'ref', row);
    for (let row = 0; row < s.calls.length; row += CALL_STRIDE)
      check(isRegion(s.calls[row + 1]), 'call', row);
    for (let row = 0; row < s.pastes.length; row += PASTE_STRIDE)
      check(isRegion(s.pastes[row]), 'paste', row);
    for (let row = VALUE_STRIDE; row < s.values.length; row += VALUE_STRIDE)
      check(s.values[row]! > s.values[row - VALUE_STRIDE]!, 'value', row);
    expect(wrong).toEqual([]);
    ascending(s.items, ITEM_STRIDE, 5, s.refs.length);
    ascending(s.items, ITEM_STRIDE, 6, s.calls.length);
    ascending(s.items, ITEM_STRIDE, 7, s.pastes.length);
    ascending(s.calls, CALL_STRIDE, 3, s.args.length);
    ascending(s.pastes, PASTE_STRIDE, 2, s.pieces.length);
  };

  const words =
    'if else for while do switch case default goto return int static inline struct f g x y CONFIG_X IS_ENABLED ( ) { } [ ] ; , : ? = -> . && || ! ## # * 0 1 "s" \' \\\n /* */ //'.split(
      ' ',
    );
  const directives = [
    '\n#if A\n',
    '\n#ifdef CONFIG_X\n',
    '\n#else\n',
    '\n#elif B\n',
    '\n#endif\n',
    '\n#define M(x, y) ',
    '\n#undef M\n',
    '\n#include <a.h>\n',
  ];
  const code = fc
    .array(fc.constantFrom(...words, ...directives), { maxLength: 120 })
    .map((parts) => parts.join(' '));

  it.each(['c', 'asm'] as const)('make a consistent summary of %s', (language) => {
    fc.assert(
      fc.property(fc.oneof(code, fc.uint8Array({ maxLength: 200 })), (source) =>
        expectConsistent(summaryOf(source, language)),
      ),
      { numRuns: runs(1500) },
    );
  });

  it('make the same summary whatever the summariser read before', () => {
    fc.assert(
      fc.property(code, code, (first, second) => {
        const names = newNameTable();
        const encoder = new TextEncoder();
        const summariser = new Summariser(names);
        summariser.summarise(encoder.encode(first));
        const summary = summariser.summarise(encoder.encode(second));
        const alone = summaryOf(second);
        expect(itemTexts({ summary, names })).toEqual(itemTexts(alone));
        expect(refTexts({ summary, names })).toEqual(refTexts(alone));
      }),
      { numRuns: runs(200), examples: [['if if if if', 'inline g (']] },
    );
  });

  it.each([
    ['parentheses', '('],
    ['braces', '{'],
    ['calls', 'f('],
    ['conditions', 'if (x) '],
    ['choices', 'x ? '],
    ['statement expressions', '({'],
    ['elses', 'if (x) ; else '],
    ['dos', 'do '],
    ['functions', 'int f(void) {'],
    ['#ifs', '\n#if A\n'],
    ['macros in arguments', 'M(struct s {'],
  ])('with %s nested without end are read', (_, piece) => {
    const text = piece.repeat(9_000);
    expectConsistent(summaryOf(text));
    expectConsistent(summaryOf(`int f(void) {${text}`));
    expectConsistent(summaryOf(`int x = ${text}`));
    expectConsistent(summaryOf(`#define M(x) ${text.replaceAll('\n', ' ')}`));
  });
});
