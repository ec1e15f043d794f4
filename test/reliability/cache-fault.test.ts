// Records of the cache that are cut, changed, swapped, or of another owner: the answer stays right.
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { fixture, Stage } from '../cli/program.js';

const stage = new Stage();
const cache = join(stage.folder, '.cache/kvm-vfio-series');
const words = ['check', stage.kernel, fixture('demo/removal.mbox'), '--json'];

const records = (): readonly string[] =>
  readdirSync(cache, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

const onEach = (change: (bytes: Buffer) => Buffer) => (): void => {
  for (const path of records()) writeFileSync(path, change(readFileSync(path)));
};

const FAULTS: readonly (readonly [string, () => void])[] = [
  ['cut in the middle', onEach((bytes) => bytes.subarray(0, bytes.length >> 1))],
  ['empty', onEach(() => Buffer.alloc(0))],
  ['longer', onEach((bytes) => Buffer.concat([bytes, Buffer.from('more')]))],
  ...[0, 0.25, 0.5, 0.75, 1].map((share): readonly [string, () => void] => [
    `with a bit flipped at ${share * 100} %`,
    onEach((bytes) => {
      const changed = Buffer.from(bytes);
      const at = Math.min(changed.length - 1, Math.floor(changed.length * share));
      if (at >= 0) changed[at] = (changed[at] as number) ^ 4;
      return changed;
    }),
  ]),
  [
    'swapped',
    () => {
      const all = records();
      const bytes = all.map((path) => readFileSync(path));
      for (const [at, path] of all.entries()) writeFileSync(path, bytes[(at + 1) % all.length] as Buffer);
    },
  ],
  ['random', onEach((bytes) => Buffer.from(bytes.map((_, at) => (at * 197) & 255)))],
  [
    'behind a symbolic link',
    () => {
      for (const path of records()) {
        renameSync(path, `${path}.moved`);
        symlinkSync(`${path}.moved`, path);
      }
    },
  ],
  [
    'gone with their folder',
    () => {
      rmSync(cache, { recursive: true });
      writeFileSync(cache, 'a file');
    },
  ],
];

describe('a damaged cache', () => {
  afterAll(() => stage.remove());
  beforeEach(() => rmSync(cache, { recursive: true, force: true }));

  it.each(FAULTS)('%s: the answer is the same', async (_, damage) => {
    const whole = await stage.spawn(words);
    expect(existsSync(cache)).toBe(true);
    damage();
    const after = await stage.spawn(words);
    expect([after.code, after.stdout, after.stderr]).toEqual([whole.code, whole.stdout, whole.stderr]);
    const again = await stage.spawn(words);
    expect([again.code, again.stdout]).toEqual([whole.code, whole.stdout]);
  });
});
