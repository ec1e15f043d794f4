import { describe, expect, it } from 'vitest';
import { type Aggregate, aggregatesOf } from '../../src/csource/aggregate.js';
import { accessesTo, memberTypesOf } from '../../src/csource/member-access.js';
import { type Spelling, spell } from '../../src/csource/spelling.js';

const spelled = (text: string): Spelling => spell(new TextEncoder().encode(text));

describe('spelling', () => {
  it.each<[string, readonly string[]]>([
    ['a->b /* c */ . d // e', ['1 a', '1 ->', '1 b', '1 .', '1 d']],
    ['"text"\nx', ['1 ', '2 x']],
    ['#define A(b) b \\\n\tc\nd', ['1 A #1', '1 ( #1', '1 b #1', '1 ) #1', '1 b #1', '2 c #1', '3 d']],
    ['#include <a.h>\n#undef B\nc', ['3 c']],
  ])('%j', (text, expected) => {
    const { texts, lines, defines } = spelled(text);
    expect(texts.map((one, i) => `${lines[i]} ${one}${defines[i] === 0 ? '' : ` #${defines[i]}`}`)).toEqual(
      expected,
    );
  });

  it.each<[string, readonly string[]]>([
    ['#ifdef A\nx\n#endif', ['defined ( A )']],
    ['#ifndef A\nx\n#endif', ['! defined ( A )']],
    ['#if A\n#else\nx\n#endif', ['! ( A )']],
    ['#if A\n#elif B\n#elif C\nx\n#endif', ['! ( A )', '! ( B )', 'C']],
    ['#if A\n#elif B\n#else\nx\n#endif', ['! ( A )', '! ( B )']],
    ['#if A\n#if B\n#endif\nx\n#endif', ['A']],
    ['#if A\n#if B\n#else\nx\n#endif\n#endif', ['A', '! ( B )']],
    ['#if A\n#endif\nx\n#endif', []],
    ['#if IS_ENABLED(CONFIG_A) && !B\nx', ['IS_ENABLED ( CONFIG_A ) && ! B']],
  ])('conditions of %j', (text, expected) => {
    const { texts, conditions } = spelled(text);
    expect(conditions[texts.indexOf('x')]).toEqual(expected);
  });
});

const sentence = ({ keyword, tag, line, members }: Aggregate): string =>
  `${line} ${keyword} ${tag}: ${members.map(({ name, type }) => (type === null ? name : `${name}(${type})`)).join(' ')}`;

describe('definitions of structs', () => {
  it.each<[string, readonly string[]]>([
    ['struct a { int x; long y, *z; };', ['1 struct a: x y z']],
    ['struct a { struct b *x, y; const struct c *z; };', ['1 struct a: x(b) y(b) z(c)']],
    ['struct a { int x : 4; char y[3][2]; };', ['1 struct a: x y']],
    ['struct a { void (*x)(struct b *y); int (*z[2])(void); };', ['1 struct a: x z']],
    [
      'struct a { struct { int x; }; union { int y; int z; } u; };',
      ['1 struct null: x', '1 union null: y z', '1 struct a: x u'],
    ],
    ['struct a { int x ____cacheline_aligned; u8 y __aligned(8); } __packed;', ['1 struct a: x y']],
    ['struct __attribute__((packed)) a { int x; };', ['1 struct a: x']],
    ['struct a {\n#ifdef B\n\tint x;\n#define C 1\n#endif\n\tint y;\n};', ['1 struct a: x y']],
    ['struct a { DECLARE_BITMAP(x, 4); __DECLARE_FLEX_ARRAY(int, y); };', ['1 struct a: x int y']],
    ['enum a { X, Y = 1 << 2, Z };', ['1 enum a: X Y Z']],
    ['typedef struct { int x; } a;', ['1 struct null: x']],
    ['struct a;\nstruct a *f(struct a *x) { return x; }', []],
    ['struct a x = { .y = 1 };', []],
    ['#define A struct a { int x; }\n', []],
    ['struct a {', ['1 struct a: ']],
    ['struct a { int', ['1 struct a: int']],
  ])('%j', (text, expected) => {
    expect(aggregatesOf(spelled(text)).map(sentence)).toEqual(expected);
  });
});

describe('accesses to a member m', () => {
  it.each<[string, readonly string[]]>([
    ['void f(struct a *x) { x->m; }', ['x->m a']],
    ['void f(const struct a *x, int y) { y = (x)->m; }', ['x->m a']],
    ['void f(void) { struct a x; g(&x.m); }', ['x.m a']],
    ['void f(struct a *x) { g(); { struct b *x; x->m; } }', ['x->m b']],
    ['void f(struct a *x) { }\nvoid g(void) { x->m; }', ['x->m null']],
    ['static struct a x;\nvoid g(void) { x.m; }', ['x.m a']],
    ['static struct a x;\nvoid g(other_t *x) { x->m; }', ['x->m null']],
    ['struct v { struct a *x; };\nvoid f(struct v *y) { y->x->m; y->z->m; }', ['x->m a', 'z->m null']],
    ['struct a *to(struct v *y);\nvoid f(struct v *y) { to(y)->m; }', ['to()->m a']],
    ['struct a *x[2];\nvoid f(int i) { x[i]->m; }', ['x[]->m a']],
    ['#define F(x) ((x)->m)\n', ['x->m null']],
    ['int f(void) { return offsetof(struct a, m); }', ['struct a, m a']],
    ['void f(int m) { m = 1; }', []],
    ['struct a x = { .m = 1 };', ['.m null']],
  ])('%j', (text, expected) => {
    const spelling = spelled(text);
    const types = memberTypesOf(aggregatesOf(spelling));
    expect(accessesTo(spelling, new Set(['m']), types).map((one) => `${one.text} ${one.struct}`)).toEqual(
      expected,
    );
  });
});
