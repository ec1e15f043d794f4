import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { type ModuleDescription, ModuleDescriptions } from '../../src/edge/module-description.js';
import { Formulas } from '../../src/kbuild/formula/formula.js';
import { KbuildFiles } from '../../src/kbuild/kbuild-files.js';
import { Kernel, type KernelOptions } from '../../src/kbuild/kernel.js';
import { type Files, MemoryTrees } from './memory-tree.js';
import { POCKET } from './pocket-kernel.js';

const described = async (
  files: Files,
  path: string,
  options: KernelOptions = {},
): Promise<ModuleDescription | null | undefined> => {
  const trees = new MemoryTrees();
  const tree = trees.tree({ ...POCKET, ...files });
  const kbuild = new KbuildFiles(trees);
  await kbuild.load(tree, quietContext());
  const kernel = new Kernel(new Formulas(), kbuild, tree, options);
  const object = kernel.objects.find((one) => one.path === path);
  return object && new ModuleDescriptions(kernel).of(object);
};

const TWO: Files = {
  'arch/arm/Kconfig': 'config ARM\n\tdef_bool y\n',
  'drivers/Kconfig': `${POCKET['drivers/Kconfig']}config ARM_PART\n\tbool "p"\n\tdepends on ARM\n`,
};

describe('a module', () => {
  it('is made of its sources, each under its condition', async () => {
    const files = {
      'drivers/Makefile':
        'obj-$(CONFIG_A) += a.o\na-y := main.o made.o\na-$(CONFIG_X) += extra.o\na-$(CONFIG_T) += more.o\n',
      'drivers/main.c': 'int m;\n',
      'drivers/extra.c': 'int e;\n',
      'drivers/more.c': 'int o;\n',
    };
    expect(await described(files, 'drivers/a')).toEqual({
      name: 'a',
      path: 'drivers/a',
      makefile: 'drivers/Makefile',
      made: [{ architectures: ['x86'], module: 'A=m', builtIn: 'A=y' }],
      sources: [
        { path: 'drivers/extra.c', generated: false, condition: 'X', architectures: ['x86'] },
        { path: 'drivers/made.c', generated: true, condition: null, architectures: ['x86'] },
        { path: 'drivers/main.c', generated: false, condition: null, architectures: ['x86'] },
        { path: 'drivers/more.c', generated: false, condition: 'A=m && T || T=y', architectures: ['x86'] },
      ],
    });
  });

  it('is told for each set of architectures that has it alike', async () => {
    const files = {
      ...TWO,
      'arch/x86/Kconfig': 'config X86\n\tdef_bool y\nconfig ONLY\n\ttristate "o"\n',
      'arch/arm/Kconfig': `${TWO['arch/arm/Kconfig']}config ONLY\n\tbool "o"\n`,
      'drivers/Makefile': 'obj-$(CONFIG_ONLY) += o.o\no-y := o1.o\no-$(CONFIG_ARM) += o2.o\n',
      'drivers/o1.c': 'int o1;\n',
      'drivers/o2.c': 'int o2;\n',
    };
    expect(await described(files, 'drivers/o')).toMatchObject({
      made: [
        { architectures: ['arm'], builtIn: 'ONLY' },
        { architectures: ['x86'], module: 'ONLY=m', builtIn: 'ONLY=y' },
      ],
      sources: [
        { path: 'drivers/o1.c', condition: null, architectures: ['arm', 'x86'] },
        { path: 'drivers/o2.c', condition: 'ARM', architectures: ['arm'] },
      ],
    });
  });

  it('is what one configuration makes of it', async () => {
    const config = 'CONFIG_X86=y\nCONFIG_MODULES=y\nCONFIG_A=m\n';
    expect((await described({}, 'drivers/a', { config }))?.made).toEqual([
      { architectures: ['x86'], module: null },
    ]);
  });

  it('is none where Kconfig has no such symbol', async () => {
    const files = { 'drivers/Makefile': 'obj-$(CONFIG_NOWHERE) += a.o\n' };
    expect(await described(files, 'drivers/a')).toBeNull();
  });
});
