import { describe, expect, it } from 'vitest';
import { circlesOf, wayRound } from '../../../src/check/inspect/cycle.js';
import { dependencyCycle } from '../../../src/check/inspect/dependency-cycle.js';
import type { Edge } from '../../../src/result/verdict.js';
import type { Files } from '../../edge/memory-tree.js';
import { inspect, told } from './run.js';

const edges = (text: string): readonly Edge[] =>
  text.split(' ').map((pair) => {
    const [consumer, provider] = pair.split('>');
    return { consumer, provider } as Edge;
  });

describe('circles', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['a>b', [], []],
    ['a>b b>a', ['a b'], ['a b a']],
    ['b>a a>c c>b', ['a b c'], ['a c b a']],
    ['a>b b>a a>c c>d d>c', ['a b', 'c d'], ['a b a', 'c d c']],
    ['a>b b>c c>a b>a', ['a b c'], ['a b a']],
  ])('%s', (text, circles, ways) => {
    const all = edges(text);
    expect(circlesOf(all).map((one) => one.join(' '))).toEqual(circles);
    expect(circlesOf(all).map((one) => wayRound(all, one).join(' '))).toEqual(ways);
  });
});

const LINKS_BACK: Files = {
  'drivers/a.c': 'int a_run(void) { return b_hello(); }\nEXPORT_SYMBOL(a_run);\n',
  'drivers/b.c': 'int b_hello(void) { return a_run(); }\nEXPORT_SYMBOL(b_hello);\n',
};
const LOOKS_BACK: Files = {
  ...LINKS_BACK,
  'drivers/b.c': 'int b_hello(void)\n{\n\treturn symbol_get(a_run)();\n}\nEXPORT_SYMBOL(b_hello);\n',
};
const ONE_WAY: Files = { 'drivers/b.c': 'int b_hello(void) { return 1; }\nEXPORT_SYMBOL(b_hello);\n' };

const LINK_CYCLE =
  'drivers/a.c:1: depmod refuses the cycle a <-> b (x86): a links b_hello of b; b links a_run of a';
const MIXED_CYCLE = 'drivers/a.c:1: cycle a <-> b (x86): a links b_hello of b; b looks up a_run of a';

describe('the cycles that a series makes and breaks', () => {
  it.each<[string, readonly Files[], readonly string[]]>([
    ['links made', [{}, LINKS_BACK], [`1/1 error ${LINK_CYCLE}`]],
    ['a lookup made', [{}, LOOKS_BACK], [`1/1 warning ${MIXED_CYCLE}`]],
    ['there before, and kept', [LOOKS_BACK, {}], [`base note ${MIXED_CYCLE}`]],
    [
      'broken, then made again',
      [LOOKS_BACK, ONE_WAY, LOOKS_BACK],
      [
        `base note ${MIXED_CYCLE}`,
        '1/2 note: cycle a <-> b is gone: b needs no symbol of a',
        `2/2 warning ${MIXED_CYCLE}`,
      ],
    ],
    [
      'links broken altogether are told once',
      [LINKS_BACK, ONE_WAY],
      [`base note ${LINK_CYCLE}`, '1/1 note: cycle a <-> b is gone: b needs no symbol of a'],
    ],
    [
      'links that became a lookup',
      [LINKS_BACK, LOOKS_BACK],
      [`base note ${LINK_CYCLE}`, '1/1 note: cycle by links a <-> b is gone: b links no symbol of a'],
    ],
    [
      'what can only be built in is in no cycle',
      [
        {},
        {
          ...LINKS_BACK,
          'drivers/Kconfig': 'config A\n\tbool "a"\nconfig B\n\tbool "b"\n',
          'drivers/Makefile':
            'a-y := a1.o a.o\nb-y := b1.o b.o\nobj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\n',
          'drivers/a1.c': '',
          'drivers/b1.c': '',
        },
      ],
      [],
    ],
    ['none', [{}, ONE_WAY], []],
  ])('%s', async (_, states, expected) => {
    expect((await inspect(dependencyCycle, states)).map(told)).toEqual(expected);
  });
});

it('a cycle that grows is a new one, and not one that is gone', async () => {
  const third: Files = {
    'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nobj-$(CONFIG_T) += t.o\n',
    'drivers/t.c': 'int t_it(void) { return 1; }\nEXPORT_SYMBOL(t_it);\n',
  };
  const grown: Files = {
    'drivers/b.c': 'int b_hello(void) { return a_run() + t_it(); }\nEXPORT_SYMBOL(b_hello);\n',
    'drivers/t.c': 'int t_it(void) { return b_hello(); }\nEXPORT_SYMBOL(t_it);\n',
  };
  const names = ['a', 'b', 't'];
  const directions = names.flatMap((from) => names.filter((to) => to !== from).map((to) => ({ from, to })));
  const findings = await inspect(dependencyCycle, [{ ...LINKS_BACK, ...third }, grown, LINKS_BACK], {
    query: { directions },
  });
  const heads = findings.map((one) => told(one).replace(/ \(x86\).*/, ''));
  expect(heads).toEqual([
    'base note drivers/a.c:1: depmod refuses the cycle a <-> b',
    '1/2 error drivers/a.c:1: depmod refuses the cycle a <-> b <-> t',
    '2/2 error drivers/a.c:1: depmod refuses the cycle a <-> b',
    '2/2 note: cycle a <-> b <-> t is gone',
  ]);
});
