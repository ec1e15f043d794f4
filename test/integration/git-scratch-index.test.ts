import { chmodSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { openRepository, type Repository } from '../../src/git/repository.js';
import type { ScratchIndex } from '../../src/git/scratch-index.js';
import { parseDiff } from '../../src/patch/parse.js';
import {
  commit,
  type Files,
  fingerprint,
  git,
  kernelRepository,
  leftBehind,
  writeFiles,
} from './temporary-repository.js';

const context = quietContext();
const PLAIN = { threeWay: false };
const LINES = Array.from({ length: 30 }, (_, at) => `line ${at + 1}\n`);
const text = (change: Readonly<Record<number, string>> = {}) =>
  LINES.map((line, at) => change[at + 1] ?? line).join('');

const withIndex = async <T>(
  folder: string,
  use: (index: ScratchIndex, repository: Repository) => Promise<T>,
  revision = 'main',
): Promise<T> => {
  const repository = await openRepository(folder, context);
  try {
    const tree = await repository.treeAt(await repository.resolve(revision, context), context);
    return await use(repository.scratchIndex(tree), repository);
  } finally {
    repository.dispose();
  }
};

/** A patch from the base of a repository to what `change` makes of its work tree; the base stays `main`. */
const patchOf = (folder: string, change: () => void, ...options: readonly string[]): Buffer => {
  git(folder, ['checkout', '-q', '-B', 'wanted', 'main']);
  change();
  git(folder, ['add', '-A']);
  git(folder, ['commit', '-q', '-m', 'wanted']);
  const patch = git(folder, [
    'format-patch',
    '--stdout',
    '--full-index',
    '--binary',
    ...options,
    'main..wanted',
  ]);
  git(folder, ['checkout', '-q', 'main']);
  return Buffer.from(patch, 'utf8');
};

const BINARY = new Uint8Array(5000).map((_, at) => (at * 31 + (at >> 3)) & 255);

const CHANGES: readonly [string, Files, (folder: string) => void, ...string[]][] = [
  ['a change', { 'a.c': text() }, (folder) => writeFiles(folder, { 'a.c': text({ 3: 'x\n' }) })],
  ['a new file in a new folder', {}, (folder) => writeFiles(folder, { 'n/e/w.c': 'x\n' })],
  ['a new empty file', {}, (folder) => writeFiles(folder, { empty: '' })],
  ['a removed file', { 'd/a.c': text() }, (folder) => writeFiles(folder, { 'd/a.c': null })],
  ['a rename', { 'a.c': text() }, (folder) => renameSync(join(folder, 'a.c'), join(folder, 'b.c')), '-M'],
  [
    'a rename with a change',
    { 'a.c': text() },
    (folder) => writeFiles(folder, { 'a.c': null, 'deep/b.c': text({ 9: 'x\n' }) }),
    '-M',
  ],
  [
    'a copy',
    { 'a.c': text() },
    (folder) => writeFiles(folder, { 'b.c': text({ 2: 'x\n' }), 'a.c': text({ 30: 'y\n' }) }),
    '-C',
  ],
  ['a mode', { 'a.sh': 'x\n' }, (folder) => chmodSync(join(folder, 'a.sh'), 0o755)],
  ['a new binary', {}, (folder) => writeFiles(folder, { 'i.png': BINARY })],
  [
    'a changed binary',
    { 'i.png': BINARY },
    (folder) => writeFiles(folder, { 'i.png': BINARY.map((byte, at) => (at === 99 ? 0 : byte)) }),
  ],
  ['a new link', {}, (folder) => symlinkSync('Kbuild', join(folder, 'link'))],
  [
    'a file that becomes a link',
    { 'a.c': 'x\n' },
    (folder) => {
      rmSync(join(folder, 'a.c'));
      symlinkSync('Kbuild', join(folder, 'a.c'));
    },
  ],
  [
    'a file that becomes a folder',
    { a: 'x\n' },
    (folder) => {
      rmSync(join(folder, 'a'));
      writeFiles(folder, { 'a/b': 'y\n' });
    },
  ],
  [
    'a folder that becomes a file',
    { 'a/b': 'x\n', 'a/c': 'z\n' },
    (folder) => {
      rmSync(join(folder, 'a'), { recursive: true });
      writeFiles(folder, { a: 'y\n' });
    },
  ],
  [
    'CRLF lines',
    { 'a.c': text().replaceAll('\n', '\r\n') },
    (folder) => writeFiles(folder, { 'a.c': text({ 3: 'x\n' }).replaceAll('\n', '\r\n') }),
  ],
  [
    'a last line that loses its line feed',
    { 'a.c': text() },
    (folder) => writeFiles(folder, { 'a.c': text().slice(0, -1) }),
  ],
  [
    'a last line that gets one',
    { 'a.c': text().slice(0, -1) },
    (folder) => writeFiles(folder, { 'a.c': text() }),
  ],
  [
    'names with blanks, quotes and letters',
    { 'ä "b".c': text() },
    (folder) => writeFiles(folder, { 'ä "b".c': text({ 1: 'x\n' }), 'c d\te': 'y\n' }),
  ],
  [
    'Latin-1 text',
    { 'a.c': Buffer.from('f\xfcr\nb\n', 'latin1') },
    (folder) => writeFiles(folder, { 'a.c': Buffer.from('f\xfcr\nc\n', 'latin1') }),
    '--no-signature',
  ],
];

describe('a patch that applies', () => {
  it.each(CHANGES)('%s gives the tree of the commit', async (name, files, change, ...options) => {
    const folder = kernelRepository(files);
    let patch = patchOf(folder, () => change(folder), ...options);
    if (name === 'Latin-1 text') patch = Buffer.from(patch.toString().replaceAll('\ufffd', '\xfc'), 'latin1');
    const before = fingerprint(folder);
    await withIndex(folder, async (index, repository) => {
      const result = await index.apply(parseDiff(patch), PLAIN, context);
      expect(result).toMatchObject({ applied: true, way: 'plain' });
      const wanted = await repository.treeAt(await repository.resolve('wanted', context), context);
      expect([...index.tree.paths()]).toEqual([...wanted.paths()]);
      const changed = git(folder, ['diff', '--no-renames', '--name-only', '-z', 'main', 'wanted'])
        .split('\0')
        .slice(0, -1);
      expect([...index.tree.touched].sort()).toEqual(changed.sort());
      for (const path of changed) {
        expect(index.tree.entryAt(path)).toEqual(wanted.entryAt(path));
        expect(index.tree.linkAt?.(path)).toBe(wanted.linkAt?.(path));
      }
    });
    expect(fingerprint(folder)).toEqual(before);
  });

  it('makes objects that the reader reads and the repository does not get', async () => {
    const folder = kernelRepository({ 'a.c': 'one\n' });
    await withIndex(folder, async (index, repository) => {
      const patch = '--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-one\n+never seen\n';
      await index.apply(parseDiff(Buffer.from(patch)), PLAIN, context);
      const id = index.tree.blobAt('a.c')!;
      const read: string[] = [];
      await repository.reader.readBlobs([id], (bytes) => read.push(Buffer.from(bytes).toString()));
      expect(read).toEqual(['never seen\n']);
      expect(() => git(folder, ['cat-file', '-e', id])).toThrow();
    });
  });

  it('is refused when it gives a file the mode of a folder', async () => {
    const folder = kernelRepository();
    const patch = 'diff --git a/m b/m\nnew file mode 040000\n--- /dev/null\n+++ b/m\n@@ -0,0 +1 @@\n+x\n';
    await withIndex(folder, async (index) => {
      expect(await index.apply(parseDiff(Buffer.from(patch)), PLAIN, context)).toMatchObject({
        applied: false,
        files: [{ path: 'm', detail: 'the mode 040000 is not that of a file' }],
      });
    });
  });

  it('stands on the patches before it', async () => {
    const folder = kernelRepository({ 'a.c': '1\n' });
    await withIndex(folder, async (index, repository) => {
      const step = (from: string, to: string) =>
        index.apply(
          parseDiff(Buffer.from(`--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-${from}\n+${to}\n`)),
          PLAIN,
          context,
        );
      expect((await step('1', '2')).applied).toBe(true);
      expect((await step('1', '3')).applied).toBe(false);
      expect((await step('2', '4')).applied).toBe(true);
      expect([...index.tree.touched]).toEqual(['a.c']);
      const other = repository.scratchIndex(index.tree);
      expect(
        (
          await other.apply(
            parseDiff(Buffer.from('--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-4\n+5\n')),
            PLAIN,
            context,
          )
        ).applied,
      ).toBe(true);
      expect((await step('4', '6')).applied).toBe(true);
    });
  });

  it('is merged by the blobs that it names when its context has moved', async () => {
    const folder = kernelRepository({ 'a.c': text() });
    const patch = patchOf(folder, () => writeFiles(folder, { 'a.c': text({ 5: 'patched\n' }) }));
    commit(folder, { 'a.c': text({ 7: 'moved on\n' }) });
    await withIndex(folder, async (index, repository) => {
      expect((await index.apply(parseDiff(patch), PLAIN, context)).applied).toBe(false);
      expect(await index.apply(parseDiff(patch), { threeWay: true }, context)).toMatchObject({
        applied: true,
        way: 'three-way',
      });
      const read: string[] = [];
      await repository.reader.readBlobs([index.tree.blobAt('a.c')!], (bytes) =>
        read.push(Buffer.from(bytes).toString()),
      );
      expect(read).toEqual([text({ 5: 'patched\n', 7: 'moved on\n' })]);
    });
  });
});

describe('a patch that does not apply', () => {
  it('leaves the state as it was and shows both sides of each hunk', async () => {
    const folder = kernelRepository({ 'a.c': text(), 'b.c': 'b\n' });
    const patch = [
      'diff --git a/b.c b/b.c\n--- a/b.c\n+++ b/b.c\n@@ -1 +1 @@\n-b\n+c\n',
      'diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -2,3 +2,3 @@\n line 2\n-line 3\n+x\n line 4\n@@ -20,3 +20,3 @@ fn\n line 20\n-line XX\n+y\n line 22\n',
      'diff --git a/none.c b/none.c\n--- a/none.c\n+++ b/none.c\n@@ -1 +1 @@\n-b\n+c\n',
      'diff --git a/b.c b/Kbuild\nsimilarity index 100%\ncopy from b.c\ncopy to Kbuild\n',
      'diff --git a/scripts b/scripts\nnew file mode 100644\n--- /dev/null\n+++ b/scripts\n@@ -0,0 +1 @@\n+x\n',
    ].join('');
    await withIndex(folder, async (index) => {
      const before = index.tree;
      expect(await index.apply(parseDiff(Buffer.from(patch)), { threeWay: true }, context)).toEqual({
        applied: false,
        tree: before,
        files: [
          {
            path: 'a.c',
            reason: 'hunk',
            detail: '1 of 2 hunks found no place',
            hunks: [
              {
                header: '@@ -20,3 +20,3 @@ fn',
                patchLine: 15,
                cause: 'differs',
                line: 20,
                expected: ['line 20', 'line XX', 'line 22'],
                found: ['line 20', 'line 21', 'line 22'],
              },
            ],
          },
          { path: 'none.c', reason: 'absent', detail: 'there is no such file', hunks: [] },
          { path: 'Kbuild', reason: 'exists', detail: 'the file exists already', hunks: [] },
          { path: 'scripts', reason: 'is-folder', detail: 'a folder stands there', hunks: [] },
        ],
      });
    });
  });

  it.each([
    ['conflicts in a three-way merge', { 5: 'other\n' }],
    ['has context that moved', { 7: 'moved on\n' }],
  ])('%s, and goes when three-way is off', async (_, change) => {
    const folder = kernelRepository({ 'a.c': text() });
    const patch = patchOf(folder, () => writeFiles(folder, { 'a.c': text({ 5: 'patched\n' }) }));
    commit(folder, { 'a.c': text(change) });
    await withIndex(folder, async (index) => {
      const result = await index.apply(parseDiff(patch), { threeWay: '5' in change }, context);
      expect(result).toMatchObject({ applied: false, files: [{ path: 'a.c', reason: 'hunk' }] });
      expect(index.tree.touched.size).toBe(0);
    });
  });

  it.each([
    ['a damaged hunk', '--- a/a.c\n+++ b/a.c\n@@ -1,3 +1,3 @@\n line 1\n-line 2\n', /damaged \(line 6/],
    ['no diff at all', 'Dear list,\n', /valid patches/],
    ['a file behind a link', '--- /dev/null\n+++ b/link/x\n@@ -0,0 +1 @@\n+x\n', /a symbolic link stands/],
    [
      'a binary without content',
      'diff --git a/i.png b/i.png\nindex 1111111..2222222 100644\nBinary files a/i.png and b/i.png differ\n',
      /./,
    ],
  ])('says what git says about %s', async (_, patch, message) => {
    const folder = kernelRepository({ 'a.c': text(), 'i.png': BINARY });
    symlinkSync('scripts', join(folder, 'link'));
    commit(folder, {});
    await withIndex(folder, async (index) => {
      const result = await index.apply(parseDiff(Buffer.from(patch)), { threeWay: true }, context);
      expect(result).toMatchObject({ applied: false, files: [{ detail: expect.stringMatching(message) }] });
    });
  });

  it.each(['../../etc/passwd', '.git/config', 'x/.GIT/hooks/a', 'git~1/config'])(
    'never reaches %s',
    async (path) => {
      const folder = kernelRepository();
      const before = fingerprint(folder);
      await withIndex(folder, async (index) => {
        for (const patch of [
          `diff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+x\n`,
          `diff --git a/Kbuild b/${path}\nsimilarity index 100%\nrename from Kbuild\nrename to ${path}\n`,
          `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-x\n+y\n`,
        ]) {
          await expect(index.apply(parseDiff(Buffer.from(patch)), PLAIN, context)).rejects.toMatchObject({
            code: 'input',
            message: expect.stringContaining(path),
          });
        }
      });
      expect(fingerprint(folder)).toEqual(before);
    },
  );
});

it('stops when it is told to, and leaves nothing behind', async () => {
  const before = leftBehind();
  const folder = kernelRepository({ 'a.c': '1\n' });
  const stop = new AbortController();
  await withIndex(folder, async (index) => {
    const patch = Buffer.from('--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-1\n+2\n');
    const applying = index.apply(parseDiff(patch), PLAIN, { ...context, signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(applying).rejects.toThrow('stopped');
    expect((await index.apply(parseDiff(patch), PLAIN, context)).applied).toBe(true);
  });
  expect(leftBehind()).toEqual(before);
});

it('works where the repository cannot be written', async () => {
  const folder = kernelRepository({ 'a.c': '1\n' });
  writeFileSync(join(folder, '.git/index.lock'), '');
  await withIndex(folder, async (index, repository) => {
    const patch = Buffer.from('--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-1\n+2\n');
    expect((await index.apply(parseDiff(patch), PLAIN, context)).applied).toBe(true);
    expect(await repository.hasUncommittedChanges(context)).toBe(false);
  });
});
