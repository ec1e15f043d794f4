import { describe, expect, it } from 'vitest';
import { pathsOf } from '../../src/patch/diff.js';
import { linesOfHunk } from '../../src/patch/hunk-lines.js';
import { parseDiff } from '../../src/patch/parse.js';

const parse = (text: string) => {
  const { diff, files } = parseDiff(Buffer.from(text));
  return files.map((file) => ({ ...file, hunks: file.hunks.map((hunk) => linesOfHunk(diff, hunk)) }));
};
const names = (text: string) => parse(text).map(({ oldPath, newPath }) => [oldPath, newPath]);

describe('the files of a patch', () => {
  it.each<[string, string, (string | null)[][]]>([
    [
      'a change',
      'diff --git a/x/y.c b/x/y.c\nindex 1..2 100644\n--- a/x/y.c\n+++ b/x/y.c\n@@ -1 +1 @@\n-a\n+b\n',
      [['x/y.c', 'x/y.c']],
    ],
    [
      'a new file',
      'diff --git a/n b/n\nnew file mode 100644\nindex 0..2\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+b\n',
      [[null, 'n']],
    ],
    ['a new empty file', 'diff --git a/n b/n\nnew file mode 100644\nindex 0000..e69d\n', [[null, 'n']]],
    [
      'a removed file',
      'diff --git a/n b/n\ndeleted file mode 100644\n--- a/n\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n',
      [['n', null]],
    ],
    ['a rename', 'diff --git a/o b/n\nsimilarity index 100%\nrename from o\nrename to n\n', [['o', 'n']]],
    [
      'a rename with a change',
      'diff --git a/d/o b/d/n\nrename from d/o\nrename to d/n\n--- a/d/o\n+++ b/d/n\n@@ -1 +1 @@\n-a\n+b\n',
      [['d/o', 'd/n']],
    ],
    [
      'a mode',
      'diff --git a/with blank b/with blank\nold mode 100644\nnew mode 100755\n',
      [['with blank', 'with blank']],
    ],
    [
      'a quoted name',
      'diff --git "a/\\303\\274\\t\\"" "b/\\303\\274\\t\\""\nold mode 100644\nnew mode 100755\n',
      [['ü\t"', 'ü\t"']],
    ],
    [
      'a plain diff with times',
      '--- a/p.c\t2024-01-01 00:00:00\n+++ b/p.c\t2024-01-02\n@@ -1 +1 @@\n-a\n+b\n',
      [['p.c', 'p.c']],
    ],
    [
      'two plain diffs',
      '--- a/p\n+++ b/p\n@@ -1 +1 @@\n-a\n+b\n--- a/q\n+++ b/q\n@@ -1 +1 @@\n-a\n+b\n',
      [
        ['p', 'p'],
        ['q', 'q'],
      ],
    ],
    [
      'a binary',
      'diff --git a/i.png b/i.png\nindex 1..2 100644\nGIT binary patch\nliteral 1\nIcmZ>\n\nliteral 0\nHc$@<O00001\n\n',
      [['i.png', 'i.png']],
    ],
    [
      'an absolute name',
      '--- /etc/passwd\n+++ /etc/passwd\n@@ -1 +1 @@\n-a\n+b\n',
      [['etc/passwd', 'etc/passwd']],
    ],
    ['text alone', 'hello\n-- \n2.39\n', []],
    ['CRLF lines', 'diff --git a/x b/x\r\n--- a/x\r\n+++ b/x\r\n@@ -1 +1 @@\r\n-a\r\n+b\r\n', [['x', 'x']]],
  ])('%s', (_, text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it('does not take a removed line for the head of a file', () => {
    const text = '--- a/p\n+++ b/p\n@@ -1,2 +1,2 @@\n--- a/secret\n-x\n+++ b/secret\n+y\n';
    expect(names(text)).toEqual([['p', 'p']]);
    expect(parse(text)[0]?.hunks[0]?.before).toEqual(['-- a/secret\n', 'x\n']);
  });

  it('keeps the missing line feed of a last line', () => {
    const [file] = parse(
      '--- a/p\n+++ b/p\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n',
    );
    expect(file?.hunks[0]).toMatchObject({
      before: ['a\n', 'b'],
      after: ['a\n', 'c'],
      endsWithContext: false,
    });
  });

  it('ends a damaged hunk where it stops making sense', () => {
    const [file, next] = parse(
      '--- a/p\n+++ b/p\n@@ -1,9 +1,9 @@\n a\n-b\nDear list\n--- a/q\n+++ b/q\n@@ -1 +1 @@\n-a\n+b\n',
    );
    expect(file?.hunks[0]?.before).toEqual(['a\n', 'b\n']);
    expect(next?.oldPath).toBe('q');
  });
});

it('lists every path once', () => {
  const text = 'diff --git a/o b/n\nrename from o\nrename to n\ndiff --git a/o b/o\nnew file mode 100644\n';
  expect(pathsOf(parseDiff(Buffer.from(text)).files)).toEqual(['o', 'n']);
});
