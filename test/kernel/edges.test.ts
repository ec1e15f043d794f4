// The edges of a real kernel: equal to what a compiler and a linker made of it, and the ones that no build shows.
import { describe, expect, it } from 'vitest';
import type { Edge } from '../../src/base/edge.js';
import { analyseTree, edgesOf } from '../../src/flow/edges.js';
import { kernelPath } from './kernel-path.js';
import { hasTruth, truthBetween, truthConfig } from './truth.js';

const texts = (edges: readonly { consumer: string; provider: string; symbol: string }[]): readonly string[] =>
  [...new Set(edges.map(({ consumer, provider, symbol }) => `${consumer} ${provider} ${symbol}`))].sort();

const linksBetween = async (from: string, to: string): Promise<readonly Edge[]> => {
  const edges = await analyseTree({
    tree: kernelPath!,
    between: [from, to],
    oneWay: true,
    config: truthConfig(),
  });
  return edges.filter(({ kind }) => kind === 'link');
};

describe.skipIf(kernelPath === undefined || !hasTruth)('link edges of a built kernel', () => {
  it.each([
    ['kvm-intel', 'kvm', 204],
    ['kvm-amd', 'kvm', 214],
    ['vfio-pci-core', 'vfio', 13],
    ['vfio*', 'vfio*', 38],
    ['vhost*', 'vhost*', 101],
    ['snd-hda*', 'snd*', 784],
    ['snd-soc-cs*', 'snd*', 175],
    ['nfs*', '*nfs*', 398],
    ['drm*', 'drm*', 339],
    ['dm-*', 'dm-*', 511],
    ['hid*', 'hid*', 806],
    ['usb*', 'usb*', 336],
    ['mlx5*', 'mlx5*', 138],
  ])('of %s to %s are those of the linker', async (from, to, count) => {
    const wanted = texts(truthBetween(from, to));
    expect(wanted).toHaveLength(count);
    expect(texts(await linksBetween(from, to))).toEqual(wanted);
  });

  it('have the paths of modules.order', async () => {
    const { modules, edges } = await edgesOf({
      tree: kernelPath!,
      between: ['kvm-intel', 'kvm'],
      oneWay: true,
      config: truthConfig(),
    });
    expect(edges).toHaveLength(204);
    expect(modules).toEqual([
      { name: 'kvm', path: 'arch/x86/kvm/kvm', architectures: ['x86'] },
      { name: 'kvm-intel', path: 'arch/x86/kvm/kvm-intel', architectures: ['x86'] },
    ]);
  });

  it('export as the linker saw it', async () => {
    const bySymbol = new Map((await linksBetween('kvm-intel', 'kvm')).map((edge) => [edge.symbol, edge]));
    for (const { symbol, namespace } of truthBetween('kvm-intel', 'kvm')) {
      expect(bySymbol.get(symbol)?.export?.namespace ?? null).toBe(namespace);
      expect(bySymbol.get(symbol)?.export?.path).toMatch(/^(?:arch\/x86|virt)\/kvm\//);
    }
  });
});

describe.skipIf(kernelPath === undefined)('edges that no build shows', () => {
  it('between kvm and vfio, in every configuration and on every architecture', async () => {
    const edges = await analyseTree({ tree: kernelPath!, between: ['kvm', 'vfio'] });
    const shown = edges.map(({ consumer, kind, symbol, condition }) => [consumer, kind, symbol, condition]);
    expect(shown).toEqual([
      ['kvm', 'dynamic', 'vfio_file_enforced_coherent', null],
      ['kvm', 'dynamic', 'vfio_file_iommu_group', 'SPAPR_TCE_IOMMU'],
      ['kvm', 'dynamic', 'vfio_file_is_valid', null],
      ['kvm', 'dynamic', 'vfio_file_set_kvm', null],
      ['vfio', 'dynamic', 'kvm_get_kvm_safe', null],
      ['vfio', 'dynamic', 'kvm_put_kvm', null],
    ]);
    const on = new Map(edges.map(({ symbol, architectures }) => [symbol, architectures]));
    expect(on.get('vfio_file_iommu_group')).toEqual(['powerpc']);
    for (const architecture of ['arm64', 'powerpc', 's390', 'x86'])
      expect(on.get('vfio_file_set_kvm')).toContain(architecture);
    expect(edges.map(({ reference }) => reference.path)).toEqual([
      ...Array.from({ length: 4 }, () => 'virt/kvm/vfio.c'),
      ...Array.from({ length: 2 }, () => 'drivers/vfio/vfio_main.c'),
    ]);
  });

  it.skipIf(!hasTruth)('in one configuration are those that it builds', async () => {
    const edges = await analyseTree({ tree: kernelPath!, between: ['kvm', 'vfio'], config: truthConfig() });
    expect(edges.map(({ symbol, condition }) => [symbol, condition])).toEqual([
      ['vfio_file_enforced_coherent', null],
      ['vfio_file_is_valid', null],
      ['vfio_file_set_kvm', null],
      ['kvm_get_kvm_safe', null],
      ['kvm_put_kvm', null],
    ]);
  });
});
