// A real build, as a distribution made it, beside the tree that it was made of.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { readBuild } from '../../src/build/build.js';
import { findBuild } from '../../src/build/place.js';
import { verifyBuild } from '../../src/flow/verify.js';
import { kernelPath } from './kernel-path.js';
import { hasTruth, truthBetween } from './truth.js';

const root = resolve(import.meta.dirname, '../..');

/** The modules of an unpacked package: `dpkg-deb -x linux-image-6.12.117*-amd64-unsigned_*.deb .kernel/image`. */
const unpackedBuild = (): string | undefined => {
  const given = process.env['KVM_VFIO_SERIES_BUILD'];
  if (given !== undefined) return given;
  const modules = join(root, '.kernel/image/lib/modules');
  const [release] = existsSync(modules) ? readdirSync(modules) : [];
  return release === undefined ? undefined : join(modules, release);
};

const build = unpackedBuild();
if (build === undefined) console.warn('skipped: a built kernel (KVM_VFIO_SERIES_BUILD) is not here');
/** The table of edges was made of one release. */
const isOfTruth = build !== undefined && hasTruth && basename(build).startsWith('6.12.117');

describe.skipIf(build === undefined || kernelPath === undefined)('a built kernel', () => {
  it.each([
    ['kvm*', 'kvm*'],
    ['vfio*', 'vfio*'],
    ['kvm*', 'vfio*'],
  ])('links %s and %s as is found', async (from, to) => {
    const { classes, differences, verdict } = await verifyBuild(
      { tree: kernelPath!, build: build!, between: [from, to] },
      quietContext(),
    );
    expect(differences.filter((one) => one.class === 'module')).toEqual([]);
    expect(classes[0]!.built).toBeGreaterThan(8);
    expect(verdict.failed).toBe(false);
  });
});

describe.skipIf(!isOfTruth)('the modules of a built kernel', () => {
  it('need what nm and readelf say they need', async () => {
    const wanted = (path: string): boolean => /\/(?:vfio|kvm|snd-hda)[^/]*$/.test(path);
    const { edges, unresolved } = await readBuild(await findBuild(build!), wanted, quietContext());
    const text = ({ consumer, provider, symbol }: (typeof edges)[number]): string =>
      `${basename(consumer)} ${basename(provider)} ${symbol}`;
    const truth = ['vfio*', 'kvm*', 'snd-hda*'].flatMap((family) => truthBetween(family, '*'));
    const own = edges.filter(({ provider }) => provider !== 'vmlinux');
    expect(truth.length).toBeGreaterThan(1000);
    expect(own.map(text).sort()).toEqual(truth.map(text).sort());
    expect(unresolved).toEqual([]);
  });
});
