import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { openRepository } from '../../src/git/repository.js';
import { parseDiff } from '../../src/patch/parse.js';
import { type RebuiltFile, rebuildDiff } from '../../src/repair/index.js';
import { rebuildSeries } from '../../src/repair/series.js';
import { readSeries } from '../../src/series/series.js';
import { openSource } from '../../src/source/index.js';
import { corpusPath, hasCorpus } from '../corpus/place.js';
import { recordingContext, textOf } from '../source/recording-context.js';
import { kernelPath } from './kernel-path.js';

const SEED = corpusPath('seed/lore-thread-flattened.txt');
const ORACLE = corpusPath('threads/arm64-on-s390-v2.mbox');
const MADE_FOR_IT = corpusPath('seed/kvm-vfio-on-6.12.mbox');
const present = kernelPath !== undefined && hasCorpus;

const git = (...args: string[]): Buffer =>
  execFileSync('git', ['-C', kernelPath ?? '.', ...args], {
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const blob = (name: string): Buffer | undefined => {
  try {
    return git('cat-file', 'blob', name);
  } catch {
    return undefined;
  }
};

const diffIn = (text: string): string =>
  text.slice(text.search(/^diff --git /m)).split(/^-- ?$/m, 1)[0] ?? '';

/** Diffs one after the other on the kernel, each on what the one before made. */
const rebuildAll = async (diffs: readonly string[]): Promise<readonly (readonly RebuiltFile[])[]> => {
  const after = new Map<string, Uint8Array | undefined>();
  const rebuilt: (readonly RebuiltFile[])[] = [];
  for (const diff of diffs) {
    const files = await rebuildDiff(
      { rest: Buffer.from(diff), files: parseDiff(Buffer.from(diff)).files },
      {
        byId: async (prefix) => blob(prefix),
        byPath: async (path) => (after.has(path) ? after.get(path) : blob(`HEAD:${path}`)),
      },
    );
    for (const { path, postImage } of files) if (postImage !== undefined) after.set(path, postImage);
    rebuilt.push(files);
  }
  return rebuilt;
};

/** The three patches of the copied text. */
const rebuildSeed = async (): Promise<readonly (readonly RebuiltFile[])[]> => {
  const inputs = await openSource(SEED, { workingFolder: '/' }, recordingContext());
  const patches = (await Promise.all(inputs.map(textOf))).filter((mail) =>
    /^Subject: \[PATCH [1-3]\/3\]/m.test(mail),
  );
  return rebuildAll(patches.map(diffIn));
};

/** Lines of one file's diff by sign. */
const linesOf = (diff: string, signs: string): string[] =>
  diff
    .replaceAll(/^(?:---|\+\+\+) .*\n/gm, '')
    .split('\n')
    .filter((line) => line !== '' && signs.includes(line[0] ?? ''))
    .map((line) => line.slice(1));

describe.skipIf(!present)('the copied seed thread on the 6.12 kernel', () => {
  it('rebuilds vfio.h, whose pre-image the kernel has, to the very blob', async () => {
    const header = (await rebuildSeed())[0]?.find(({ path }) => path === 'drivers/vfio/vfio.h');
    expect(header).toMatchObject({ status: 'verified', reason: 'makes blob a0c38f89b30a' });
    const id = execFileSync('git', ['hash-object', '--stdin'], { input: header?.postImage ?? '' }).toString();
    expect(id.slice(0, 12)).toBe('a0c38f89b30a');
  });

  it('applies the first patch with what was rebuilt', async () => {
    const context = quietContext();
    const inputs = await openSource(SEED, { workingFolder: '/' }, context);
    const series = await readSeries(inputs, {}, context);
    const repository = await openRepository(kernelPath ?? '.', context);
    try {
      const tree = await repository.treeAt(await repository.resolve('HEAD', context), context);
      const index = repository.scratchIndex(tree);
      const first = { ...series, patches: series.patches.slice(0, 1) };
      const rebuilt = await rebuildSeries(first, tree, repository, context);
      const result = await index.apply(rebuilt.patches[0]!, { threeWay: true }, context);
      expect(result).toMatchObject({ applied: true, way: 'plain' });
      expect(index.tree.blobAt('drivers/vfio/vfio.h')?.slice(0, 12)).toBe('a0c38f89b30a');
      const lines = rebuilt.diagnostics.filter(({ code }) => code === 'patch-rebuilt');
      expect(lines.map(({ message }) => /lost; (.*) \(/.exec(message)?.[1])).toEqual([
        'drivers/vfio/device_cdev.c: rebuilt, not verifiable',
        'drivers/vfio/group.c: rebuilt, not verifiable',
        'drivers/vfio/vfio.h: verified',
        'drivers/vfio/vfio_main.c: rebuilt, not verifiable',
        'include/linux/vfio.h: rebuilt, not verifiable',
        'virt/kvm/vfio.c: rebuilt, not verifiable',
      ]);
    } finally {
      repository.dispose();
    }
  });

  it('rebuilds every other file and says what it could not verify', async () => {
    const files = (await rebuildSeed()).flat().filter(({ path }) => path !== 'drivers/vfio/vfio.h');
    expect(files).toHaveLength(16);
    for (const { status, reason, diff } of files) {
      expect(status).toBe('rebuilt, not verifiable');
      expect(reason).toMatch(/^made for blob [0-9a-f]{12}, the tree has [0-9a-f]{12}/);
      expect(diff).toBeDefined();
    }
  });

  it('writes at least 95 % of the changed lines as their author did, white space compared', async () => {
    const posted = (await readFile(ORACLE, 'latin1')).split(/^From mboxrd@z .*\n/m);
    let [equal, all] = [0, 0];
    const wrong: string[] = [];
    for (const [index, files] of (await rebuildSeed()).entries()) {
      const mail = posted.find((each) => each.includes(`\nSubject: [PATCH v2 0${index + 1}/28]`)) ?? '';
      const oracle = diffIn((await PostalMime.parse(Buffer.from(mail, 'latin1'))).text ?? '').split(
        /^(?=diff --git )/m,
      );
      expect(oracle).toHaveLength(files.length);
      for (const [order, { path, diff }] of files.entries()) {
        const [ours, theirs] = [Buffer.from(diff ?? '').toString(), oracle[order] ?? ''];
        expect(ours.split('\n', 2)).toEqual(theirs.split('\n', 2));
        // The same two blobs, compared by another algorithm: what one shows as changed may be context in the other.
        for (const sign of ['+', '-']) {
          const left = linesOf(theirs, `${sign} `);
          for (const line of linesOf(ours, sign)) {
            all += 1;
            const found = left.indexOf(line);
            if (found >= 0) left.splice(found, 1);
            if (found >= 0) equal += 1;
            else wrong.push(`${index + 1}/3 ${path}: ${sign}${JSON.stringify(line)}`);
          }
        }
      }
    }
    console.log(
      `${equal} of ${all} changed lines equal (${((100 * equal) / all).toFixed(1)} %)\n${wrong.join('\n')}`,
    );
    expect(all).toBeGreaterThan(150);
    expect(equal / all).toBeGreaterThanOrEqual(0.95);
  });

  const expand = (line: string): string => {
    let text = '';
    for (const character of line.slice(1))
      text += character === '\t' ? ' '.repeat(8 - (text.length % 8)) : character;
    return line.slice(0, 1) + text;
  };
  const DAMAGES: { name: string; damage: (diff: string) => string }[] = [
    { name: 'no damage', damage: (diff) => diff },
    {
      name: 'white space of each line made one blank, leading blanks and empty lines gone',
      damage: (diff) =>
        diff
          .split('\n')
          .map((line) => line.replaceAll(/\s+/g, ' ').trim())
          .filter((line) => line !== '')
          .join('\n'),
    },
    {
      name: 'tabs made blanks',
      damage: (diff) =>
        diff
          .split('\n')
          .map((line) => (/^[ +-]/.test(line) ? expand(line) : line))
          .join('\n'),
    },
    {
      name: 'lines broken after 78 characters, trailing blanks gone',
      damage: (diff) =>
        diff
          .split('\n')
          .map((line) =>
            /^(?:diff|index|---|\+\+\+|@@)/.test(line)
              ? line
              : line.replaceAll(/(.{60,78}) (?=\S)/g, '$1\n').trimEnd(),
          )
          .join('\n'),
    },
  ];
  it.each(DAMAGES)('verifies each file of the series made for this kernel: $name', async ({ damage }) => {
    const mails = (await readFile(MADE_FOR_IT, 'utf8')).split(/^From mboxrd@z .*\n/m);
    const diffs = mails.filter((mail) => /^Subject: \[PATCH [1-3]\/3\]/m.test(mail)).map(diffIn);
    const files = (await rebuildAll(diffs.map(damage))).flat();
    expect(files).toHaveLength(17);
    expect(
      files.filter(({ status }) => status !== 'verified').map(({ path, reason }) => `${path}: ${reason}`),
    ).toEqual([]);
  });
});
