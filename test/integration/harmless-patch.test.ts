// Patches that break no link, as random edits of the small kernel: comments that mention exports, moved exports, other white
// space, reordered functions.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { checkSeries } from '../../src/flow/check.js';
import { commit, type Files, git, kernelRepository } from './temporary-repository.js';

const FIXTURE = resolve(import.meta.dirname, '../../fixtures/kernel');
const PATCHES = 40;

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(join(FIXTURE, folder)).flatMap((name) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    return statSync(join(FIXTURE, path)).isDirectory() ? filesBelow(path) : [path];
  });

/** Numbers below a limit that look random and are the same in every run. */
const numbersFrom = (seed: number): ((limit: number) => number) => {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
};

type Edit = (text: string, random: (limit: number) => number) => string;

const EXPORT = /^EXPORT_SYMBOL\w*\(.*\);\n/m;
const CALL = 'vfio_file_is_valid() and EXPORT_SYMBOL_GPL(kvm_get_kvm)';

/** Blocks that end with a line `}`; preprocessor lines stay where they are. */
const blocksOf = (text: string): readonly string[] => text.split(/(?<=^\}\n)/m);

const EDITS: readonly Edit[] = [
  (text, random) => {
    const blocks = [...blocksOf(text)];
    blocks.splice(random(blocks.length + 1), 0, `/* See ${CALL}. */\n`);
    return blocks.join('');
  },
  (text) => {
    const line = EXPORT.exec(text)?.[0];
    return line === undefined ? text : `${text.replace(line, '')}\n${line}`;
  },
  (text) => text.replace(/^\t/gm, '        '),
  (text) => text.replace(/\) \{$|\)\n\{$/gm, ')\n\n{'),
  (text, random) => {
    const blocks = [...blocksOf(text)];
    const at = random(Math.max(1, blocks.length - 1));
    const [first, second] = blocks.slice(at, at + 2);
    if (first === undefined || second === undefined || /^\s*#/m.test(`${first}${second}`)) return text;
    blocks.splice(at, 2, second, first);
    return blocks.join('');
  },
];

it('finds no broken link in patches that break none', { timeout: 300_000 }, async () => {
  const files = new Map(filesBelow('').map((path) => [path, readFileSync(join(FIXTURE, path), 'utf8')]));
  const sources = [...files.keys()].filter((path) => /\.[ch]$/.test(path));
  const folder = kernelRepository(Object.fromEntries(files) as Files);
  const start = git(folder, ['rev-parse', 'HEAD']).trim();
  const random = numbersFrom(1);
  for (let patch = 0; patch < PATCHES; ) {
    const path = sources[random(sources.length)] ?? '';
    const before = files.get(path) ?? '';
    const after = (EDITS[random(EDITS.length)] as Edit)(before, random);
    if (after === before) continue;
    files.set(path, after);
    commit(folder, { [path]: after });
    patch += 1;
  }
  const result = await checkSeries(
    { tree: folder, between: ['kvm', 'vfio'], range: `${start}..HEAD` },
    quietContext(),
  );
  expect(result.states).toHaveLength(PATCHES + 1);
  expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});
