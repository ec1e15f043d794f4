import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../runs.js';
import { POCKET, sentencesOf } from './pocket-kernel.js';

const HEADER = `#if WANT == 1
static inline int want(void) { return b_one(); }
#elif WANT == 2
static inline int want(void) { return b_two(); }
#endif
`;

/** What unit n says before it includes the header. */
const UNITS = ['', '#define WANT 1\n', '#define WANT 2\n', '#define WANT 1\n#undef WANT\n'];

/** Module a with a unit for each of these, unit n when CONFIG_U<n> is set. */
const moduleOf = (units: readonly number[]) => ({
  'drivers/Kconfig': `${POCKET['drivers/Kconfig']}${units.map((_, n) => `config U${n}\n\tbool "u"\n`).join('')}`,
  'drivers/Makefile': `obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += b.o\na-objs := base.o\n${units
    .map((_, n) => `a-$(CONFIG_U${n}) += u${n}.o\n`)
    .join('')}`,
  'drivers/b.c':
    'int b_one(void) { return 1; }\nEXPORT_SYMBOL(b_one);\nint b_two(void) { return 2; }\nEXPORT_SYMBOL(b_two);\n',
  'drivers/base.c': 'int a_base;\n',
  'include/linux/want.h': HEADER,
  ...Object.fromEntries(
    units.map((kind, n) => [
      `drivers/u${n}.c`,
      `${UNITS[kind]}#include <linux/want.h>\nint a_run${n}(void) { return want(); }\n`,
    ]),
  ),
});

const edgeOf = (symbol: string, units: readonly number[], wanted: number): readonly string[] => {
  const of = units.flatMap((kind, n) => (kind === wanted ? [`U${n}`] : []));
  return of.length === 0 ? [] : [`a links ${symbol} if ${of.join(' || ')}`];
};

it('a header means to each unit what its macros make of it, whatever they were in the units before', async () => {
  const units = fc.array(fc.nat(UNITS.length - 1), { minLength: 1, maxLength: 9 });
  await fc.assert(
    fc.asyncProperty(units, async (kinds) => {
      expect(await sentencesOf(moduleOf(kinds))).toEqual([
        ...edgeOf('b_one', kinds, 1),
        ...edgeOf('b_two', kinds, 2),
      ]);
    }),
    { numRuns: runs(40) },
  );
});
