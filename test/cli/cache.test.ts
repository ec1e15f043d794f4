import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { programIdentity } from '../../src/cli/cache-option.js';
import { fixture, Stage } from './program.js';
import { FIRST, second } from './reroll.js';

const stage = new Stage();
afterAll(() => stage.remove());
const caches = join(stage.folder, 'caches');
const folder = join(caches, 'kvm-vfio-series/analysis');
beforeEach(() => rmSync(caches, { recursive: true, force: true }));

const words = ['check', stage.kernel, '--series', fixture('demo/removal.mbox'), '--json'];
const check = (more: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  stage.run([...words, ...more], { env: { XDG_CACHE_HOME: caches, ...env } });
const records = (): readonly string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

describe('the cache of results', () => {
  it('gives the same result as an analysis, and is not in the repository', async () => {
    const before = stage.git('status', '--porcelain', '--ignored');
    const first = await check();
    expect(first.code).toBe(0);
    const kept = records();
    // The base and three patches.
    expect(kept.length).toBeGreaterThanOrEqual(4);
    const written = kept.map((name) => statSync(join(folder, name)).mtimeMs);
    expect(await check()).toEqual(first);
    expect(records().map((name) => statSync(join(folder, name)).mtimeMs)).toEqual(written);
    expect(stage.git('status', '--porcelain', '--ignored')).toBe(before);
    expect(stage.leftovers()).toEqual([]);
  });

  it('is in ~/.cache by default', async () => {
    await check([], { XDG_CACHE_HOME: '' });
    expect(readdirSync(join(stage.folder, '.cache/kvm-vfio-series/analysis')).length).toBeGreaterThan(0);
  });

  it('says the same after its records were cut', async () => {
    const first = await check();
    records().forEach((name, index) => void truncateSync(join(folder, name), index * 30));
    expect(await check()).toEqual(first);
  });

  it.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['--no-cache', ['--no-cache'], {}],
    ['KVM_VFIO_SERIES_CACHE=0', [], { KVM_VFIO_SERIES_CACHE: '0' }],
  ])('is turned off by %s', async (_, more, env) => {
    const { code, stderr } = await check(more, env);
    expect([code, stderr]).toEqual([0, '']);
    expect(existsSync(caches)).toBe(false);
  });

  it('is done without, silently, where it cannot be written', async () => {
    const with_ = await check();
    rmSync(caches, { recursive: true });
    writeFileSync(caches, 'not a folder');
    expect(await check()).toEqual(with_);
    rmSync(caches);
    mkdirSync(caches);
    chmodSync(caches, 0o500);
    expect(await check()).toEqual(with_);
    chmodSync(caches, 0o700);
  });
});

describe('the cache of diff', () => {
  const both = join(stage.folder, 'both.mbox');
  const diff = (...more: string[]) =>
    stage.run(['diff', stage.kernel, both, '--json', ...more], { env: { XDG_CACHE_HOME: caches } });

  it('gives the same comparison again, from the records of the first run', async () => {
    writeFileSync(both, FIRST + second());
    const fresh = await diff('--no-cache');
    expect([fresh.code, records()]).toEqual([0, []]);
    expect(await diff()).toEqual(fresh);
    const kept = records();
    expect(kept.length).toBeGreaterThanOrEqual(4);
    expect(await diff()).toEqual(fresh);
    expect(records()).toEqual(kept);
  });
});

describe('the identity of the program', () => {
  const made = join(stage.folder, 'program');
  const dist = join(made, 'dist');
  const make = (): void => {
    mkdirSync(join(dist, 'floor'), { recursive: true });
    writeFileSync(join(made, 'package.json'), '{"version":"1"}');
    writeFileSync(join(dist, 'floor/one.js'), 'one');
    utimesSync(join(dist, 'floor/one.js'), 1, 1);
  };

  it.each<[string, () => void]>([
    ['a file is built anew', () => utimesSync(join(dist, 'floor/one.js'), 2, 2)],
    ['a file is added', () => writeFileSync(join(dist, 'two.js'), '')],
    ['the version is another', () => writeFileSync(join(made, 'package.json'), '{"version":"2"}')],
  ])('is another one when %s', (_, change) => {
    make();
    const before = programIdentity(dist);
    expect(programIdentity(dist)).toBe(before);
    change();
    expect(programIdentity(dist)).not.toBe(before);
  });
});
