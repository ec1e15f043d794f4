// Of many calls that differ in their words alone, one is taken apart.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NameId } from '../../src/csource/name-table.js';
import { Expansion } from '../../src/macro/expansion.js';
import { blanked, MacroTemplate, shapeOf } from '../../src/macro/macro-template.js';
import { expectEdges, HELLO, inB, type KernelCase, NONE, withHeader } from '../edge/pocket-kernel.js';

const USE = { words: 3, present: 3, makesOwn: false, calls: true };
const MACRO = 7 as NameId;

describe('the shape of a call', () => {
  const same = (a: readonly (string | null)[], b: readonly (string | null)[]): boolean =>
    shapeOf(MACRO, a, USE)?.key === shapeOf(MACRO, b, USE)?.key;
  it.each<readonly [string, readonly (string | null)[], readonly (string | null)[], boolean]>([
    ['other words', ['a', 'b'], ['c', 'd'], true],
    ['the same word twice', ['a', 'a'], ['c', 'd'], true],
    ['a number for a word', ['a', '1'], ['a', 'b'], false],
    ['another number', ['a', '1'], ['a', '2'], false],
    ['no word at one place', ['a', null], ['a', 'b'], false],
    ['nothing at one place', ['a', ''], ['a', null], false],
    ['a list', ['a', 'b,c'], ['d', 'e,f'], true],
    ['a longer list', ['a', 'b,c'], ['a', 'b,c,d'], false],
    ['a list and two arguments', ['a,b'], ['a', 'b'], false],
    ['a text', ['a', '"b"'], ['a', '"c"'], false],
    ['an argument that does not matter', ['a', 'b', 'c', '1'], ['a', 'b', 'c', 'd'], true],
  ])('%s', (_, one, other, isSame) => {
    expect(same(one, other)).toBe(isSame);
  });

  it('is none without a word', () => {
    expect(shapeOf(MACRO, ['1', null, ''], USE)).toBeNull();
    expect(shapeOf(MACRO, ['1', null, '', 'a'], USE)).toBeNull();
  });
});

describe('a template', () => {
  const word = fc.stringMatching(/^[a-z_]{1,3}$/);
  const text = fc.oneof(
    word,
    fc.constantFrom('1', ''),
    fc.tuple(word, word).map((words) => words.join(',')),
  );

  it('comes to what the call itself comes to', () => {
    const named = ([a, b, c]: readonly (string | null)[]): readonly string[] => [
      `made_${a}`,
      `${b}${c}`,
      `${a}_${a}_end`,
      'constant',
    ];
    fc.assert(
      fc.property(word, fc.tuple(text, text), fc.tuple(word, text, text), (first, rest, others) => {
        const args = [first, ...rest];
        const shape = shapeOf(MACRO, others, USE);
        fc.pre(shape?.key === shapeOf(MACRO, args, USE)?.key);
        const blanks = blanked(args, USE, 12);
        const expansion = new Expansion([...named(blanks), new Expansion([`out_${blanks[0]}`], true)]);
        const looked: string[] = [];
        const filled = new MacroTemplate(expansion, [`${blanks[0]}_asked`, 'constant']).fill(
          shape?.words ?? [],
          (one) => {
            looked.push(one);
            return true;
          },
        );
        expect(filled?.named).toEqual(named(others));
        expect(filled?.exported).toEqual([`out_${others[0]}`]);
        expect(looked).toEqual([`${others[0]}_asked`]);
      }),
    );
  });

  it('is no answer for a word that stands for another', () => {
    const [blank = ''] = blanked(['a'], USE, 0);
    const template = new MacroTemplate(new Expansion([`x_${blank}`]), [`${blank}`]);
    expect(template.fill(['b'], (one) => one !== 'b')).toBeNull();
    expect(template.fill(['c'], (one) => one !== 'b')?.named).toEqual(['x_c']);
  });
});

describe('calls of one shape', () => {
  const MAKE = '#define make(x) make1(x)\n#define make1(x) b_##x()';
  const CASES: readonly KernelCase[] = [
    [
      'the last of several',
      withHeader(MAKE, 'int f(void) { return make(one) + make(two) + make(three) + make(hello); }'),
      HELLO,
    ],
    [
      'none of several',
      withHeader(MAKE, 'int f(void) { return make(one) + make(two) + make(three); }'),
      NONE,
    ],
    [
      'a word that stands for another',
      withHeader(
        `${MAKE}\n#define hi hello`,
        'int f(void) { return make(one) + make(two) + make(three) + make(hi); }',
      ),
      HELLO,
    ],
    [
      'a word that stands for another once it is pasted',
      withHeader(
        '#define make(x) make1(x, x##_it)\n#define make1(x, y) make2(y)\n#define make2(y) b_##y()\n#define hi_it hello',
        'int f(void) { return make(one) + make(two) + make(three) + make(hi); }',
      ),
      HELLO,
    ],
    [
      'a list',
      withHeader(
        '#define both(a...) a\n#define hand(x) two(x)\n#define two(a, b) b_##b()',
        'int f(void) { return hand(both(1, one)) + hand(both(1, two)) + hand(both(1, three)) + hand(both(1, hello)); }',
      ),
      HELLO,
    ],
    [
      'of a macro of the file',
      withHeader(
        '#define make(x) make1(x)',
        `#define make1(x) b_##x()
int f(void) { return make(one) + make(two) + make(three) + make(hello); }`,
      ),
      HELLO,
    ],
    [
      'that export',
      {
        ...withHeader(
          '#define OFFER(x) OFFER1(b_##x)\n#define OFFER1(x) EXPORT_SYMBOL(x)',
          'int f(void) { return b_hello(); }',
        ),
        ...inB(
          `#include <linux/b.h>\nint b_hello(void) { return 1; }\nOFFER(one);\nOFFER(two);\nOFFER(three);\nOFFER(hello);\n`,
        ),
      },
      HELLO,
    ],
  ];
  expectEdges(CASES);
});
