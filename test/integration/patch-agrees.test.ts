// The model of a diff beside git's: the same files, and the same counts of lines, as `git apply --numstat -z`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { shownPath } from '../../src/patch/diff.js';
import { parseDiff } from '../../src/patch/parse.js';

const folder = mkdtempSync(join(tmpdir(), 'patch-agrees-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const RUNS = 60;

/** What git reads in a diff: per file added and removed lines and its name; null when git refuses the diff. */
const numstat = (diff: string): readonly string[] | null => {
  const run = spawnSync('git', ['apply', '--numstat', '-z', '-'], { cwd: folder, input: diff });
  return run.status === 0 ? run.stdout.toString().split('\0').slice(0, -1) : null;
};

const ours = (diff: string): readonly string[] =>
  parseDiff(Buffer.from(diff)).files.map((file) => {
    const sum = (side: 'added' | 'removed') => file.hunks.reduce((count, hunk) => count + hunk[side], 0);
    const counts = file.binary === 'no' ? [sum('added'), sum('removed')] : ['-', '-'];
    return [...counts, shownPath(file)].join('\t');
  });

const HUNK = '@@ -1,2 +1,2 @@ f\n a\n-b\n+c\n';
const ADD = '@@ -0,0 +1 @@\n+c\n';
const REMOVE = '@@ -1 +0,0 @@\n-c\n';
const quoted = (name: string): string => `"${name.replace('é', '\\303\\251').replace('\t', '\\t')}"`;
const written = (prefix: string, name: string): string => {
  const path = prefix + name;
  return /[é\t]/.test(path) ? quoted(path) : path;
};

const PREFIXES: [string, string][] = [
  ['a/', 'b/'],
  ['old/', 'new/'],
  ['A/', 'B/'],
  ['x.orig/', 'x/'],
  ['', ''],
  ['i/', 'w/'],
];

const file = fc
  .record({
    prefixes: fc.constantFrom(...PREFIXES),
    name: fc.constantFrom('d/x.c', 'with blank', 'd/é.c', 'd/t\tb', 'top', 'd//x', 'a b/a b'),
    other: fc.constantFrom('d/y.c', 'new name', 'é'),
    kind: fc.constantFrom(
      'change',
      'add',
      'delete',
      'rename',
      'move',
      'mode',
      'empty',
      'plain',
      'dated',
      'born',
      'gone',
      'copy',
    ),
    garbage: fc.constantFrom('', 'Index: x\n', '-- \n2.39\n\n', 'text\n'),
  })
  .map(({ prefixes: [p = '', q = ''], name, other, kind, garbage }) => {
    const [old, fresh] = [written(p, name), written(q, name)];
    const head = `diff --git ${old} ${fresh}\n`;
    const moved = `diff --git ${old} ${written(q, other)}\n`;
    const names = (verb: string) => `${verb} from ${written('', name)}\n${verb} to ${written('', other)}\n`;
    const texts: Readonly<Record<string, string>> = {
      change: `${head}index 1234567..2345678 100644\n--- ${old}\n+++ ${fresh}\n${HUNK}`,
      add: `${head}new file mode 100644\nindex 0000000..2345678\n--- /dev/null\n+++ ${fresh}\n${ADD}`,
      delete: `${head}deleted file mode 100644\nindex 2345678..0000000\n--- ${old}\n+++ /dev/null\n${REMOVE}`,
      rename: `${moved}similarity index 100%\n${names('rename')}`,
      copy: `${moved}similarity index 100%\n${names('copy')}`,
      move: `${moved}similarity index 90%\n${names('rename')}--- ${old}\n+++ ${written(q, other)}\n${HUNK}`,
      mode: `${head}old mode 100644\nnew mode 100755\n`,
      empty: `${head}new file mode 100644\nindex 0000000..e69de29\n`,
      plain: `--- ${old}\n+++ ${fresh}\n${HUNK}`,
      dated: `--- ${old}\t2026-01-02 03:04:05.000000001 +0200\n+++ ${fresh}  2026-01-02 03:04:05\n${HUNK}`,
      born: `--- /dev/null\n+++ ${fresh}\n${ADD}`,
      gone: `--- ${old}\n+++ /dev/null\t1970-01-01\n${REMOVE}`,
    };
    return garbage + texts[kind];
  });

it('reads the files that git reads', () => {
  let read = 0;
  fc.assert(
    fc.property(fc.array(file, { minLength: 1, maxLength: 4 }), (files) => {
      const diff = files.join('');
      const wanted = numstat(diff);
      if (wanted === null) return;
      read += 1;
      expect(ours(diff)).toEqual(wanted);
    }),
    { numRuns: RUNS },
  );
  expect(read).toBeGreaterThan(RUNS / 4);
}, 120_000);

it.each([
  ['old/ and new/', '--- old/d/x\n+++ new/d/x\n', HUNK, 'd/x'],
  ['no folder at all', '--- x\n+++ x\n', HUNK, 'x'],
  ['/dev/null without a git header', '--- /dev/null\n+++ b/x\n', ADD, 'x'],
  ['a date of 1970 for no file', '--- a/x\t1970-01-01 00:00:00.000000000 +0000\n+++ b/x\n', ADD, 'x'],
  ['line ends of DOS in the header', 'diff --git a/x b/x\r\n--- a/x\r\n+++ b/x\r\n', HUNK, 'x'],
  ['the shorter of two names', '--- a/x\n+++ b/x.new\n', HUNK, 'x'],
])('%s', (_, header, hunk, name) => {
  expect(ours(header + hunk).map((line) => line.split('\t').at(-1))).toEqual([name]);
  expect(ours(header + hunk)).toEqual(numstat(header + hunk));
});

it('a context line after the count of the hunk is used up is damage, for git and for us', () => {
  const diff = `--- a/x\n+++ b/x\n@@ -1,1 +1,2 @@\n a\n b\n+c\n`;
  expect(numstat(diff)).toBeNull();
  expect(parseDiff(Buffer.from(diff)).cut).toHaveLength(1);
});
