import { describe, expect, it } from 'vitest';
import { opaqueType } from '../../../src/check/inspect/opaque-type.js';
import { parseClaim, requireClaim } from '../../../src/check/opaque-claim.js';
import type { Files } from '../../edge/memory-tree.js';
import { inspect, told } from './run.js';

describe('claims', () => {
  it.each([
    ['struct kvm@vfio', { keyword: 'struct', tag: 'kvm', module: 'vfio' }],
    ['union x@vfio-pci*', { keyword: 'union', tag: 'x', module: 'vfio-pci*' }],
    ['struct kvm@vfio.ko', { keyword: 'struct', tag: 'kvm', module: 'vfio' }],
    ['kvm@vfio', undefined],
    ['struct kvm', undefined],
    ['struct k.m@vfio', undefined],
    ['struct kvm@', undefined],
  ])('%s', (text, claim) => expect(parseClaim(text)).toEqual(claim));

  it('say what to write', () => {
    expect(() => requireClaim('kvm')).toThrow('"kvm" is not a claim');
  });
});

const HEADER = 'include/linux/b.h';
const DEFINES = { [HEADER]: '#pragma once\nstruct guest {\n\tint users;\n};\n' };
const SEES = '#include <linux/b.h>\n';
const USES = `${SEES}int a_run(struct guest *guest)\n{\n\treturn guest->users;\n}\n`;
const BLIND = 'struct guest;\nint a_run(struct guest *guest)\n{\n\treturn 1;\n}\n';
const A = 'drivers/a.c';
const SEEN = `a sees the definition of struct guest: drivers/a.c:1 -> include/linux/b.h:2`;
const USED = 'drivers/a.c:4: a uses users of struct guest: guest->users';
const OPAQUE = 'struct guest is opaque to a: no unit of it sees the definition';

describe('a struct that is claimed to be opaque', () => {
  it.each<[string, readonly Files[], readonly string[]]>([
    [
      'it is seen, then used, then opaque',
      [{ ...DEFINES, [A]: SEES }, { [A]: USES }, { [A]: BLIND }],
      [`base note drivers/a.c:1: ${SEEN}`, `1/2 warning ${USED}`, `2/2 note: ${OPAQUE}`],
    ],
    [
      'it is opaque, and stays so',
      [{ ...DEFINES, [A]: BLIND }, { [A]: `\n${BLIND}` }],
      [`base note: ${OPAQUE}`],
    ],
    [
      'a patch makes it seen',
      [{ ...DEFINES, [A]: BLIND }, { [A]: SEES }],
      [`base note: ${OPAQUE}`, `1/1 warning drivers/a.c:1: ${SEEN}`],
    ],
    [
      'through another header',
      [{ ...DEFINES, 'include/linux/c.h': `\n${SEES}`, [A]: '#include <linux/c.h>\n' }],
      [
        'base note drivers/a.c:1: a sees the definition of struct guest: drivers/a.c:1 -> include/linux/c.h:2 -> include/linux/b.h:2',
      ],
    ],
    [
      'in some configurations',
      [{ ...DEFINES, [A]: `#ifdef CONFIG_X\n${SEES}#endif\n` }],
      [
        'base note drivers/a.c:2: a sees the definition of struct guest if X: drivers/a.c:2 -> include/linux/b.h:2',
      ],
    ],
    ['in none', [{ ...DEFINES, [A]: `#ifdef CONFIG_NONE\n${SEES}#endif\n` }], [`base note: ${OPAQUE}`]],
    [
      'a declaration is no definition',
      [{ [HEADER]: 'struct guest;\nstruct guest *guest_of(int x);\n', [A]: SEES }],
      [`base note: ${OPAQUE}`],
    ],
    [
      'another struct with such a member',
      [{ ...DEFINES, [A]: `${SEES}int a_run(struct other *guest)\n{\n\treturn guest->users;\n}\n` }],
      [`base note drivers/a.c:1: ${SEEN}`],
    ],
  ])('%s', async (_, states, expected) => {
    const opaque = [requireClaim('struct guest@a')];
    expect((await inspect(opaqueType, states, { opaque })).map(told)).toEqual(expected);
  });

  it('is of a module that is checked', async () => {
    await expect(
      inspect(opaqueType, [{}], { opaque: [requireClaim('struct guest@zz')] }),
    ).rejects.toMatchObject({
      code: 'input',
    });
  });
});
