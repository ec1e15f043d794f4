// How well code is rebuilt from copied text: pieces of the kernel itself are taken out, copied and put back.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDiff } from '../../src/patch/parse.js';
import { rebuildDiff } from '../../src/repair/index.js';
import { kernelPath } from './kernel-path.js';

const FOLDERS = ['virt/kvm', 'drivers/vfio', 'drivers/vfio/pci', 'kernel/irq', 'kernel/bpf', 'net/core'];

const idOf = (bytes: Uint8Array): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex').slice(0, 12);

const joined = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\n')}\n`, 'latin1');

/** The same numbers on each run. */
const numbers = (seed: number) => (below: number) => {
  seed = (seed * 1103515245 + 12345) % 0x80000000;
  return seed % below;
};

/** A patch that adds some lines of a file, as a page shows it, copied. */
const copiedPatch = (path: string, lines: readonly string[], start: number, count: number) => {
  const pre = joined([...lines.slice(0, start), ...lines.slice(start + count)]);
  const context = (from: number, to: number) => lines.slice(from, to).map((line) => ` ${line}`);
  const diff = [
    `diff --git a/${path} b/${path}`,
    `index ${idOf(pre)}..${idOf(joined(lines))} 100644`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -${start - 2},6 +${start - 2},${6 + count} @@`,
    ...context(start - 3, start),
    ...lines.slice(start, start + count).map((line) => `+${line}`),
    ...context(start + count, start + count + 3),
  ];
  const copied = diff.map((line) => line.replaceAll(/[ \t]+/g, ' ').trim()).filter((line) => line !== '');
  return { pre, copied: Buffer.from(copied.join('\n'), 'latin1') };
};

describe.skipIf(kernelPath === undefined)('code of the kernel, taken out and put back', () => {
  it('is written at least 95 % as it was, and 4 of 5 times to the very blob', async () => {
    const next = numbers(7);
    let [hunks, verified, lines, equal] = [0, 0, 0, 0];
    for (const folder of FOLDERS) {
      const names = readdirSync(join(kernelPath ?? '', folder))
        .filter((name) => /\.[ch]$/.test(name))
        .sort();
      for (const name of names.filter((_name, index) => index % 3 === 1)) {
        const path = `${folder}/${name}`;
        const all = readFileSync(join(kernelPath ?? '', path), 'latin1')
          .split('\n')
          .slice(0, -1);
        if (all.length < 60) continue;
        const count = 3 + next(12);
        const start = 5 + next(all.length - count - 10);
        const { pre, copied } = copiedPatch(path, all, start, count);
        const [file] = await rebuildDiff(
          { rest: copied, files: parseDiff(copied).files },
          { byId: async () => undefined, byPath: async () => pre },
        );
        hunks += 1;
        if (file?.status === 'verified') verified += 1;
        const added = Buffer.from(file?.diff ?? '')
          .toString('latin1')
          .split('\n')
          .filter((line) => /^\+(?!\+\+ )/.test(line));
        lines += count;
        equal += added.filter((line, index) => line.slice(1) === all[start + index]).length;
      }
    }
    console.log(
      `${verified} of ${hunks} hunks verified, ${equal} of ${lines} lines equal (${((100 * equal) / lines).toFixed(1)} %)`,
    );
    expect(hunks).toBeGreaterThan(40);
    expect(equal / lines).toBeGreaterThanOrEqual(0.95);
    expect(verified / hunks).toBeGreaterThanOrEqual(0.8);
  });
});
