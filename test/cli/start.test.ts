import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { fixture, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());
const caches = join(stage.folder, 'caches');
const folder = join(caches, 'kvm-vfio-series/code');
beforeEach(() => rmSync(caches, { recursive: true, force: true }));

const show = (more: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  stage.spawn(['show', fixture('demo/removal.mbox'), ...more], { env: { XDG_CACHE_HOME: caches, ...env } });
const records = (): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
const record = (): string => join(folder, records()[0] ?? '');

describe('compiled code', () => {
  it('is kept by the first run and used by the next, with the same output', async () => {
    const first = await show();
    expect(first.code).toBe(0);
    expect(records()).toHaveLength(1);
    const { mtimeMs, mode } = statSync(record());
    expect(mode & 0o777).toBe(0o600);
    expect(await show()).toEqual(first);
    expect(statSync(record()).mtimeMs).toBe(mtimeMs);
  });

  it('is compiled anew where it is damaged or may be written by others', async () => {
    const first = await show();
    const whole = readFileSync(record());
    const damaged = Buffer.from(whole);
    damaged.fill(0x5a, whole.length >> 1);
    writeFileSync(record(), damaged);
    expect(await show()).toEqual(first);
    expect(readFileSync(record()).subarray(whole.length >> 1)).not.toEqual(
      damaged.subarray(whole.length >> 1),
    );
    chmodSync(record(), 0o666);
    expect(await show()).toEqual(first);
    expect(statSync(record()).mode & 0o777).toBe(0o600);
  });

  it('is not kept for other flags of V8 under the same name', async () => {
    const first = await show();
    expect(await show([], { NODE_OPTIONS: '--max-old-space-size=2000' })).toEqual(first);
    expect(records()).toHaveLength(2);
  });

  it.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['KVM_VFIO_SERIES_CACHE=0', [], { KVM_VFIO_SERIES_CACHE: '0' }],
    ['no folder for caches', [], { XDG_CACHE_HOME: '', HOME: '' }],
    ['a folder that takes nothing', [], { XDG_CACHE_HOME: '/proc' }],
  ])('is not kept with %s, and that is no error', async (_, more, env) => {
    const { code, stderr } = await show(more, env);
    expect([code, stderr]).toEqual([0, '']);
    expect(existsSync(caches)).toBe(false);
  });
});
