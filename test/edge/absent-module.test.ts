import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { absentModule } from '../../src/edge/absent-module.js';
import { Formulas } from '../../src/kbuild/formula/formula.js';
import { KbuildFiles } from '../../src/kbuild/kbuild-files.js';
import { Kernel, type KernelOptions } from '../../src/kbuild/kernel.js';
import { type Files, MemoryTrees } from './memory-tree.js';
import { edgesOf, POCKET } from './pocket-kernel.js';

const ARM: Files = {
  'arch/arm/Kconfig': 'config ARM\n\tdef_bool y\nconfig ONLY_ARM\n\ttristate "o"\n',
  'drivers/Makefile': `${POCKET['drivers/Makefile']}obj-$(CONFIG_ONLY_ARM) += only_arm.o\nobj-$(CONFIG_X) += plain.o\n`,
  'drivers/only_arm.c': 'int x;\n',
  'drivers/plain.c': 'int y;\n',
};

/** The kernel with what was asked for, and the one of everything. */
const kernelsOf = async (options: KernelOptions): Promise<readonly [Kernel, Kernel]> => {
  const trees = new MemoryTrees();
  const tree = trees.tree({ ...POCKET, ...ARM });
  const files = new KbuildFiles(trees);
  await files.load(tree, quietContext());
  const formulas = new Formulas();
  return [new Kernel(formulas, files, tree, options), new Kernel(formulas, files, tree, {})];
};

const refusal = async (name: string, options: KernelOptions): Promise<readonly (string | undefined)[]> => {
  const [asked, everything] = await kernelsOf(options);
  const isNarrowed = Object.keys(options).length > 0;
  const { message, hint } = absentModule(name, asked, isNarrowed ? () => everything : null);
  return [message, hint];
};

const config = (...lines: string[]): KernelOptions => ({
  config: `${['CONFIG_X86=y', 'CONFIG_MODULES=y', 'CONFIG_B=m', ...lines].join('\n')}\n`,
});

describe('a name that is no module', () => {
  it.each<[string, string, KernelOptions, readonly string[]]>([
    [
      'because the tree has none',
      'onlyarm',
      {},
      ['this tree makes no module "onlyarm"', 'Did you mean only_arm, a?'],
    ],
    [
      'because the configuration does not set what it needs',
      'a',
      config(),
      ['the configuration leaves out "a"', 'drivers/a needs A; not set: A.'],
    ],
    [
      'because the configuration builds it in',
      'a',
      config('CONFIG_A=y'),
      ['the configuration builds "a" into the kernel', 'drivers/a is a module with another value of A.'],
    ],
    [
      'because another architecture has it',
      'only-arm',
      { architecture: 'x86' },
      ['there is no module "only-arm" on x86', 'It is made on arm.'],
    ],
    [
      'because another architecture has it, with a configuration',
      'only-arm',
      config('CONFIG_ONLY_ARM=m'),
      ['there is no module "only-arm" on x86', 'It is made on arm.'],
    ],
    [
      'because it is only ever built in, set or not',
      'plain',
      config(),
      ['"plain" is no module in any configuration', 'drivers/plain can only be built in.'],
    ],
  ])('%s', async (_, name, query, wanted) => {
    expect(await refusal(name, query)).toEqual(wanted);
  });

  it('is refused by an analysis', async () => {
    const directions = [{ from: 'a', to: 'b' }];
    await expect(edgesOf(POCKET, { directions, ...config() })).rejects.toThrow('leaves out "a"');
    await expect(edgesOf(POCKET, { directions: [{ from: 'c', to: 'b' }] })).rejects.toThrow(
      'makes no module "c"',
    );
  });
});
