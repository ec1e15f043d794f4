import { describe, expect, it } from 'vitest';
import { columnsOf, gapsOf, likeness } from '../../src/repair/gap.js';

describe('gapsOf', () => {
  it.each([
    ['int\t\tsize;', 'int size_t;', 'int size_t;'],
    ['int\t\tsize;', 'int size;', 'int\t\tsize;'],
    ['int a;\t\t/* one */', 'int a; /* two */', 'int a;\t\t/* two */'],
    ['f(a,  b)', 'f(a, b, c)', 'f(a,  b, c)'],
    ['plain text', 'other text', 'other text'],
  ])('takes the gaps of %j for %j', (model, text, expected) => {
    expect(gapsOf(model, text)).toBe(expected);
  });
});

describe('columnsOf', () => {
  it.each([
    { neighbours: ['\tint\t\t\tsize;'], text: '\tstruct lock *lock;', ways: ['\tstruct lock\t\t*lock;'] },
    { neighbours: ['#define ONE\t\t1'], text: '#define TWENTY 20', ways: ['#define TWENTY\t\t20'] },
    { neighbours: ['\t.read\t\t= a,'], text: '\t.write = b,', ways: ['\t.write\t\t= b,'] },
    { neighbours: ['\tA,  /* a */'], text: '\tB, /* b */', ways: ['\tB,  /* b */'] },
    { neighbours: ['\tdo {\t\t\\'], text: '\ta(); \\', ways: ['\ta();\t\t\\'] },
    { neighbours: ['\tint size;'], text: '\tlong depth;', ways: [] },
  ])('puts $text under $neighbours', ({ neighbours, text, ways }) => {
    expect(columnsOf(neighbours, text)).toEqual(ways);
  });
});

describe('likeness', () => {
  it('is the share of common words and marks', () => {
    expect(likeness('a(b)', 'a( b )')).toBe(1);
    expect(likeness('a b', 'c d')).toBe(0);
    expect(likeness('a b', 'a c')).toBe(0.5);
    expect(likeness('', '')).toBe(1);
  });
});
