// Findings on links, on the pocket kernel as a git repository: a base, then one commit a patch.
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { type CheckRequest, checkSeries } from '../../src/flow/check.js';
import type { FindingKind } from '../../src/result/verdict.js';
import { POCKET } from '../edge/pocket-kernel.js';
import { commit, type Files, git, kernelRepository } from './temporary-repository.js';

const USER_OUTSIDE: Files = {
  Kbuild: 'obj-y += drivers/ lib/\n',
  'lib/Makefile': 'obj-$(CONFIG_T) += c.o\n',
  'lib/c.c': 'int c(void)\n{\n\treturn b_hello();\n}\n',
};
const DEFINE = 'int b_hello(void) { return 1; }\n';
const LICENSED = 'int a_run(void) { return b_hello(); }\nMODULE_LICENSE("GPL");\n';
const HEADER = (body: string): string => `#ifndef B_H\n#define B_H\n${body}\n#endif\n`;

/** `2: error lib/c.c:3 c needs ...`: the number of the patch, then the finding. */
const found = async (
  kind: FindingKind,
  base: Files,
  patches: readonly Files[],
  more: Partial<CheckRequest> = {},
): Promise<readonly string[]> => {
  const folder = kernelRepository({ ...(POCKET as Files), ...base });
  const start = git(folder, ['rev-parse', 'HEAD']).trim();
  for (const patch of patches) commit(folder, patch);
  const result = await checkSeries(
    { tree: folder, between: ['a', 'b'], range: `${start}..HEAD`, ...more },
    quietContext(),
  );
  const labels = result.states.map(({ label }) => label);
  return result.findings
    .filter((finding) => finding.kind === kind)
    .map(
      ({ state, severity, path, line, message }) =>
        `${state === undefined ? '-' : labels.indexOf(state)}: ${severity} ${path}:${line} ${message}`,
    );
};

const USES_IDLE = 'int b_two(void) { return b_idle; }\n';
/** Module b of two files. */
const TWO_OF_B: Files = {
  'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nb-y := b1.o b2.o\n',
  'drivers/b1.c': `${DEFINE}EXPORT_SYMBOL(b_hello);\n`,
  'drivers/b2.c': 'int b_two;\n',
};

type Case = readonly [what: string, base: Files, patches: readonly Files[], findings: readonly string[]];

const GONE = 'needs b_hello, which is not exported any more (it was at drivers/b.c:2)';

const BROKEN: readonly Case[] = [
  [
    'a lookup that a list of modules leaves out',
    { 'drivers/a.c': 'int a_run(void) { return !!symbol_get(b_hello); }\n' },
    [{ 'drivers/b.c': `${DEFINE}EXPORT_SYMBOL_GPL_FOR_MODULES(b_hello, "x");\n` }],
    ['1: error drivers/a.c:1 a looks up b_hello, which is exported only for x (drivers/b.c:2) (on x86)'],
  ],
  [
    'a lookup of a name that nothing defines',
    {},
    [{ 'drivers/a.c': 'int a_none(void);\nint a_run(void) { return !!symbol_get(a_none); }\n' }],
    ['1: error drivers/a.c:2 a looks up a_none, which nothing defines (on x86)'],
  ],
  [
    'a call of an inline function that leads to a name without an export',
    {
      'include/linux/b.h': HEADER('int b_in(void);\nstatic inline int b_out(void) { return b_in(); }'),
      'drivers/b.c': `#include <linux/b.h>\n${DEFINE}EXPORT_SYMBOL(b_hello);\nint b_in(void) { return 2; }\n`,
    },
    [{ 'drivers/a.c': '#include <linux/b.h>\nint a_run(void) { return b_out(); }\n' }],
    ['1: error include/linux/b.h:4 a needs b_in, which is not exported if !B || A=m || B=m (on x86)'],
  ],
  [
    'nothing when an inline function that was used before is called once more',
    {
      'include/linux/b.h': HEADER('int b_in(void);\nstatic inline int b_out(void) { return b_in(); }'),
      'drivers/a.c': '#include <linux/b.h>\nint a_run(void) { return b_out(); }\n',
      'drivers/b.c': `#include <linux/b.h>\n${DEFINE}EXPORT_SYMBOL(b_hello);\nint b_in(void) { return 2; }\n`,
    },
    [{ 'drivers/a.c': '#include <linux/b.h>\nint a_run(void) { return b_out() + b_out(); }\n' }],
    [],
  ],
  [
    'a file that is a unit and part of another one',
    {
      ...USER_OUTSIDE,
      'lib/Makefile': 'obj-$(CONFIG_T) += c.o\nobj-$(CONFIG_X) += d.o\n',
      'lib/d.c': '#include "c.c"\n',
      'lib/Kconfig': '',
      'drivers/Kconfig':
        'config MODULES\n\tbool "Modules"\nconfig B\n\ttristate "b"\nconfig A\n\ttristate "a"\nconfig X\n\ttristate "x"\nconfig T\n\ttristate "t"\n',
      'drivers/a.c': '',
    },
    [{ 'drivers/b.c': DEFINE }],
    [
      `1: error lib/c.c:3 c (if T=m) and d (if X=m) need b_hello, ${GONE.slice('needs b_hello, '.length)} (on x86)`,
    ],
  ],
  [
    'Rust code that uses an export which goes',
    {
      'drivers/Makefile': 'obj-$(CONFIG_B) += b.o\nobj-$(CONFIG_A) += a.o\nobj-$(CONFIG_T) += r.o\n',
      'drivers/r.rs': 'fn f() -> i32 {\n    unsafe { bindings::b_hello() }\n}\n',
      'drivers/a.c': '',
    },
    [{ 'drivers/b.c': DEFINE }],
    [
      '1: error drivers/r.rs:2 r needs b_hello through bindings::b_hello, which is not exported any more (it was at drivers/b.c:2)',
    ],
  ],
  [
    'a second export at its patch, also where a later patch takes it back',
    { 'drivers/a.c': '' },
    [{ 'drivers/a.c': `${DEFINE}EXPORT_SYMBOL(b_hello);\n` }, { 'drivers/a.c': '' }],
    ['1: error drivers/a.c:2 a and b both export b_hello (drivers/a.c:2, drivers/b.c:2) if A && B (on x86)'],
  ],
  [
    'an export that goes, at the module that needs it',
    {},
    [{ 'drivers/b.c': DEFINE }],
    [`1: error drivers/a.c:1 a ${GONE} if A=m (on x86)`],
  ],
  [
    'a module outside the pair',
    { ...USER_OUTSIDE, 'drivers/a.c': '' },
    [{ 'drivers/b.c': DEFINE }],
    [`1: error lib/c.c:3 c ${GONE} if T=m (on x86)`],
  ],
  [
    'nothing when the export moves within its module',
    {
      'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nb-y := b1.o b2.o\n',
      'drivers/b1.c': `${DEFINE}EXPORT_SYMBOL(b_hello);\n`,
      'drivers/b2.c': '',
    },
    [{ 'drivers/b1.c': '', 'drivers/b2.c': `${DEFINE}EXPORT_SYMBOL(b_hello);\n` }],
    [],
  ],
  [
    'nothing when the file is renamed',
    {},
    [
      {
        'drivers/b.c': null,
        'drivers/other.c': `${DEFINE}EXPORT_SYMBOL(b_hello);\n`,
        'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nb-y := other.o\n',
      },
    ],
    [],
  ],
  [
    'a configuration that has the user and not the new provider',
    {},
    [
      {
        'drivers/b.c': '',
        'drivers/c.c': `${DEFINE}EXPORT_SYMBOL(b_hello);\n`,
        'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nobj-$(CONFIG_T) += c.o\n',
      },
    ],
    [
      '1: error drivers/a.c:1 a needs b_hello, which is exported at drivers/c.c:2, but not in every configuration that has both if !T || A!=m && T=m (on x86)',
    ],
  ],
  [
    'nothing when the function becomes an inline of its header',
    {
      'include/linux/b.h': HEADER('int b_hello(void);'),
      'drivers/a.c': '#include <linux/b.h>\nint a_run(void) { return b_hello(); }\n',
    },
    [{ 'include/linux/b.h': HEADER('static inline int b_hello(void) { return 1; }'), 'drivers/b.c': '' }],
    [],
  ],
  ['nothing when the last user goes with it', {}, [{ 'drivers/a.c': '', 'drivers/b.c': DEFINE }], []],
  [
    'the patch that breaks it, not the one that mends it',
    {},
    [{ 'drivers/b.c': DEFINE }, { 'drivers/a.c': '' }],
    [`1: error drivers/a.c:1 a ${GONE} if A=m (on x86)`],
  ],
  [
    'nothing after a patch that touches no export',
    {},
    [{ 'drivers/b.c': `${DEFINE}int b_more;\nEXPORT_SYMBOL(b_hello);\n` }],
    [],
  ],
  [
    'a list of modules that leaves one out',
    { ...USER_OUTSIDE, 'drivers/a.c': LICENSED },
    [{ 'drivers/b.c': `${DEFINE}EXPORT_SYMBOL_GPL_FOR_MODULES(b_hello, "a,x-*");\n` }],
    ['1: error lib/c.c:3 c needs b_hello, which is exported only for a, x-* (drivers/b.c:2) if T=m (on x86)'],
  ],
  [
    'nothing when the list names them all',
    { ...USER_OUTSIDE, 'drivers/a.c': LICENSED },
    [{ 'drivers/b.c': `${DEFINE}EXPORT_SYMBOL_GPL_FOR_MODULES(b_hello, "a,c*");\n` }],
    [],
  ],
  [
    'a namespace that is not imported',
    {},
    [{ 'drivers/b.c': `${DEFINE}EXPORT_SYMBOL_NS(b_hello, BEE);\n` }],
    [
      '1: error drivers/a.c:1 a needs b_hello, which is exported in namespace BEE, which it does not import (drivers/b.c:2) if A=m (on x86)',
    ],
  ],
  [
    'nothing when the patch imports it',
    {},
    [
      {
        'drivers/b.c': `${DEFINE}EXPORT_SYMBOL_NS(b_hello, "BEE");\n`,
        'drivers/a.c': `${LICENSED}MODULE_IMPORT_NS(BEE);\n`,
      },
    ],
    [],
  ],
  [
    'a license that is not for GPL symbols',
    { 'drivers/a.c': LICENSED.replace('GPL', 'Proprietary') },
    [{ 'drivers/b.c': `${DEFINE}EXPORT_SYMBOL_GPL(b_hello);\n` }],
    [
      '1: error drivers/a.c:1 a needs b_hello, which is exported for GPL modules only, and its license is "Proprietary" (drivers/b.c:2) if A=m (on x86)',
    ],
  ],
  [
    'nothing that was broken before',
    { 'drivers/b.c': `${DEFINE}EXPORT_SYMBOL_NS(b_hello, BEE);\n` },
    [{ 'drivers/b.c': `${DEFINE}EXPORT_SYMBOL_NS(b_hello, WASP);\n` }],
    [],
  ],
  [
    'a function that goes altogether, also for built-in code',
    { ...USER_OUTSIDE, 'lib/Makefile': 'obj-$(CONFIG_X) += c.o\n', 'drivers/a.c': '' },
    [{ 'drivers/b.c': '' }],
    ['1: error lib/c.c:3 c needs b_hello, which nothing defines any more (it was at drivers/b.c:2) (on x86)'],
  ],
  [
    'a definition that is renamed below its export, at the export and at the users',
    {},
    [{ 'drivers/b.c': 'int b_hallo(void) { return 1; }\nEXPORT_SYMBOL(b_hello);\n' }],
    [
      '1: error drivers/a.c:1 a and b need b_hello, which nothing defines any more (it was at drivers/b.c:1) (on x86)',
    ],
  ],
  [
    'a definition that becomes static while another file of its module calls it',
    {
      'drivers/Makefile': 'obj-$(CONFIG_B) += b.o\nobj-$(CONFIG_A) += a.o\na-y := a1.o a2.o\n',
      'drivers/a1.c': 'int a_one(void) { return a_two(); }\n',
      'drivers/a2.c': 'int a_two(void) { return 2; }\n',
    },
    [{ 'drivers/a2.c': 'static int a_two(void) { return 2; }\n' }],
    [
      '1: error drivers/a1.c:1 a needs a_two, which nothing defines any more (it was at drivers/a2.c:1) (on x86)',
    ],
  ],
  [
    'an object that no Makefile lists any more',
    {
      'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nb-y := b1.o b2.o\n',
      'drivers/b1.c': `${DEFINE}EXPORT_SYMBOL(b_hello);\n`,
      'drivers/b2.c': '',
      'drivers/b.c': '',
    },
    [{ 'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\nb-y := b2.o\n' }],
    [
      '1: error drivers/a.c:1 a needs b_hello, which only drivers/b1.c:1 defines, and no Makefile lists that file (on x86)',
    ],
  ],
  [
    'an object that is built under another condition than its callers',
    {
      'drivers/Makefile': 'obj-$(CONFIG_B) += b.o\nobj-$(CONFIG_A) += a.o\na-y := a1.o a2.o\n',
      'drivers/a1.c': 'int a_one(void) { return a_two(); }\n',
      'drivers/a2.c': 'int a_two(void) { return 2; }\n',
    },
    [
      {
        'drivers/Makefile':
          'obj-$(CONFIG_B) += b.o\nobj-$(CONFIG_A) += a.o\na-y := a1.o\na-$(CONFIG_X) += a2.o\n',
      },
    ],
    [
      '1: error drivers/a1.c:1 a needs a_two, which is defined at drivers/a2.c:1, but not in every configuration that has both if !X (on x86)',
    ],
  ],
  [
    'a lookup by name',
    { 'drivers/a.c': 'int a_run(void) { return !!symbol_get(b_hello); }\n' },
    [{ 'drivers/b.c': DEFINE }],
    [
      '1: error drivers/a.c:1 a looks up b_hello, which is not exported any more (it was at drivers/b.c:2) (on x86)',
    ],
  ],
  [
    'an export through a macro of a subsystem',
    {
      'include/linux/b.h': HEADER('#define EXPORT_B(name) EXPORT_SYMBOL(b_##name)'),
      'drivers/b.c': `#include <linux/b.h>\n${DEFINE}EXPORT_B(hello);\n`,
    },
    [{ 'drivers/b.c': `#include <linux/b.h>\n${DEFINE}` }],
    [
      '1: error drivers/a.c:1 a needs b_hello, which is not exported any more (it was at drivers/b.c:3) if A=m (on x86)',
    ],
  ],
  [
    'a new call of a function that is not exported',
    {
      'include/linux/b.h': HEADER('int b_hello(void);'),
      'drivers/a.c': '#include <linux/b.h>\n',
      'drivers/b.c': DEFINE,
    },
    [{ 'drivers/a.c': '#include <linux/b.h>\nint a_run(void) { return b_hello(); }\n' }],
    ['1: error drivers/a.c:2 a needs b_hello, which is not exported if !B || A=m || B=m (on x86)'],
  ],
  [
    'nothing for a new call of one that is, where Kconfig asks for it',
    {
      'drivers/Kconfig':
        POCKET['drivers/Kconfig']?.replace('tristate "a"', 'tristate "a"\n\tdepends on B') ?? '',
      'include/linux/b.h': HEADER('int b_hello(void);'),
      'drivers/a.c': '#include <linux/b.h>\n',
    },
    [{ 'drivers/a.c': '#include <linux/b.h>\nint a_run(void) { return b_hello(); }\n' }],
    [],
  ],
  [
    'a new call of one that some configurations lack',
    {
      'include/linux/b.h': HEADER('int b_hello(void);'),
      'drivers/a.c': '#include <linux/b.h>\n',
    },
    [{ 'drivers/a.c': '#include <linux/b.h>\nint a_run(void) { return b_hello(); }\n' }],
    [
      '1: error drivers/a.c:2 a needs b_hello, which is exported at drivers/b.c:2, but not in every configuration that has both if !B || A!=m && B=m (on x86)',
    ],
  ],
  [
    'a new call of one that no file defines',
    {
      'include/linux/b.h': HEADER('int b_lost(void);'),
      'drivers/a.c': '#include <linux/b.h>\n',
    },
    [{ 'drivers/a.c': '#include <linux/b.h>\nint a_run(void) { return b_lost(); }\n' }],
    ['1: error drivers/a.c:2 a needs b_lost, which nothing defines (on x86)'],
  ],
  [
    'nothing for a new call of one that a script makes',
    {
      'include/linux/b.h': HEADER('int made_by_a_script(void);'),
      'drivers/a.c': '#include <linux/b.h>\n',
      'drivers/make.pl': 'print "int made_by_a_script(void) { return 1; }";\n',
    },
    [{ 'drivers/a.c': '#include <linux/b.h>\nint a_run(void) { return made_by_a_script(); }\n' }],
    [],
  ],
];

describe('broken-link', () => {
  for (const [what, base, patches, findings] of BROKEN)
    it(`tells ${what}`, async () => expect(await found('broken-link', base, patches)).toEqual(findings));

  it('names the first users of an export that many need', async () => {
    const many = Array.from({ length: 12 }, (_, i) => `m${i}`);
    const base: Files = {
      'drivers/Makefile': `${POCKET['drivers/Makefile']}${many.map((name) => `obj-$(CONFIG_T) += ${name}.o\n`).join('')}`,
      ...Object.fromEntries(many.map((name) => [`drivers/${name}.c`, 'int f(void) { return b_hello(); }\n'])),
    };
    const findings = await found('broken-link', base, [{ 'drivers/b.c': DEFINE }]);
    expect(findings).toEqual([
      expect.stringMatching(
        /^1: error drivers\/a.c:1 a \(if A=m\), m0 \(if T=m\).* and 5 more need b_hello, /,
      ),
    ]);
  });

  it('says it for one configuration', async () => {
    const patch = [{ 'drivers/b.c': DEFINE }];
    const config = 'CONFIG_X86=y\nCONFIG_MODULES=y\nCONFIG_A=m\nCONFIG_B=m\n';
    expect(await found('broken-link', {}, patch, { config })).toEqual([
      `1: error drivers/a.c:1 a ${GONE} (on x86)`,
    ]);
  });
});

const ORPHANS: readonly Case[] = [
  [
    'the export whose last user goes',
    {},
    [{ 'drivers/a.c': '' }],
    ['1: warning drivers/b.c:2 b exports b_hello, which nothing in the tree uses any more'],
  ],
  ['nothing when another module still uses it', USER_OUTSIDE, [{ 'drivers/a.c': '' }], []],
  [
    'one that built-in code alone uses',
    { ...USER_OUTSIDE, 'lib/Makefile': 'obj-$(CONFIG_X) += c.o\n' },
    [{ 'drivers/a.c': '' }],
    ['1: warning drivers/b.c:2 b exports b_hello, which nothing in the tree uses any more'],
  ],
  [
    'nothing when it is looked up by name',
    {},
    [{ 'drivers/a.c': 'int a_run(void) { return !!symbol_get(b_hello); }\n' }],
    [],
  ],
  [
    'a new export without a user',
    {},
    [{ 'drivers/b.c': `${POCKET['drivers/b.c']}int b_new;\nEXPORT_SYMBOL(b_new);\n` }],
    ['1: warning drivers/b.c:4 b exports b_new, which nothing in the tree uses'],
  ],
  [
    'nothing when the user comes later',
    {},
    [
      { 'drivers/b.c': `${POCKET['drivers/b.c']}int b_new;\nEXPORT_SYMBOL(b_new);\n` },
      { 'drivers/a.c': 'int a_run(void) { return b_hello() + b_new; }\n' },
    ],
    [],
  ],
  [
    'nothing when a later patch takes a second export back',
    {
      ...TWO_OF_B,
      'drivers/b1.c': `${DEFINE}EXPORT_SYMBOL(b_hello);\nint b_idle;\nEXPORT_SYMBOL(b_idle);\n`,
      'drivers/b2.c': USES_IDLE,
    },
    [{ 'drivers/b2.c': `${USES_IDLE}EXPORT_SYMBOL(b_idle);\n` }, { 'drivers/b2.c': USES_IDLE }],
    [],
  ],
  [
    'a new export that its own module alone uses',
    TWO_OF_B,
    [
      {
        'drivers/b1.c': `${DEFINE}EXPORT_SYMBOL(b_hello);\nint b_own(void) { return 1; }\nEXPORT_SYMBOL(b_own);\n`,
        'drivers/b2.c': 'int b_two(void) { return b_own(); }\n',
      },
    ],
    ['1: warning drivers/b1.c:4 b exports b_own, which nothing in the tree uses'],
  ],
  ['nothing when the export goes too', {}, [{ 'drivers/a.c': '' }, { 'drivers/b.c': DEFINE }], []],
  ['nothing that the series left alone', { 'drivers/a.c': '' }, [{ 'drivers/a.c': 'int more;\n' }], []],
  [
    'nothing of tracepoints',
    {},
    [{ 'drivers/b.c': `${POCKET['drivers/b.c']}EXPORT_SYMBOL_GPL(__tracepoint_b);\n` }],
    [],
  ],
];

describe('orphan-export', () => {
  for (const [what, base, patches, findings] of ORPHANS)
    it(`tells ${what}`, async () => expect(await found('orphan-export', base, patches)).toEqual(findings));

  it('tells all of the modules asked for when that is wanted', async () => {
    const base = { 'drivers/b.c': `${POCKET['drivers/b.c']}int b_new;\nEXPORT_SYMBOL(b_new);\n` };
    const patch = [{ 'drivers/a.c': 'int a_run(void) { return b_hello() + 1; }\n' }];
    expect(await found('orphan-export', base, patch)).toEqual([]);
    expect(await found('orphan-export', base, patch, { allOrphans: true })).toEqual([
      '-: note drivers/b.c:4 b exports b_new, which nothing in the tree uses',
    ]);
  });
});
