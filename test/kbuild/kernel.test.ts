import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { Formulas } from '../../src/kbuild/formula/formula.js';
import { KbuildFiles } from '../../src/kbuild/kbuild-files.js';
import { architecturesOf, Kernel, type KernelOptions } from '../../src/kbuild/kernel.js';
import { type Files, MemoryTrees } from '../edge/memory-tree.js';
import { conditionOf } from './condition-words.js';

const FILES: Files = {
  Makefile: 'VERSION = 0\n',
  Kbuild: 'obj-y += drivers/ lib/\n',
  Kconfig: 'source "arch/$(SRCARCH)/Kconfig"\nconfig A\n\ttristate "a"\nconfig X\n\tbool "x"\n',
  'arch/x86/Kconfig': 'config X86\n\tdef_bool y\n',
  'arch/x86/Kbuild': 'obj-$(CONFIG_A) += own.o\n',
  'arch/x86/own.c': '',
  'arch/s390/Kconfig': 'config S390\n\tdef_bool y\n',
  'drivers/Makefile':
    'obj-$(CONFIG_A) += a.o\na-y := one.o\na-$(CONFIG_X) += two.o gone.o\nobj-$(CONFIG_X) += sub/\n',
  'drivers/one.c': '',
  'drivers/two.S': '',
  'drivers/sub/Makefile': 'obj-m += always.o\nobj-y += built.o\n',
  'drivers/sub/always.c': '',
  'lib/Makefile': 'lib-y += one.o\nobj-$(CONFIG_A) += ../drivers/escape.o ../../outside.o\n',
  'lib/one.c': '',
  'tools/Makefile': 'obj-m += tool.o\n',
};

const kernelOf = async (
  options: KernelOptions = {},
  files: Files = FILES,
): Promise<readonly [Kernel, Formulas]> => {
  const trees = new MemoryTrees();
  const tree = trees.tree(files);
  const read = new KbuildFiles(trees);
  await read.load(tree, quietContext());
  const formulas = new Formulas();
  return [new Kernel(formulas, read, tree, options), formulas];
};

/** `path: module when …, built in when …`, its units below it. */
const objectTexts = async (options: KernelOptions = {}): Promise<readonly string[]> => {
  const [kernel, formulas] = await kernelOf(options);
  return kernel.objects.flatMap((object) => [
    `${object.path}: m ${conditionOf(formulas, object.moduleWhen) || 'always'}, y ${conditionOf(formulas, object.builtInWhen) || 'always'}`,
    ...object.units.map((unit) =>
      [`  ${unit.path}`, unit.generated ? 'generated' : '', conditionOf(formulas, unit.when)]
        .filter(Boolean)
        .join(' '),
    ),
  ]);
};

describe('Kernel', () => {
  it('walks every folder that Kbuild reaches', async () => {
    expect(await objectTexts({ architecture: 'x86' })).toEqual([
      'arch/x86/own: m A=m, y A=y',
      '  arch/x86/own.c',
      'drivers/a: m A=m, y A=y',
      '  drivers/one.c',
      '  drivers/two.S A=m && X || X=y',
      '  drivers/gone.c generated A=m && X || X=y',
      'drivers/escape: m A=m, y A=y',
      '  drivers/escape.c generated',
      'drivers/sub/always: m X, y never',
      '  drivers/sub/always.c',
      'drivers/sub/built: m never, y X=y',
      '  drivers/sub/built.c generated',
      'lib/one: m never, y always',
      '  lib/one.c',
    ]);
  });

  it('knows the architectures, and the one of a .config', async () => {
    const trees = new MemoryTrees();
    expect(architecturesOf(trees.tree(FILES))).toEqual(['s390', 'x86']);
    expect((await kernelOf())[0].architectures).toEqual(['s390', 'x86']);
    expect(
      (await kernelOf({ config: '# Linux/s390 6.12.0 Kernel Configuration\n' }))[0].architectures,
    ).toEqual(['s390']);
    expect((await kernelOf({ config: 'CONFIG_X86=y\n' }))[0].architectures).toEqual(['x86']);
  });

  it.each<readonly [string, KernelOptions, string]>([
    ['an architecture that is not there', { architecture: 'vax' }, 'this tree has no architecture "vax"'],
    ['a .config of no architecture', { config: 'CONFIG_A=m\n' }, 'does not say for which architecture'],
  ])('rejects %s', async (_, options, message) => {
    await expect(kernelOf(options)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(message),
    });
  });

  it('reads a condition on one architecture', async () => {
    const [kernel, formulas] = await kernelOf();
    const own = kernel.objects.find(({ path }) => path === 'arch/x86/own')!;
    expect(kernel.isMadeOn(own.moduleWhen, 's390')).toBe(false);
    expect(conditionOf(formulas, kernel.narrow(own.moduleWhen, 'x86'))).toBe('A=m');
    expect(conditionOf(formulas, kernel.narrow(own.moduleWhen, 's390'))).toBe('never');
  });
});

it('distinguishes evicted files from missing ones', async () => {
  const trees = new MemoryTrees();
  const tree = trees.tree(FILES);
  const files = new KbuildFiles(trees);
  await files.load(tree, quietContext());
  expect(files.makefile(tree, 'drivers/Makefile')).toHaveLength(4);
  files.evict();
  expect(files.read.size).toBe(0);
  expect(() => files.makefile(tree, 'drivers/Makefile')).toThrow('evicted');
});
