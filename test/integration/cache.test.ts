import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiskCache } from '../../src/cache/disk-cache.js';
import { build } from './built.js';

/** Puts records of one byte repeated and gets them back, on and on; ends with 1 when one is not what was put. */
const PROGRAM = `
import { DiskCache } from './dist/cache/disk-cache.js';
const [folder, limit, rounds, size] = process.argv.slice(2);
const cache = new DiskCache(folder, Number(limit));
console.log('ready');
for (let round = 0; round < Number(rounds); round += 1) {
  const key = round % 7;
  await cache.put('key ' + key, Buffer.alloc(Number(size), key));
  const back = await cache.get('key ' + ((round + 3) % 7));
  if (back !== undefined && (back.length !== Number(size) || back.some((byte) => byte !== (round + 3) % 7))) {
    process.exit(1);
  }
}
`;

const top = mkdtempSync(join(tmpdir(), 'kvs-cache-'));
beforeAll(() => {
  build(top);
  writeFileSync(join(top, 'run.mjs'), PROGRAM);
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

const start = (folder: string, limit: number, rounds: number, size: number): ChildProcess =>
  spawn(process.execPath, [join(top, 'run.mjs'), folder, `${limit}`, `${rounds}`, `${size}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => void child.on('close', resolve));

describe('a cache', () => {
  it('is whole while several processes write the same records and clear it', async () => {
    const folder = join(top, 'several');
    // Two records of a process fit below the limit, so that all of them clear it all the time.
    const children = [0, 1, 2].map(() => start(folder, 100_000, 120, 20_000));
    expect(await Promise.all(children.map(ended))).toEqual([0, 0, 0]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    const cache = new DiskCache(folder, 100_000);
    await cache.put('last', Buffer.alloc(20_000));
    const size = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(size).toBeLessThanOrEqual(100_000);
  });

  it('has whole records only, however its writers were killed', async () => {
    const folder = join(top, 'killed');
    for (let time = 0; time < 12; time += 1) {
      const child = start(folder, 1_000_000_000, 1_000_000, 8_000_000);
      await new Promise((resolve) => child.stdout?.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, 3 + ((time * 37) % 90)));
      child.kill('SIGKILL');
      await ended(child);
    }
    const cache = new DiskCache(folder);
    for (let key = 0; key < 7; key += 1) {
      const back = await cache.get(`key ${key}`);
      if (back !== undefined) expect(Buffer.alloc(8_000_000, key).equals(back)).toBe(true);
    }
    await cache.put('last', Buffer.from('x'));
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
