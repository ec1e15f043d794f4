// What we compute without git must be what git computes.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { writeAm } from '../../src/series/am.js';
import { patchId } from '../../src/series/patch-id.js';
import { reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { inputOf } from '../mail/mail-text.js';

let folder = '';
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ann (A.) Author, Ü',
  GIT_AUTHOR_EMAIL: 'ann@example.org',
  GIT_COMMITTER_NAME: 'Cy',
  GIT_COMMITTER_EMAIL: 'cy@example.org',
  GIT_AUTHOR_DATE: '2026-04-07T20:01:04+0200',
};
const git = (args: readonly string[], input?: Uint8Array | string) =>
  execFileSync('git', args, {
    cwd: folder,
    env,
    input,
    maxBuffer: 1 << 26,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
const commit = (message: string) => {
  git(['add', '-A']);
  git(['commit', '-q', '-F', '-', '--cleanup=verbatim'], message);
};

const lines = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('');
const MESSAGES = [
  'one: add files\n\nText.\n\nSigned-off-by: Ann Author <ann@example.org>\n',
  'two: rename, copy and delete\n\nFrom here on it works.\n\n>From there.\n\nSigned-off-by: Ann Author <ann@example.org>\n',
  'three: binary, mode, DOS lines and other charsets\n\nÜber alles.\n',
];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'git-agrees-'));
  git(['init', '-q', '-b', 'main']);
  write('keep.c', lines);
  write('dos.txt', 'one\r\ntwo\r\n');
  write('run.sh', '#!/bin/sh\n');
  commit('base\n');
  write('new.c', lines);
  write('with space.c', 'a\n');
  write('ü.c', 'no newline');
  commit(MESSAGES[0]!);
  git(['mv', 'new.c', 'moved.c']);
  git(['rm', '-q', 'with space.c']);
  write('keep.c', lines.replace('line 3\n', 'line three  \n').replace('line 25\n', '\tline\t25\n'));
  write('copy.c', lines);
  commit(MESSAGES[1]!);
  write('blob.bin', Buffer.from([0, 1, 2, 255, 254, 0, 10, 13]));
  write('dos.txt', 'one\r\nmiddle\r\ntwo\r\nunix\n');
  write('latin.c', Buffer.from([0x2f, 0x2a, 0xe9, 0x20, 0x2a, 0x2f, 0x0a]));
  git(['update-index', '--chmod=+x', 'run.sh']);
  execFileSync('chmod', ['+x', join(folder, 'run.sh')]);
  commit(MESSAGES[2]!);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RANGE = 'HEAD~3..HEAD';

describe('patchId', () => {
  test.each([
    ['plain', []],
    ['with renames and copies', ['-M', '-C', '--find-copies-harder']],
    ['with binary patches', ['--binary']],
    ['with much context', ['-U20']],
    ['without context', ['-U0']],
  ])('is that of git patch-id --stable: %s', (_, options) => {
    for (const commitId of git(['rev-list', RANGE]).toString().trim().split('\n')) {
      const diff = git(['diff-tree', '-p', ...options, `${commitId}~`, commitId]);
      const [expected] = git(['patch-id', '--stable'], diff).toString().split(' ');
      expect(patchId(diff)).toBe(expected);
    }
  });

  test('does not change with the order of files or the place of hunks', () => {
    const diff = git(['diff', 'HEAD~2', 'HEAD~1', '--', 'keep.c']).toString();
    const other = git(['diff', 'HEAD~1', 'HEAD', '--', 'dos.txt']).toString();
    expect(patchId(Buffer.from(diff + other))).toBe(patchId(Buffer.from(other + diff)));
    expect(patchId(Buffer.from(diff.replace('@@ -1,', '@@ -7,')))).toBe(patchId(Buffer.from(diff)));
    expect(patchId(Buffer.from(''))).toBeNull();
  });
});

describe('writeAm', () => {
  test.each([
    ['as format-patch writes it', []],
    ['with base64 attachments', ['--attach']],
    ['inline', ['--inline']],
  ])('git am makes the same commits: %s', async (_, options) => {
    const mbox = git(['format-patch', '--stdout', '--binary', '--cover-letter', ...options, RANGE]);
    const quoted = mbox.toString('latin1').replace(/^(>*From (?!.* Mon Sep 17 00:00:00 2001))/gm, '>$1');
    const archive = quoted.replace(/^From [0-9a-f]{40} .*$/gm, 'From mboxrd@z Thu Jan  1 00:00:00 1970');
    const series = await readSeries([inputOf(Buffer.from(archive, 'latin1'))], {}, quietContext());
    expect(series.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const written = writeAm(series, reviewSeries(series), {
      trailersFrom: 'nobody',
      coverTrailers: false,
      linkMask: null,
      signoff: null,
      pick: null,
      allowUnicodeControl: false,
    });
    git(['checkout', '-q', '--detach', 'HEAD~3']);
    try {
      git(['am', '-q'], written.mbox);
      const show = ['log', '-3', '--format=%T%n%an%n%ae%n%aI%n%B'];
      expect(git(show).toString()).toBe(git([...show, 'main']).toString());
    } finally {
      git(['checkout', '-q', '-f', 'main']);
    }
  });
});
