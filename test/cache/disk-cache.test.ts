import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { DiskCache } from '../../src/cache/disk-cache.js';
import { runs } from '../runs.js';

const top = mkdtempSync(join(tmpdir(), 'kvs-cache-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));
const newFolder = (): string => join(mkdtempSync(join(top, 'one-')), 'cache');

const text = async (cache: DiskCache, key: string): Promise<string | undefined> => {
  const bytes = await cache.get(key);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
};
const filesOf = (folder: string): readonly string[] => readdirSync(folder).map((name) => join(folder, name));
const sizeOf = (folder: string): number =>
  filesOf(folder).reduce((sum, file) => sum + statSync(file).size, 0);

describe('a cache', () => {
  it('knows what was put, in another process too, and nothing else', async () => {
    const folder = newFolder();
    const cache = new DiskCache(folder);
    expect(await text(cache, 'a')).toBeUndefined();
    await cache.put('a', Buffer.from('one'));
    await cache.put('b', Buffer.from('two'));
    await cache.put('a', Buffer.from('three'));
    const other = new DiskCache(folder);
    expect([await text(other, 'a'), await text(other, 'b'), await text(other, 'c')]).toEqual([
      'three',
      'two',
      undefined,
    ]);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('is for its user alone', async () => {
    const folder = newFolder();
    await new DiskCache(folder).put('a', Buffer.from('one'));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(filesOf(folder).map((file) => statSync(file).mode & 0o777)).toEqual([0o600]);
  });

  it('throws a damaged record away, whatever the damage is, and takes it anew', async () => {
    const folder = newFolder();
    const cache = new DiskCache(folder);
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }),
        fc.option(fc.nat()),
        async (payload, pokes, cut) => {
          await cache.put('key', payload);
          const file = filesOf(folder)[0]!;
          const whole = readFileSync(file);
          const bytes = Buffer.from(whole);
          for (const [at, value] of pokes) bytes[at % bytes.length] = value;
          const damaged = cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
          fc.pre(!damaged.equals(whole));
          writeFileSync(file, damaged);
          expect(await cache.get('key')).toBeUndefined();
          expect(existsSync(file)).toBe(false);
          await cache.put('key', payload);
          expect([...(await cache.get('key'))!]).toEqual([...payload]);
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it.each<[string, (file: string, folder: string) => void]>([
    ['others may write it', (file) => chmodSync(file, 0o606)],
    ['others may write its folder', (_file, folder) => chmodSync(folder, 0o777)],
    [
      'it is a link',
      (file, folder) => {
        renameSync(file, `${folder}.moved`);
        symlinkSync(`${folder}.moved`, file);
      },
    ],
    [
      'it is a folder',
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
  ])('does not take a record when %s', async (_, change) => {
    const folder = newFolder();
    await new DiskCache(folder).put('a', Buffer.from('one'));
    change(filesOf(folder)[0]!, folder);
    expect(await text(new DiskCache(folder), 'a')).toBeUndefined();
  });

  it('stays below its limit, the oldest records going first', async () => {
    const folder = newFolder();
    const payload = Buffer.alloc(900);
    for (let number = 0; number < 30; number += 1) {
      // Another process each time: none knows what the others wrote.
      const cache = new DiskCache(folder, 10_000);
      const before = new Set(existsSync(folder) ? filesOf(folder) : []);
      await cache.put(`key ${number}`, payload);
      for (const file of filesOf(folder)) if (!before.has(file)) utimesSync(file, number, number);
      expect(sizeOf(folder)).toBeLessThanOrEqual(10_000);
    }
    const cache = new DiskCache(folder, 10_000);
    const there: number[] = [];
    for (let number = 0; number < 30; number += 1)
      if ((await cache.get(`key ${number}`)) !== undefined) there.push(number);
    expect(there.length).toBeGreaterThan(5);
    // Those that are left are the last.
    expect(there).toEqual(Array.from({ length: there.length }, (_, index) => 30 - there.length + index));
  });

  it('stays below it within one process too', async () => {
    const folder = newFolder();
    const cache = new DiskCache(folder, 10_000);
    await Promise.all(
      Array.from({ length: 40 }, (_, number) => cache.put(`key ${number}`, Buffer.alloc(900))),
    );
    expect(sizeOf(folder)).toBeLessThanOrEqual(10_000);
  });

  it('does not take a record that would leave little room for others', async () => {
    const folder = newFolder();
    const cache = new DiskCache(folder, 10_000);
    await cache.put('small', Buffer.alloc(100));
    await cache.put('large', Buffer.alloc(5000));
    expect([await cache.get('large'), (await cache.get('small'))?.length]).toEqual([undefined, 100]);
  });

  it("drops what a killed process left half-written, not what a living one writes, nor other people's files", async () => {
    const folder = newFolder();
    await new DiskCache(folder).put('a', Buffer.from('one'));
    const name = 'f'.repeat(64);
    // No process has a number above Linux' PID_MAX_LIMIT (proc(5), pid_max).
    const left = {
      dead: `${name}.4194305-1.part`,
      alive: `${name}.${process.ppid}-1.part`,
      other: 'notes.txt',
    };
    for (const file of Object.values(left)) writeFileSync(join(folder, file), 'x'.repeat(50));
    await new DiskCache(folder).put('b', Buffer.from('two'));
    const there = Object.entries(left).filter(([, file]) => existsSync(join(folder, file)));
    expect(there.map(([what]) => what)).toEqual(['alive', 'other']);
  });

  it('is silently empty where its folder cannot be made', async () => {
    const file = join(mkdtempSync(join(top, 'one-')), 'file');
    writeFileSync(file, 'not a folder');
    for (const folder of [file, join(file, 'below'), '/proc/none']) {
      const cache = new DiskCache(folder);
      await cache.put('a', Buffer.from('one'));
      expect(await cache.get('a')).toBeUndefined();
    }
    expect(readFileSync(file, 'utf8')).toBe('not a folder');
  });
});
