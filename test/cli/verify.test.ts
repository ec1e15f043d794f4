import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { percent } from '../../src/report/verify/text.js';
import { writeModule } from '../build/elf-writer.js';
import { writeXz } from '../build/packed-writer.js';
import { published } from '../report/schema.js';
import { Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const CONFIG = `# Linux/x86 0.9.0 Kernel Configuration
CONFIG_X86=y
CONFIG_MODULES=y
CONFIG_KVM=m
CONFIG_KVM_VFIO=y
CONFIG_KVM_SUB_MODULES=y
CONFIG_KVM_INTEL=m
CONFIG_VFIO=m
CONFIG_VFIO_GROUP=y
CONFIG_VFIO_PCI_CORE=m
CONFIG_VFIO_PCI=m
`;
/** Path and needs of each module; what it needs of others is what the fixture's sources say. */
const MODULES: Readonly<Record<string, readonly string[]>> = {
  'arch/x86/kvm/kvm': ['printk', '__fentry__'],
  'arch/x86/kvm/kvm-intel': ['kvm_apic_kick', 'kvm_host_features', 'kvm_x86_start', 'kvm_x86_stop'],
  'drivers/vfio/vfio': ['printk'],
  'drivers/vfio/pci/vfio-pci-core': ['vfio_register_device', 'vfio_unregister_device'],
  'drivers/vfio/pci/vfio-pci': ['vfio_pci_probe', 'vfio_pci_remove'],
};
const EXPORTS: Readonly<Record<string, readonly string[]>> = {
  'arch/x86/kvm/kvm': ['kvm_apic_kick', 'kvm_host_features', 'kvm_x86_start', 'kvm_x86_stop', 'kvm_lost'],
  'drivers/vfio/vfio': ['vfio_register_device', 'vfio_unregister_device'],
  'drivers/vfio/pci/vfio-pci-core': ['vfio_pci_probe', 'vfio_pci_remove'],
};

/** A folder like lib/modules/VERSION; its path. */
const install = (
  name: string,
  needs: Readonly<Record<string, readonly string[]>> = MODULES,
  more: Readonly<Record<string, string | Uint8Array>> = { config: CONFIG },
): string => {
  const folder = join(stage.folder, name, 'lib/modules/6.99.0');
  const put = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const [path, own] of Object.entries(needs)) {
    const exports = Object.fromEntries((EXPORTS[path] ?? []).map((symbol) => [symbol, '']));
    const short = path.slice(path.lastIndexOf('/') + 1);
    put(`kernel/${path}.ko.xz`, writeXz(writeModule({ name: short, needs: own, exports })));
  }
  for (const [path, content] of Object.entries(more)) put(path, content);
  return folder;
};

const same = install('same');
const other = install('other', {
  ...MODULES,
  'arch/x86/kvm/kvm-intel': ['kvm_apic_kick', 'kvm_host_features', 'kvm_x86_start', 'kvm_lost'],
});
const few = install('few', { 'drivers/vfio/vfio': [], 'drivers/vfio/pci/vfio-pci': ['vfio_pci_probe'] });

const verify = (...words: readonly string[]) => stage.run(['verify', stage.kernel, ...words]);

describe('a share in per cent', () => {
  it.each([
    [1, '100.00 %'],
    [1 - 1 / 5_000_000, '99.99 %'],
    [0.9995, '99.95 %'],
    [0.99949, '99.94 %'],
    [0.57, '57.00 %'],
    [0, '0.00 %'],
  ])('%d is %s', (share, text) => {
    expect(percent(share)).toBe(text);
  });
});

describe('verify', () => {
  it('says that a build agrees', async () => {
    const { code, stdout, stderr } = await verify('--build', same);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`6.99.0: 5 modules, exports from the modules themselves
all modules

                      built  found  agreed  precision    recall
module to module          8      8       8   100.00 %  100.00 %
module to vmlinux         2      -       -          -         -
made by the compiler      1      -       -          -         -

not compared: what vmlinux exports, which was not analysed
not compared: 4 dynamic edges (symbol_get), which no linker sees
taken for vmlinux's: 2 symbols that no module exports
ok: precision and recall of module to module are at least 99.95 %
`);
  });

  it('lists every difference, with the command that explains it', async () => {
    const { code, stdout } = await verify('--build', other);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^module to module +8 +8 +7 +87\.50 % +87\.50 %$/m);
    expect(stdout).toContain(`
module to module, missed: in the build, and not found: 1
  arch/x86/kvm/kvm-intel -> arch/x86/kvm/kvm
    kvm_lost
      kvm-vfio-series explain ${stage.kernel} --from kvm-intel --to kvm kvm_lost

module to module, invented: found, and not in the build: 1
  arch/x86/kvm/kvm-intel -> arch/x86/kvm/kvm
    kvm_x86_stop  arch/x86/kvm/vmx/vmx.c:15
      kvm-vfio-series explain ${stage.kernel} --from kvm-intel --to kvm kvm_x86_stop

not compared: `);
    expect(stdout).toMatch(
      /\nfailed: precision and recall of module to module are not both at least 99\.95 %\n$/,
    );
  });

  it('judges by what is asked', async () => {
    expect((await verify('--build', other, '--at-least', '80')).code).toBe(0);
    expect((await verify('--build', other, '--from', 'vfio*')).code).toBe(0);
    expect((await verify('--build', other, '--to', 'kvm')).code).toBe(1);
    expect((await verify('--build', other, '--between', 'vfio_pci,vfio-pci-core')).code).toBe(0);
  });

  it('says which modules the build has not', async () => {
    const { code, stdout } = await verify('--build', few, '--to', 'vfio*');
    expect(code).toBe(0);
    expect(stdout).toContain('edges of modules that the build has not: vfio-pci-core\n');
  });

  it.each([
    ['that agrees', same, 0],
    ['that differs', other, 1],
  ])('--format json of a build %s is what the schema says', async (_, build, wanted) => {
    const { code, stdout } = await verify('--build', build, '--format', 'json');
    const validate = published('verify');
    validate(JSON.parse(stdout));
    expect([code, validate.errors]).toEqual([wanted, null]);
  });

  it('reads the folder of a build', async () => {
    const folder = join(stage.folder, 'tree');
    for (const path of Object.keys(MODULES)) mkdirSync(join(folder, dirname(path)), { recursive: true });
    for (const [path, needs] of Object.entries(MODULES))
      writeFileSync(join(folder, `${path}.ko`), writeModule({ name: 'x', needs, little: false, bits: 32 }));
    writeFileSync(join(folder, '.config'), CONFIG);
    writeFileSync(
      join(folder, 'Module.symvers'),
      Object.entries(EXPORTS)
        .flatMap(([path, symbols]) => symbols.map((one) => `0x1\t${one}\t${path}\tEXPORT_SYMBOL\t\n`))
        .join(''),
    );
    const { code, stdout } = await verify('--build', folder, '--all');
    expect(code).toBe(0);
    expect(stdout).toContain('exports from Module.symvers\n');
  });

  it.each<[what: string, words: readonly string[], message: RegExp]>([
    ['no build', [], /required option '--build <dir>'/],
    ['a build that is not there', ['--build', 'nowhere'], /nowhere: no such folder/],
    ['a folder of other things', ['--build', stage.kernel], /holds no modules/],
    ['a module that was not built', ['--build', few, '--from', 'kvm'], /this build has no module "kvm"/],
    ['no configuration', ['--build', install('bare', MODULES, {})], /its configuration is not there/],
    [
      'a configuration that is none',
      ['--build', install('odd', MODULES, { config: 'hello\n' })],
      /config: not a kernel configuration/,
    ],
    [
      'a damaged module',
      ['--build', install('junk', MODULES, { config: CONFIG, 'kernel/drivers/vfio/x.ko': 'hello' })],
      /x\.ko: not a whole ELF object/,
    ],
    ['two ways to ask', ['--build', same, '--all', '--from', 'kvm'], /--all asks for every module/],
    ['a goal beyond all', ['--build', same, '--at-least', '101'], /per cent/],
    ['a revision that is not there', ['--build', same, '--rev', 'nowhere'], /nowhere/],
  ])('%s: exit 2', async (_, words, message) => {
    const { code, stderr } = await verify(...words);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it('no name of a build acts on the terminal', async () => {
    const evil = `kvm_\u001b[2J\u0007lost<script>'"$(reboot)${'x'.repeat(4_000)}`;
    const build = install('evil', {
      ...MODULES,
      'drivers/vfio/pci/vfio-pci': ['vfio_pci_probe', 'vfio_pci_remove', evil],
    });
    writeFileSync(
      join(build, 'Module.symvers'),
      `0x1\t${evil}\tarch/x86/kvm/kvm\tEXPORT_SYMBOL\t\n0x1\tvfio_pci_probe\tdrivers/\u001b]0;x\u0007\tEXPORT_SYMBOL\t\n`,
    );
    for (const format of ['text', 'json']) {
      const { stdout } = await verify('--build', build, '--format', format, '--verbose');
      expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
      expect(stdout).toMatch(/\\(?:x|u00)1b\]0;x/);
      expect(stdout).toMatch(/kvm_\\(?:x|u00)1b\[2J/);
    }
  });
});
