import { expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { Diagnostic } from '../../src/base/diagnostic.js';
import { UserError } from '../../src/base/error.js';
import { Analyser } from '../../src/edge/analyse.js';
import { configOrigin, kernelVersion } from '../../src/kbuild/config-origin.js';
import { parseMakefile } from '../../src/kbuild/makefile/statement.js';
import { MemoryTrees } from '../edge/memory-tree.js';
import { BOTH_WAYS, POCKET } from '../edge/pocket-kernel.js';

const configOf = (architecture: string, version: string): string =>
  `# Linux/${architecture} ${version} Kernel Configuration\nCONFIG_MODULES=y\nCONFIG_A=m\nCONFIG_B=m\n`;
const FILES = {
  ...POCKET,
  Makefile: 'VERSION = 6\nPATCHLEVEL = 12\n',
  'arch/arm64/Kconfig': 'config ARM64\n\tdef_bool y\n',
};

const analyse = async (config: string, architecture?: string): Promise<readonly Diagnostic[]> => {
  const [trees, found] = [new MemoryTrees(), [] as Diagnostic[]];
  const query = { ...BOTH_WAYS, config, ...(architecture === undefined ? {} : { architecture }) };
  const context = { ...quietContext(), report: (one: Diagnostic) => void found.push(one) };
  await new Analyser(trees, query).analyse(trees.tree(FILES), context);
  return found;
};

it('reads the header of a .config and the version of a tree', () => {
  expect(configOrigin(configOf('x86', '6.12.117'))).toEqual({ architecture: 'x86', version: '6.12' });
  expect(configOrigin('CONFIG_A=m\n')).toBeNull();
  expect(kernelVersion(parseMakefile('VERSION = 7\nPATCHLEVEL = 3\n'))).toBe('7.3');
  expect(kernelVersion([])).toBeNull();
});

it.each([
  ['6.12.1', []],
  ['6.1.0', ['config-version']],
])('reports a .config of another version: %s', async (version, codes) => {
  expect((await analyse(configOf('x86', version))).map(({ code }) => code)).toEqual(codes);
});

it('refuses a .config of another architecture', async () => {
  await expect(analyse(configOf('x86', '6.12'), 'arm64')).rejects.toThrow(UserError);
});
