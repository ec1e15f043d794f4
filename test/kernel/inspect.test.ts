import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { type CheckRequest, checkSeries } from '../../src/flow/check.js';
import type { Finding, FindingKind } from '../../src/result/verdict.js';
import { kernelPath, seedSeriesPath } from './kernel-path.js';
import { madeSeries } from './made-series.js';

const told = (findings: readonly Finding[], kind: FindingKind): readonly string[] =>
  findings
    .filter((finding) => finding.kind === kind)
    .map(
      ({ state, severity, message, path }) =>
        `${state} ${severity}${path === undefined ? '' : ` ${path}`}: ${message}`,
    );

const findingsOf = async (request: Partial<CheckRequest>): Promise<readonly Finding[]> => {
  const { findings, states } = await checkSeries({ tree: kernelPath!, ...request }, quietContext());
  expect(states.filter(({ applied }) => !applied).map(({ failures }) => failures)).toEqual([]);
  return findings;
};

describe.skipIf(kernelPath === undefined || seedSeriesPath === undefined)(
  'what is said of the series that removes the lookups',
  () => {
    it('breaks the cycle, makes struct kvm opaque, and leaves nothing behind', async () => {
      const findings = await findingsOf({ series: seedSeriesPath!, opaque: ['struct kvm@vfio'] });
      expect
        .soft(told(findings, 'dependency-cycle'))
        .toEqual([
          expect.stringMatching(/^base note virt\/kvm\/vfio\.c: cycle kvm <-> vfio \(powerpc, s390, x86\): /),
          '3/3 note: cycle kvm <-> vfio is gone: vfio needs no symbol of kvm',
        ]);
      expect.soft(told(findings, 'unbalanced-get-put')).toEqual([]);
      expect.soft(told(findings, 'half-done-rename')).toEqual([]);
      expect
        .soft(told(findings, 'built-in-needs-module').map((one) => one.replace(/ \(.*/, '')))
        .toEqual([
          'base note virt/kvm/vfio.c: kvm can be built in without vfio',
          'base note drivers/vfio/vfio_main.c: vfio can be built in without kvm',
        ]);
      expect
        .soft(told(findings, 'opaque-type'))
        .toEqual([
          expect.stringMatching(
            /^base note drivers\/vfio\/vfio_main\.c: vfio sees the definition of struct kvm if KVM: drivers\/vfio\/vfio_main\.c:\d+ -> include\/linux\/kvm_host\.h:\d+$/,
          ),
          '3/3 note: struct kvm is opaque to vfio: no unit of it sees the definition',
        ]);
    });
  },
);

describe.skipIf(kernelPath === undefined)('what is said of a series with one fault a patch', () => {
  it('tells each at its patch', async () => {
    const vfio = 'drivers/vfio/vfio_main.c';
    const kvm = 'virt/kvm/vfio.c';
    const host = 'include/linux/kvm_host.h';
    const series = madeSeries(kernelPath!, [
      [{ path: vfio, from: /\tsymbol_put\(kvm_get_kvm_safe\);\n/, to: '' }],
      [{ path: kvm, from: /symbol_get\(vfio_file_is_valid\)/, to: 'vfio_file_is_valid' }],
      [{ path: vfio, from: /symbol_get\(kvm_get_kvm_safe\)/, to: 'kvm_get_kvm_safe' }],
      [
        { path: host, from: 'refcount_t users_count;', to: 'refcount_t users;' },
        { path: host, from: 'kvm->users_count', to: 'kvm->users' },
        { path: 'virt/kvm/kvm_main.c', from: /kvm->users_count(?=, 1\))/, to: 'kvm->users' },
      ],
    ]);
    const findings = await findingsOf({ series, architecture: 'x86' });
    const made = (kind: FindingKind): readonly string[] =>
      told(findings, kind).filter((one) => !one.startsWith('base'));
    expect
      .soft(made('unbalanced-get-put'))
      .toEqual([
        '1/4 warning drivers/vfio/vfio_main.c: vfio has symbol_get(kvm_get_kvm_safe) and no symbol_put(kvm_get_kvm_safe): kvm stays loaded for good',
        '2/4 warning virt/kvm/vfio.c: kvm has symbol_put(vfio_file_is_valid) and no symbol_get(vfio_file_is_valid): vfio is let go while others use it',
      ]);
    expect
      .soft(made('built-in-needs-module'))
      .toEqual([
        expect.stringMatching(
          /^2\/4 error virt\/kvm\/vfio\.c: kvm can be built in while vfio is a module .* vmlinux does not link without vfio_file_is_valid; "depends on VFIO" in config KVM_X86 \(arch\/x86\/kvm\/Kconfig:\d+\) forbids it$/,
        ),
        expect.stringMatching(
          /^3\/4 error drivers\/vfio\/vfio_main\.c: vfio can be built in while kvm is a module .* vmlinux does not link without kvm_get_kvm_safe; /,
        ),
      ]);
    expect
      .soft(made('dependency-cycle'))
      .toEqual([
        '3/4 error virt/kvm/vfio.c: depmod refuses the cycle kvm <-> vfio (x86): kvm links vfio_file_is_valid of vfio; vfio links kvm_get_kvm_safe of kvm',
      ]);
    const left = (path: string, where = ''): string =>
      `4/4 warning ${path}: users_count of struct kvm is gone, and kvm->users_count is left${where}: the patch rewrote 3 other uses`;
    const main = 'virt/kvm/kvm_main.c';
    expect
      .soft(made('half-done-rename'))
      .toEqual([
        left('arch/x86/kvm/mmu/tdp_mmu.c', ' if X86_64'),
        left('arch/x86/kvm/vmx/nested.h'),
        left('arch/x86/kvm/vmx/nested.h'),
        left(host),
        ...Array.from({ length: 5 }, () => left(main)),
        left(main, ' if HAVE_KVM_DIRTY_RING'),
      ]);
  });
});
