import { describe, expect, it } from 'vitest';
import { halfDoneRename } from '../../../src/check/inspect/half-done-rename.js';
import type { Files } from '../../edge/memory-tree.js';
import { inspect, told } from './run.js';

const HEADER = 'include/linux/b.h';
const A = 'drivers/a.c';
const B = 'drivers/b.c';
const include = '#include <linux/b.h>\n';
const STRUCT = 'struct guest {\n\tint users;\n\tint other;\n};\n';
const MOVED = 'struct count { int users; };\nstruct guest {\n\tstruct count rc;\n\tint other;\n};\n';
const USE_A = `${include}int a_run(struct guest *guest)\n{\n\treturn guest->users;\n}\n`;
const USE_B = `${include}int b_hello(struct guest *guest)\n{\n\treturn guest->users;\n}\n`;
const rewritten = (text: string): string => text.replace('->users', '->rc.users');
const BASE: Files = { [HEADER]: STRUCT, [A]: USE_A, [B]: USE_B };
const LEFT = 'users of struct guest is gone, and guest->users is left';
const ONE = 'the patch rewrote 1 other use';

describe('a member', () => {
  it.each<[string, readonly Files[], readonly string[]]>([
    ['rewritten everywhere', [BASE, { [HEADER]: MOVED, [A]: rewritten(USE_A), [B]: rewritten(USE_B) }], []],
    [
      'left in a file that the patch does not touch',
      [BASE, { [HEADER]: MOVED, [A]: rewritten(USE_A) }],
      [`1/1 warning drivers/b.c:4: ${LEFT}: ${ONE}`],
    ],
    [
      'left in code that some configurations compile',
      [
        { ...BASE, [B]: USE_B.replace('\treturn', '#ifdef CONFIG_X\n\treturn').concat('#endif\n') },
        { [HEADER]: MOVED, [A]: rewritten(USE_A) },
      ],
      [`1/1 warning drivers/b.c:5: ${LEFT} if X: ${ONE}`],
    ],
    [
      'left in a unit that some configurations have',
      [
        {
          ...BASE,
          'drivers/Makefile':
            'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nb-$(CONFIG_Y) += b1.o\nb-y += b2.o\n',
          'drivers/b1.c': USE_B,
          [B]: '',
          'drivers/b2.c': '',
        },
        { [HEADER]: MOVED, [A]: rewritten(USE_A) },
      ],
      [`1/1 warning drivers/b1.c:4: ${LEFT} if Y: ${ONE}`],
    ],
    [
      'left by an earlier patch is told there alone',
      [BASE, { [HEADER]: MOVED, [A]: rewritten(USE_A) }, { [B]: rewritten(USE_B) }],
      [`1/2 warning drivers/b.c:4: ${LEFT}: ${ONE}`],
    ],
    [
      'of another struct that has it too',
      [
        {
          ...BASE,
          [B]: `${include}struct other { int users; };\nint b_hello(struct other *guest)\n{\n\treturn guest->users;\n}\n`,
        },
        { [HEADER]: MOVED, [A]: rewritten(USE_A) },
      ],
      [],
    ],
    [
      'of what nobody declares in sight',
      [
        { ...BASE, [B]: `${include}int b_hello(void)\n{\n\treturn guest->users;\n}\n` },
        { [HEADER]: MOVED, [A]: rewritten(USE_A) },
      ],
      [],
    ],
    [
      'taken away with nobody to use it',
      [
        { ...BASE, [A]: '' },
        { [HEADER]: MOVED, [B]: '' },
      ],
      [],
    ],
    [
      'in a comment',
      [
        { ...BASE, [B]: '/* guest->users */\n' },
        { [HEADER]: MOVED, [A]: rewritten(USE_A) },
      ],
      [],
    ],
    [
      'moved with its struct to another header',
      [
        BASE,
        {
          [HEADER]: '#include <linux/c.h>\n',
          'include/linux/c.h': STRUCT,
          [A]: USE_A.replace('->users', '->users + 1'),
        },
      ],
      [],
    ],
  ])('%s', async (_, states, expected) => {
    expect((await inspect(halfDoneRename, states)).map(told)).toEqual(expected);
  });
});

const FUNCTION = 'int old_name(void)\n{\n\treturn 1;\n}\n';
const CALL_A = 'int a_run(void)\n{\n\treturn old_name();\n}\n';
const CALL_B = 'int b_hello(void)\n{\n\treturn old_name();\n}\n';
const renamed = (text: string): string => text.replaceAll('old_name', 'new_name').replaceAll('OLD_', 'NEW_');

describe('another name', () => {
  it.each<[string, Files, Files, readonly string[]]>([
    [
      'a function',
      { 'drivers/c.c': FUNCTION, [A]: CALL_A, [B]: CALL_B },
      { 'drivers/c.c': renamed(FUNCTION), [A]: renamed(CALL_A) },
      [`1/1 warning drivers/b.c:3: function old_name is gone, and old_name() is left: ${ONE}`],
    ],
    [
      'a macro',
      {
        [HEADER]: '#define OLD_SIZE 1\n',
        [A]: 'int a_run(void)\n{\n\treturn OLD_SIZE;\n}\n',
        [B]: 'int b_hello(void)\n{\n\treturn 2 + OLD_SIZE;\n}\n',
      },
      { [HEADER]: '#define NEW_SIZE 1\n', [A]: 'int a_run(void)\n{\n\treturn NEW_SIZE;\n}\n' },
      [`1/1 warning drivers/b.c:3: macro OLD_SIZE is gone, and OLD_SIZE is left: ${ONE}`],
    ],
    [
      'a constant',
      {
        [HEADER]: 'enum e {\n\tOLD_ONE,\n\tOLD_TWO,\n};\n',
        [A]: 'int a_run(void)\n{\n\treturn OLD_TWO;\n}\n',
        [B]: 'int b_hello(void)\n{\n\tswitch (x) {\n\tcase OLD_TWO:\n\t\treturn 1;\n\t}\n}\n',
      },
      {
        [HEADER]: 'enum e {\n\tOLD_ONE,\n\tNEW_TWO,\n};\n',
        [A]: 'int a_run(void)\n{\n\treturn NEW_TWO;\n}\n',
      },
      [`1/1 warning drivers/b.c:4: constant OLD_TWO is gone, and OLD_TWO is left: ${ONE}`],
    ],
    [
      'a static function, and one of another file with its name',
      { [A]: `static ${FUNCTION}${CALL_A}`, [B]: `static ${FUNCTION}${CALL_B}` },
      { [A]: renamed(`static ${FUNCTION}${CALL_A}`) },
      [],
    ],
    [
      'a function that another file still declares',
      { 'drivers/c.c': FUNCTION, [HEADER]: 'int old_name(void);\n', [A]: CALL_A, [B]: CALL_B },
      { 'drivers/c.c': renamed(FUNCTION), [A]: renamed(CALL_A) },
      [],
    ],
    [
      'a name that a macro now pastes together',
      { 'drivers/c.c': FUNCTION, [A]: CALL_A, [B]: CALL_B },
      { 'drivers/c.c': 'DEFINE_OLD(name);\n', [A]: renamed(CALL_A) },
      [],
    ],
    [
      'a variable of its own',
      { 'drivers/c.c': FUNCTION, [A]: CALL_A, [B]: 'int b_hello(int old_name)\n{\n\treturn old_name;\n}\n' },
      { 'drivers/c.c': renamed(FUNCTION), [A]: renamed(CALL_A) },
      [],
    ],
    [
      'a member of its own',
      {
        'drivers/c.c': FUNCTION,
        [A]: CALL_A,
        [B]: 'int b_hello(struct ops *ops)\n{\n\treturn ops->old_name();\n}\n',
      },
      { 'drivers/c.c': renamed(FUNCTION), [A]: renamed(CALL_A) },
      [],
    ],
    [
      'rewritten nowhere: the build tells',
      { 'drivers/c.c': FUNCTION, [A]: CALL_A },
      { 'drivers/c.c': '' },
      [],
    ],
  ])('%s', async (_, base, patch, expected) => {
    expect((await inspect(halfDoneRename, [base, patch])).map(told)).toEqual(expected);
  });
});
