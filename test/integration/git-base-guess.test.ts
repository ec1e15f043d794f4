import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { type BaseQuestion, guessBase } from '../../src/git/base-guess.js';
import { bestOnto, tryOnto } from '../../src/git/onto.js';
import { matchRefs } from '../../src/git/ref.js';
import { openRepository, type Repository } from '../../src/git/repository.js';
import type { Diff } from '../../src/patch/diff.js';
import { parseDiff } from '../../src/patch/parse.js';
import { commit, fingerprint, git, kernelRepository, USER, writeFiles } from './temporary-repository.js';

const context = quietContext();
const LINES = Array.from({ length: 30 }, (_, at) => `line ${at + 1}\n`);
const text = (change: Readonly<Record<number, string>> = {}) =>
  LINES.map((line, at) => change[at + 1] ?? line).join('');

const withRepository = async <T>(folder: string, use: (repository: Repository) => Promise<T>): Promise<T> => {
  const repository = await openRepository(folder, context);
  try {
    return await use(repository);
  } finally {
    repository.dispose();
  }
};

const guess = (folder: string, question: Partial<BaseQuestion>) =>
  withRepository(folder, (repository) =>
    guessBase(
      repository,
      { baseCommit: null, prerequisitePatchIds: [], files: [], date: null, ...question },
      context,
    ),
  );

const diffs = (folder: string, range: string): readonly Diff[] =>
  git(folder, ['format-patch', '--stdout', range])
    .split(/^(?=From [0-9a-f]{40} Mon)/m)
    .map((mail) => parseDiff(Buffer.from(mail)));
const id = (folder: string, revision: string) => git(folder, ['rev-parse', revision]).trim();

/** main: base, five commits on a.c; `old` is tagged after the second; `topic` has two patches over the third. */
const history = () => {
  const folder = kernelRepository({ 'a.c': text(), 'b c.c': 'b\n' });
  for (let at = 1; at <= 5; at += 1) {
    commit(folder, { 'a.c': text({ [at]: `step ${at}\n` }) }, `step ${at}`);
    if (at === 2) git(folder, ['tag', '-a', '-m', 'old', 'old']);
    if (at === 3) git(folder, ['branch', 'third']);
  }
  git(folder, ['checkout', '-q', '-b', 'topic', 'third']);
  commit(folder, { 'a.c': text({ 3: 'step 3\n', 20: 'x\n' }), 'new.c': 'n\n' }, 'one');
  commit(folder, { 'a.c': text({ 3: 'step 3\n', 21: 'x\n' }), 'b c.c': 'c\n' }, 'two');
  git(folder, ['checkout', '-q', 'main']);
  const patches = diffs(folder, 'third..topic');
  const third = id(folder, 'third');
  git(folder, ['branch', '-q', '-D', 'topic']);
  git(folder, ['branch', '-q', '-D', 'third']);
  return { folder, patches, third };
};

describe('guessBase', () => {
  it('takes the commit that the series names', async () => {
    const { folder, patches, third } = history();
    expect(await guess(folder, { baseCommit: third, files: patches.map(({ files }) => files) })).toEqual({
      commit: third,
      ref: null,
      isTip: false,
      certainty: 'stated',
      matched: 3,
      wanted: 3,
      unknownBase: null,
      missingPrerequisites: [],
    });
  });

  it('takes HEAD when it has all blobs too, whatever the series names', async () => {
    const { folder, patches, third } = history();
    git(folder, ['checkout', '-q', third]);
    const head = commit(folder, { 'other.c': 'o\n' });
    expect(
      await guess(folder, { baseCommit: third, files: patches.map(({ files }) => files) }),
    ).toMatchObject({
      commit: head.trim(),
      ref: 'HEAD',
      certainty: 'exact',
      matched: 3,
      unknownBase: null,
    });
    const first = '9'.repeat(40);
    expect(
      await guess(folder, {
        baseCommit: third,
        prerequisitePatchIds: [first],
        files: patches.map(({ files }) => files),
      }),
    ).toMatchObject({ commit: third, certainty: 'stated', missingPrerequisites: [first] });
  });

  it('finds the commit in recent history where all blobs are, and leaves the repository alone', async () => {
    const { folder, patches, third } = history();
    const before = fingerprint(folder);
    expect(
      await guess(folder, {
        baseCommit: 'f'.repeat(40),
        files: patches.map(({ files }) => files),
        date: new Date(1_700_000_200_000),
      }),
    ).toEqual({
      commit: third,
      ref: 'HEAD',
      isTip: false,
      certainty: 'exact',
      matched: 3,
      wanted: 3,
      unknownBase: 'f'.repeat(40),
      missingPrerequisites: [],
    });
    expect(fingerprint(folder)).toEqual(before);
  });

  it('prefers a tag that the author can have had to a branch that is newer than the mail', async () => {
    const { folder, patches, third } = history();
    const parent = id(folder, 'third^{tree}'.replace('third', third));
    const commitAt = (seconds: number, subject: string): string =>
      execFileSync('git', ['commit-tree', '-m', subject, parent], {
        cwd: folder,
        env: { ...process.env, ...USER, GIT_COMMITTER_DATE: `${seconds} +0000` },
      })
        .toString()
        .trim();
    const early = commitAt(1_700_000_150, 'early');
    git(folder, ['tag', 'early', early]);
    git(folder, ['branch', 'late', commitAt(1_700_009_000, 'late')]);
    expect(
      await guess(folder, { files: patches.map(({ files }) => files), date: new Date(1_700_000_200_000) }),
    ).toMatchObject({
      commit: early,
      ref: 'early',
      certainty: 'exact',
    });
  });

  it('takes the newer of two commits of a history that match as well', async () => {
    const folder = kernelRepository({ 'a.c': text(), 'b.c': 'one\n' });
    const wanted = ['a.c', 'b.c'].map((path) => {
      const before = path === 'a.c' ? id(folder, 'HEAD:a.c') : '1'.repeat(40);
      return parseDiff(
        Buffer.from(
          `diff --git a/${path} b/${path}\nindex ${before}..${'2'.repeat(40)} 100644\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-a\n+b\n`,
        ),
      ).files;
    });
    const newer = commit(folder, { 'b.c': 'two\n' });
    commit(folder, { 'a.c': text({ 1: 'other\n' }) });
    expect(await guess(folder, { files: wanted })).toMatchObject({
      commit: newer.trim(),
      certainty: 'partial',
      matched: 1,
      wanted: 2,
    });
  });

  it('prefers HEAD, then a branch, then a tag, when all match as well', async () => {
    const { folder, patches, third } = history();
    git(folder, ['tag', 'a-tag', third]);
    expect(await guess(folder, { files: patches.map(({ files }) => files) })).toMatchObject({
      commit: third,
      ref: 'a-tag',
      certainty: 'exact',
    });
    git(folder, ['branch', 'z-branch', third]);
    expect(await guess(folder, { files: patches.map(({ files }) => files) })).toMatchObject({
      commit: third,
      ref: 'z-branch',
    });
    git(folder, ['checkout', '-q', 'z-branch']);
    expect(await guess(folder, { files: patches.map(({ files }) => files) })).toMatchObject({
      commit: third,
      ref: 'HEAD',
    });
  });

  it('says how many match when not all do', async () => {
    const { folder, patches } = history();
    commit(folder, { 'b c.c': 'other\n' });
    git(folder, ['checkout', '-q', '--orphan', 'alone']);
    commit(folder, { 'a.c': 'other\n' });
    git(folder, ['branch', '-q', '-D', 'main']);
    git(folder, ['tag', '-d', 'old']);
    expect(await guess(folder, { files: patches.map(({ files }) => files) })).toMatchObject({
      ref: 'HEAD',
      certainty: 'partial',
      matched: 1,
      wanted: 3,
    });
  });

  it('says that nothing is known', async () => {
    const { folder } = history();
    const head = id(folder, 'HEAD');
    const nothing = { commit: head, ref: 'HEAD', certainty: 'none', matched: 0 };
    expect(await guess(folder, {})).toMatchObject({ ...nothing, wanted: 0 });
    const foreign = Buffer.from(
      'diff --git a/z b/z\nindex 1234567..7654321 100644\n--- a/z\n+++ b/z\n@@ -1 +1 @@\n-a\n+b\n',
    );
    expect(await guess(folder, { files: [parseDiff(foreign).files] })).toMatchObject({
      ...nothing,
      wanted: 1,
    });
  });

  it('finds the patches that have to come first, or says which are missing', async () => {
    const folder = kernelRepository({ 'a.c': text() });
    git(folder, ['checkout', '-q', '-b', 'before']);
    commit(folder, { 'a.c': text({ 5: 'first\n' }) }, 'first');
    const last = commit(folder, { 'b.c': 'second\n' }, 'second');
    commit(folder, { 'c.c': 'later\n' }, 'later');
    const ids = git(
      folder,
      ['patch-id', '--stable'],
      git(folder, ['diff-tree', '-p', '--stdin'], git(folder, ['rev-list', 'main..before~1'])),
    )
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [line.split(' ')[0]!]));
    expect(ids).toHaveLength(2);
    git(folder, ['checkout', '-q', 'main']);
    const base = id(folder, 'main');
    expect(await guess(folder, { baseCommit: base, prerequisitePatchIds: ids })).toMatchObject({
      commit: last,
      ref: 'before',
      certainty: 'prerequisites',
      missingPrerequisites: [],
    });
    const absent = '9'.repeat(40);
    expect(await guess(folder, { baseCommit: base, prerequisitePatchIds: [...ids, absent] })).toMatchObject({
      commit: base,
      certainty: 'stated',
      missingPrerequisites: [absent],
    });
  });
});

describe('tryOnto', () => {
  it('says for each branch how far the series goes', async () => {
    const { folder, patches, third } = history();
    git(folder, ['branch', 'on/third', third]);
    git(folder, ['branch', 'on/third-too', third]);
    git(folder, ['checkout', '-q', '-b', 'on/far']);
    writeFiles(folder, { 'b c.c': 'moved\n' });
    commit(folder, {});
    // What is no kernel stands beside those that are.
    git(folder, ['checkout', '-q', '--orphan', 'on/todo']);
    git(folder, ['rm', '-rfq', '.']);
    commit(folder, { todo: 'much\n' });
    const candidate = { total: patches.length, diffsOn: async () => patches };
    const results = await withRepository(folder, async (repository) =>
      tryOnto(
        repository,
        await matchRefs(repository.place, 'on/*', context),
        candidate,
        { threeWay: false },
        context,
      ),
    );
    expect(
      results.map(({ ref, applied, total, files }) => [
        ref.name,
        applied,
        total,
        files.map(({ path }) => path),
      ]),
    ).toEqual([
      ['on/far', 1, 2, ['b c.c']],
      ['on/third', 2, 2, []],
      ['on/third-too', 2, 2, []],
      ['on/todo', 0, 2, []],
    ]);
    expect(results.map(({ matched }) => matched)).toEqual([1, 3, 3, 0]);
    expect(bestOnto(results)?.ref.name).toBe('on/third');
    await expect(
      withRepository(folder, (repository) => matchRefs(repository.place, 'none/*', context)),
    ).rejects.toMatchObject({ code: 'input' });
  });
});
