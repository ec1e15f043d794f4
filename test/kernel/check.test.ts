import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { type CheckRequest, checkSeries } from '../../src/flow/check.js';
import type { CheckResult, EdgeKind } from '../../src/result/verdict.js';
import { kernelPath, seedSeriesPath } from './kernel-path.js';
import { truthConfigPath as builtConfig } from './truth.js';

const check = (more: Partial<CheckRequest>): Promise<CheckResult> =>
  checkSeries(
    {
      tree: kernelPath!,
      series: seedSeriesPath!,
      ...more,
    },
    quietContext(),
  );

/** By state, the symbols of one direction and kind, with their conditions. */
const symbols = (result: CheckResult, consumer: string, kind: EdgeKind): readonly (readonly string[])[] =>
  result.states.map((state) =>
    state.edges
      .filter((edge) => edge.consumer === consumer && edge.kind === kind)
      .map((edge) => (edge.condition === null ? edge.symbol : `${edge.symbol} if ${edge.condition}`)),
  );

const KVM_NEEDS = [
  'vfio_file_enforced_coherent',
  'vfio_file_iommu_group if SPAPR_TCE_IOMMU',
  'vfio_file_is_valid',
  'vfio_file_set_kvm',
];

describe.skipIf(kernelPath === undefined || seedSeriesPath === undefined)('check on a real kernel', () => {
  it('rebuilds a thread that was copied as text, and says of each file how far it can be trusted', async () => {
    const result = await check({
      series: seedSeriesPath!.replace('kvm-vfio-on-6.12.mbox', 'lore-thread-flattened.txt'),
    });
    const rebuilt = result.findings.filter(({ message }) => message.startsWith('white space of'));
    expect(rebuilt).toHaveLength(17);
    expect(
      rebuilt
        .filter(({ message }) => message.includes('verified (makes blob a0c38f89b30a)'))
        .map(({ path }) => path),
    ).toEqual(['drivers/vfio/vfio.h']);
    expect(result.states.map(({ label, applied }) => [label, applied]).slice(0, 2)).toEqual([
      ['base', true],
      ['1/3', true],
    ]);
  });

  it('says which edges the series leaves, patch by patch', async () => {
    const result = await check({ includes: true });
    expect(result.states.map((state) => [state.label, state.applied])).toEqual([
      ['base', true],
      ['1/3', true],
      ['2/3', true],
      ['3/3', true],
    ]);
    expect(symbols(result, 'vfio', 'dynamic')).toEqual([
      ['kvm_get_kvm_safe', 'kvm_put_kvm'],
      ['kvm_get_kvm_safe', 'kvm_put_kvm'],
      ['kvm_put_kvm'],
      [],
    ]);
    expect(symbols(result, 'kvm', 'dynamic')).toEqual([KVM_NEEDS, KVM_NEEDS, KVM_NEEDS, KVM_NEEDS]);
    expect(symbols(result, 'kvm', 'link').flat()).toEqual([]);
    expect(symbols(result, 'vfio', 'link').flat()).toEqual([]);
    const includesHost = symbols(result, 'vfio', 'include').map((headers) =>
      headers.some((one) => one.startsWith('linux/kvm_host.h')),
    );
    expect(includesHost).toEqual([true, true, true, false]);
    expect(result.verdict.failed).toBe(false);
  });

  it('holds for the direction that the series empties', async () => {
    const result = await check({ between: ['vfio', 'kvm'], oneWay: true, architecture: 'x86' });
    expect(result.verdict).toEqual({
      failed: false,
      reason: expect.stringMatching(/^vfio -> kvm: \d+ -> 0$/),
    });
  });

  it.skipIf(!existsSync(builtConfig))('leaves out what a configuration does not build', async () => {
    const result = await check({ config: readFileSync(builtConfig, 'utf8') });
    expect(symbols(result, 'kvm', 'dynamic').at(-1)).toEqual([
      'vfio_file_enforced_coherent',
      'vfio_file_is_valid',
      'vfio_file_set_kvm',
    ]);
  });
});
