import { chmodSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { CommitId } from '../../src/base/id.js';
import type { PatchToCommit } from '../../src/git/commit.js';
import { type RangeSide, rangeDiff } from '../../src/git/range-diff.js';
import { openRepository } from '../../src/git/repository.js';
import { parseDiff } from '../../src/patch/parse.js';
import { patchToCommit } from '../mail/patch-of.js';
import {
  commit,
  fingerprint,
  git,
  kernelRepository,
  leftBehind,
  writeFiles,
} from './temporary-repository.js';

const context = quietContext();
const LINES = Array.from({ length: 60 }, (_, at) => `line ${at + 1}\n`);
const text = (change: Readonly<Record<number, string>> = {}) =>
  LINES.map((line, at) => change[at + 1] ?? line).join('');

const mails = (folder: string, range: string): Promise<readonly PatchToCommit[]> =>
  Promise.all(
    git(folder, ['format-patch', '--stdout', '-M', range])
      .split(/^(?=From [0-9a-f]{40} Mon)/m)
      .map((mail, at) => patchToCommit(mail, `${at + 1}`)),
  );

const compare = async (folder: string, before: RangeSide, after: RangeSide) => {
  const repository = await openRepository(folder, context);
  try {
    return (await rangeDiff(repository, before, after, context)).map(
      ({ before, after, change, subject, lines }) => ({
        pair: [before, change, after, subject],
        lines,
      }),
    );
  } finally {
    repository.dispose();
  }
};

/** A branch of four commits over main, with every kind of change. */
const series = async () => {
  const folder = kernelRepository({ 'a.c': text(), 'd/b.c': text(), 'run.sh': 'x\n' });
  git(folder, ['checkout', '-q', '-b', 'first']);
  commit(folder, { 'a.c': text({ 5: 'five\n', 40: 'forty\n' }), 'new.c': 'n\n' }, 'one');
  commit(
    folder,
    { 'a.c': text({ 5: 'five\n', 7: 'seven\n', 40: 'XL\n' }), 'd/b.c': text({ 60: 'end' }) },
    'two',
  );
  renameSync(join(folder, 'd/b.c'), join(folder, 'd/c.c'));
  chmodSync(join(folder, 'run.sh'), 0o755);
  commit(folder, {}, 'three');
  commit(folder, { 'new.c': null, 'd/c.c': text({ 2: '2\n', 60: 'end' }) }, 'four');
  git(folder, ['checkout', '-q', 'main']);
  return {
    folder,
    base: git(folder, ['rev-parse', 'main']).trim() as CommitId,
    patches: await mails(folder, 'main..first'),
  };
};

describe('rangeDiff', () => {
  it('finds a series the same on its base and without one', async () => {
    const { folder, base, patches } = await series();
    const before = fingerprint(folder);
    const pairs = await compare(folder, { base, patches }, { base: null, patches });
    expect(pairs.map(({ pair }) => pair)).toEqual(
      ['one', 'two', 'three', 'four'].map((subject, at) => [at + 1, 'same', at + 1, subject]),
    );
    expect(fingerprint(folder)).toEqual(before);
    expect(leftBehind()).toEqual([]);
  });

  it.each([true, false])('shows what changed, came and went (base known: %s)', async (isKnown) => {
    const { folder, base, patches } = await series();
    git(folder, ['checkout', '-q', '-b', 'second', 'main']);
    commit(folder, { 'other.c': 'o\n' }, 'new one');
    commit(folder, { 'a.c': text({ 5: 'FIVE\n', 40: 'forty\n' }), 'new.c': 'n\n' }, 'one');
    writeFiles(folder, {
      'a.c': text({ 5: 'FIVE\n', 7: 'seven\n', 40: 'XL\n' }),
      'd/b.c': text({ 60: 'end' }),
    });
    commit(folder, {}, 'two');
    git(folder, ['checkout', '-q', 'main']);
    const known = isKnown ? base : null;
    const pairs = await compare(
      folder,
      { base: known, patches },
      { base: known, patches: await mails(folder, 'main..second') },
    );
    expect(pairs.map(({ pair }) => pair)).toEqual([
      [null, 'added', 1, 'new one'],
      [1, 'changed', 2, 'one'],
      [2, 'changed', 3, 'two'],
      [3, 'removed', null, 'three'],
      [4, 'removed', null, 'four'],
    ]);
    expect(pairs[1]?.lines).toContain('-+five');
    expect(pairs[1]?.lines).toContain('++FIVE');
  });

  it('goes to a made-up base when the patches do not apply to the one that is named', async () => {
    const { folder, patches } = await series();
    const moved = commit(folder, { 'a.c': 'all new\n' }) as CommitId;
    const pairs = await compare(folder, { base: moved, patches }, { base: null, patches });
    expect(pairs.map(({ pair }) => pair[1])).toEqual(['same', 'same', 'same', 'same']);
  });

  it('refuses a patch that leaves the tree', async () => {
    const { folder, patches } = await series();
    const [first] = patches;
    const diff = Buffer.from(Buffer.from(first!.patch.diff).toString().replaceAll('a.c', '../a.c'));
    const bad = { ...first!, patch: parseDiff(diff) };
    await expect(
      compare(folder, { base: null, patches: [bad] }, { base: null, patches }),
    ).rejects.toMatchObject({ code: 'input' });
  });
});
