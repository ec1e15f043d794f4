import { describe, expect, it } from 'vitest';
import { builtInNeedsModule } from '../../../src/check/inspect/built-in-needs-module.js';
import type { Files } from '../../edge/memory-tree.js';
import { inA, POCKET } from '../../edge/pocket-kernel.js';
import { inspect, told } from './run.js';

const NOTHING = inA('');
const LOOKUP = inA('int a_run(void)\n{\n\treturn symbol_get(b_hello)();\n}\n');
const kconfig = (a: string): Files => ({
  'drivers/Kconfig': `config MODULES\n\tbool "Modules"\nconfig A\n${a}config B\n\ttristate "b"\n`,
});

const LINKS =
  'drivers/a.c:1: a can be built in while b is a module (A=y && B=m on x86): vmlinux does not link without b_hello';

describe('what a patch lets be built in without its provider', () => {
  it.each<[string, readonly Files[], readonly string[]]>([
    [
      'a link',
      [NOTHING, { 'drivers/a.c': POCKET['drivers/a.c'] }],
      [`1/1 error ${LINKS}; "depends on B" in config A (drivers/Kconfig:3) forbids it`],
    ],
    [
      'a link of the base',
      [{}, {}],
      [`base note ${LINKS}; "depends on B" in config A (drivers/Kconfig:3) forbids it`],
    ],
    [
      'a bool is limited in its own way',
      [
        NOTHING,
        {
          ...kconfig('\tbool "a"\n'),
          'drivers/a.c': POCKET['drivers/a.c'],
          'drivers/a1.c': '',
          'drivers/Makefile': 'a-y := a1.o a.o\nobj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\n',
        },
      ],
      [
        `1/1 error ${LINKS.replace('A=y', 'A')}; "depends on B = y" in config A (drivers/Kconfig:3) forbids it`,
      ],
    ],
    [
      'what depends on it is never built in without it',
      [NOTHING, { ...kconfig('\ttristate "a"\n\tdepends on B\n'), 'drivers/a.c': POCKET['drivers/a.c'] }],
      [],
    ],
    [
      'nor with the line that is proposed',
      [
        NOTHING,
        { ...kconfig('\ttristate "a"\n\tdepends on B || !B\n'), 'drivers/a.c': POCKET['drivers/a.c'] },
      ],
      [],
    ],
    [
      'a patch that takes the line away',
      [kconfig('\ttristate "a"\n\tdepends on B || !B\n'), kconfig('\ttristate "a"\n')],
      [`1/1 error ${LINKS}; "depends on B" in config A (drivers/Kconfig:3) forbids it`],
    ],
    [
      'a reference where it can be reached',
      [NOTHING, inA('int a_run(void)\n{\n#if IS_REACHABLE(CONFIG_B)\n\treturn b_hello();\n#endif\n}\n')],
      [],
    ],
    [
      'a guard in C',
      [NOTHING, inA('int a_run(void)\n{\n\treturn IS_REACHABLE(CONFIG_B) ? b_hello() : 0;\n}\n')],
      [],
    ],
    [
      'a guard that asks the wrong question',
      [NOTHING, inA('int a_run(void)\n{\n#if IS_ENABLED(CONFIG_B)\n\treturn b_hello();\n#endif\n}\n')],
      [
        `1/1 error ${LINKS.replace(':1:', ':4:')}; "depends on B || !B" in config A (drivers/Kconfig:3) forbids it`,
      ],
    ],
    [
      'selected by another: the line goes there',
      [
        NOTHING,
        {
          'drivers/Kconfig':
            'config MODULES\n\tbool "Modules"\nconfig A\n\ttristate\nconfig C\n\ttristate "c"\n\tselect A\nconfig B\n\ttristate "b"\n',
          'drivers/a.c': POCKET['drivers/a.c'],
        },
      ],
      [
        `1/1 error ${LINKS.replace('A=y && B=m', 'A=y && B=m')}; "depends on B" in config C (drivers/Kconfig:5) forbids it`,
      ],
    ],
    [
      'a lookup',
      [NOTHING, LOOKUP],
      [
        '1/1 warning drivers/a.c:3: a can be built in without b (!B && !MODULES && A=y on x86): symbol_get() of b_hello is then a weak reference to address 0, which a linker may refuse',
      ],
    ],
    [
      'a second lookup breaks nothing more',
      [
        {
          ...LOOKUP,
          'drivers/b.c':
            'int b_hello(void) { return 1; }\nEXPORT_SYMBOL(b_hello);\nint b_more;\nEXPORT_SYMBOL(b_more);\n',
        },
        inA('int a_run(void)\n{\n\treturn symbol_get(b_hello)() + *symbol_get(b_more);\n}\n'),
      ],
      [
        'base note drivers/a.c:3: a can be built in without b (!B && !MODULES && A=y on x86): symbol_get() of b_hello is then a weak reference to address 0, which a linker may refuse',
      ],
    ],
    [
      'a second symbol is told alone',
      [
        {
          'drivers/b.c':
            'int b_hello(void) { return 1; }\nEXPORT_SYMBOL(b_hello);\nint b_more;\nEXPORT_SYMBOL(b_more);\n',
        },
        inA('int a_run(void) { return b_hello() + b_more; }\n'),
      ],
      [
        `base note ${LINKS}; "depends on B" in config A (drivers/Kconfig:3) forbids it`,
        `1/1 error ${LINKS.replace('b_hello', 'b_more')}; "depends on B" in config A (drivers/Kconfig:3) forbids it`,
      ],
    ],
  ])('%s', async (_, states, expected) => {
    expect((await inspect(builtInNeedsModule, states)).map(told)).toEqual(expected);
  });
});

it('says nothing of modules that are not asked for', async () => {
  const query = { directions: [{ from: 'b', to: 'a' }] };
  expect(await inspect(builtInNeedsModule, [{}], { query })).toEqual([]);
});
