import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { type CheckRequest, checkSeries } from '../../src/flow/check.js';
import type { FindingKind } from '../../src/result/verdict.js';
import { kernelPath, seedSeriesPath } from './kernel-path.js';
import { type Edit, replace, seriesOf } from './own-patch.js';

const KINDS: readonly FindingKind[] = ['broken-link', 'orphan-export'];

const findings = async (
  series: CheckRequest['series'],
  more: Partial<CheckRequest> = {},
): Promise<readonly string[]> => {
  const result = await checkSeries({ tree: kernelPath!, series: series!, ...more }, quietContext());
  expect(result.states.every((state) => state.applied)).toBe(true);
  return result.findings
    .filter(({ kind }) => KINDS.includes(kind))
    .map(({ state, path, message }) => `${state} ${path} ${message.replace(/:\d+/g, '')}`);
};

const KVM: Readonly<Record<string, Edit>> = {
  'virt/kvm/kvm_main.c': replace('EXPORT_SYMBOL_GPL(kvm_get_kvm);\n', ''),
};

describe.skipIf(kernelPath === undefined)('links on a real kernel', () => {
  it('names every module that needs an export which goes, the one outside the pair too', async () => {
    const gone = 'which is not exported any more (it was at virt/kvm/kvm_main.c)';
    expect(await findings(seriesOf(KVM))).toEqual([
      `1/1 arch/powerpc/kvm/book3s_64_mmu_hv.c kvm-hv (if KVM_BOOK3S_64_HV=m), kvm-amd (if KVM_AMD=m && KVM_AMD_SEV) and vfio_ap (if VFIO_AP=m) need kvm_get_kvm, ${gone} (on powerpc, s390, x86)`,
    ]);
  });

  it('names modules that a list leaves out, and no others', async () => {
    const list = 'EXPORT_SYMBOL_GPL_FOR_MODULES(kvm_get_kvm, "kvm-amd,vfio-*");';
    const patch = { 'virt/kvm/kvm_main.c': replace('EXPORT_SYMBOL_GPL(kvm_get_kvm);', list) };
    expect(await findings(seriesOf(patch))).toEqual([
      '1/1 arch/powerpc/kvm/book3s_64_mmu_hv.c kvm-hv needs kvm_get_kvm, which is exported only for kvm-amd, vfio-* (virt/kvm/kvm_main.c) if KVM_BOOK3S_64_HV=m (on powerpc)',
    ]);
  });

  it('says nothing when an export moves to another file of the module, and of an export that gets a user', async () => {
    const moved: Readonly<Record<string, Edit>> = {
      ...KVM,
      'virt/kvm/eventfd.c': (text) => `${text}EXPORT_SYMBOL_GPL(kvm_get_kvm);\n`,
    };
    expect(await findings(seriesOf(moved), { architecture: 'x86' })).toEqual([]);
  });

  it('tells a call of a function that is not exported, and an export that nothing uses', async () => {
    const define =
      'int ada_unused(void);\nint ada_unused(void) { return 0; }\nEXPORT_SYMBOL_GPL(ada_unused);\n';
    const patch: Readonly<Record<string, Edit>> = {
      'drivers/vfio/vfio_main.c': (text) =>
        `${text}void ada_ends(void);\nvoid ada_ends(void) { exit_files(current); }\n${define}`,
    };
    expect(await findings(seriesOf(patch), { architecture: 'x86' })).toEqual([
      '1/1 drivers/vfio/vfio_main.c vfio needs exit_files, which is not exported if VFIO=m (on x86)',
      '1/1 drivers/vfio/vfio_main.c vfio exports ada_unused, which nothing in the tree uses',
    ]);
  });

  it.skipIf(seedSeriesPath === undefined)('has nothing to say of a series that is sound', async () => {
    expect(await findings(seedSeriesPath!)).toEqual([]);
  });
});
