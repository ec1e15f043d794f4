// The modules of a real kernel: those that its build made, with the paths of its modules.order.
import { describe, expect, it } from 'vitest';
import { listModules } from '../../src/flow/modules.js';
import { kernelPath } from './kernel-path.js';
import { hasTruth, truthConfig, truthConsumers } from './truth.js';

describe.skipIf(kernelPath === undefined || !hasTruth)('modules of a built kernel', () => {
  it('are all found in Kbuild, and no other', async () => {
    const { modules } = await listModules({ tree: kernelPath!, config: truthConfig() });
    expect(modules).toHaveLength(4230);
    const paths = new Set(modules.map(({ path }) => path));
    // The list of the build was made of paths cut after `kernel/`, which takes off too much of three.
    const cut = new Set([...paths].map((path) => path.replace(/^.*\/kernel\//, '')));
    expect(truthConsumers().filter((path) => !paths.has(path) && !cut.has(path))).toEqual([]);
    for (const { made } of modules) expect(made).toEqual([{ architectures: ['x86'], module: null }]);
  });
});

describe.skipIf(kernelPath === undefined)('one module of a kernel', () => {
  it('has its sources, with the conditions of its Makefile', async () => {
    const { modules } = await listModules({ tree: kernelPath!, name: 'vfio-pci-core', architecture: 's390' });
    expect(modules).toHaveLength(1);
    expect(modules[0]?.made).toEqual([
      { architectures: ['s390'], module: 'VFIO && VFIO_PCI_CORE=m', builtIn: 'VFIO=y && VFIO_PCI_CORE=y' },
    ]);
    expect(modules[0]?.sources.map(({ path, condition }) => [path.replace(/^.*\//, ''), condition])).toEqual([
      ['vfio_pci_config.c', null],
      ['vfio_pci_core.c', null],
      ['vfio_pci_intrs.c', null],
      ['vfio_pci_rdwr.c', null],
      ['vfio_pci_zdev.c', 'VFIO_PCI_ZDEV_KVM'],
    ]);
  });

  it('is made in another place on each architecture', async () => {
    const { modules } = await listModules({ tree: kernelPath!, name: 'kvm' });
    expect(modules.map(({ path }) => path)).toEqual(
      ['arm64', 'loongarch', 'mips', 'powerpc', 'riscv', 's390', 'x86'].map((name) => `arch/${name}/kvm/kvm`),
    );
  });
});
