import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../../src/patch/latin1.js';
import { parseDiff } from '../../src/patch/parse.js';
import { pathObjection } from '../../src/patch/path-rule.js';
import { unquoteName } from '../../src/patch/quote.js';
import { diffOf } from '../mail/mail-text.js';

const parse = (text: string) => parseDiff(Buffer.from(text));

describe('parseDiff', () => {
  test('a changed file', () => {
    const diff = parse(`${diffOf('a/b.c')}-- \n2.39.2\n`);
    expect(diff.files).toMatchObject([
      {
        kind: 'modify',
        oldPath: 'a/b.c',
        newPath: 'a/b.c',
        oldBlob: '53262b8a7656',
        newBlob: '0c1f2b3a4d5e',
        oldMode: '100644',
      },
    ]);
    expect(diff.files[0]?.hunks).toMatchObject([
      {
        oldStart: 1,
        oldCount: 2,
        newStart: 1,
        newCount: 3,
        header: '@@ -1,2 +1,3 @@ int before;',
        line: 5,
        added: 1,
        removed: 0,
      },
    ]);
    expect(diff.end).toBe(diffOf('a/b.c').length);
    expect(diff.cut).toEqual([]);
  });

  test.each([
    [
      'new',
      'diff --git a/n b/n\nnew file mode 100755\nindex 0000000..1234567\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n',
      { kind: 'add', oldPath: null, newPath: 'n', newMode: '100755' },
    ],
    [
      'new and empty',
      'diff --git a/n b/n\nnew file mode 100644\nindex 0000000..e69de29\n',
      { kind: 'add', oldPath: null, newPath: 'n' },
    ],
    [
      'deleted',
      'diff --git a/n b/n\ndeleted file mode 100644\nindex 1234567..0000000\n--- a/n\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n',
      { kind: 'delete', oldPath: 'n', newPath: null },
    ],
    [
      'renamed',
      'diff --git a/o b/n\nsimilarity index 100%\nrename from o\nrename to n\n',
      { kind: 'rename', oldPath: 'o', newPath: 'n', similarity: 100 },
    ],
    [
      'renamed and changed',
      'diff --git a/o b/n\nsimilarity index 90%\nrename from o\nrename to n\nindex 1234567..2345678 100644\n--- a/o\n+++ b/n\n@@ -1 +1 @@\n-x\n+y\n',
      { kind: 'rename', oldPath: 'o', newPath: 'n', oldBlob: '1234567' },
    ],
    [
      'copied',
      'diff --git a/o b/n\nsimilarity index 100%\ncopy from o\ncopy to n\n',
      { kind: 'copy', oldPath: 'o', newPath: 'n' },
    ],
    [
      'mode only',
      'diff --git a/o b/o\nold mode 100644\nnew mode 100755\n',
      { kind: 'modify', oldMode: '100644', newMode: '100755' },
    ],
    [
      'binary',
      'diff --git a/o b/o\nindex 1234567..2345678 100644\nGIT binary patch\nliteral 3\nKcmZQzWMT#Y01f~L\n\nliteral 0\nHcmV?d00001\n\n',
      { binary: 'patch' },
    ],
    [
      'binary, named only',
      'diff --git a/o b/o\nindex 1234567..2345678 100644\nBinary files a/o and b/o differ\n',
      { binary: 'named' },
    ],
    [
      'quoted',
      'diff --git "a/\\303\\274.c" "b/\\303\\274.c"\nold mode 100644\nnew mode 100755\n',
      { oldPath: 'ü.c', newPath: 'ü.c' },
    ],
    [
      'with spaces',
      'diff --git a/x y.c b/x y.c\nold mode 100644\nnew mode 100755\n',
      { oldPath: 'x y.c', newPath: 'x y.c' },
    ],
    [
      'not by git',
      '--- a/x.c\t2020-01-01\n+++ b/x.c\t2020-01-02\n@@ -1 +1 @@\n-x\n+y\n',
      { kind: 'modify', oldPath: 'x.c', newPath: 'x.c' },
    ],
  ])('a file that is %s', (_, text, expected) => {
    const diff = parse(text);
    expect(diff.files).toHaveLength(1);
    expect(diff.files[0]).toMatchObject(expected);
    expect(diff.cut).toEqual([]);
    expect(diff.end).toBe(text.length);
  });

  test('removed lines that look like a header stay in their hunk', () => {
    const text =
      'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n--- old\n-diff --git\n+++ new\n+x\n y\n';
    const diff = parse(text);
    expect(diff.files).toHaveLength(1);
    expect(diff.files[0]?.hunks).toMatchObject([{ added: 2, removed: 2 }]);
  });

  test('no newline at the end', () => {
    const text =
      'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n';
    expect(parse(text)).toMatchObject({ end: text.length, cut: [] });
  });

  test('a hunk that is cut says how much is missing', () => {
    expect(parse(diffOf('a.c').split('\n').slice(0, 6).join('\n')).cut).toEqual([
      { path: 'a.c', line: 5, missing: 2, atEnd: true },
    ]);
  });

  test('a hunk with a wrapped line is not at the end', () => {
    const text = diffOf('a.c').replace('+int added;', '+int\nadded;');
    expect(parse(`${text}-- \n2.39.2\n`).cut).toMatchObject([{ path: 'a.c', atEnd: false }]);
    const ended = diffOf('a.c').split('\n').slice(0, 6).join('\n');
    expect(parse(`${ended}\n-- \n2.39.2\n`).cut).toMatchObject([{ atEnd: true }]);
  });

  test('an empty line stands for an empty context line', () => {
    expect(parse('--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n\n+b\n').cut).toEqual([]);
  });
});

describe('paths', () => {
  test.each([
    ['../x', true],
    ['a/../../x', true],
    ['/etc/passwd', true],
    ['C:/x', true],
    ['.git/config', true],
    ['a/.GIT/hooks/x', true],
    ['.git. /x', true],
    ['GIT~1/x', true],
    ['.g\u200cit/x', true],
    ['a\\..\\x', true],
    ['', true],
    ['virt/kvm/vfio.c', false],
    ['.gitignore', false],
    ['a..b/c', false],
    ['.github/x', false],
  ])('%s escapes the tree: %s', (path, expected) => {
    expect(pathObjection(path) !== undefined).toBe(expected);
  });

  test.each([
    ['"a\\tb"', 'a\tb'],
    ['"\\"\\\\"', '"\\'],
    ['"\\303\\274"', 'ü'],
    ['"open', undefined],
    ['"\\q"', undefined],
  ])('unquotes %s', (text, expected) => {
    const name = unquoteName(text)?.name;
    expect(name === undefined ? undefined : toUtf8(name)).toBe(expected);
  });
});

describe('what git would leave out without a word', () => {
  const HUNK = '@@ -9,1 +9,1 @@ int f;\n-int a;\n+int b;\n';
  const header = (path: string): string =>
    `diff --git a/${path} b/${path}\nindex 1111111..2222222 100644\n--- a/${path}\n+++ b/${path}\n`;

  test.each([
    ['a hunk header that was indented', `${diffOf('a.c')} ${HUNK}`, ['a.c', ' @@ -9,1 +9,1 @@ int f;']],
    ['one that was quoted', `${diffOf('a.c')}> ${HUNK}`, ['a.c', '> @@ -9,1 +9,1 @@ int f;']],
    [
      'one that was wrapped',
      `${header('a.c')}@@ -9,1 +9,1\n@@ int f;\n-int a;\n+int b;\n`,
      ['a.c', '@@ -9,1 +9,1'],
    ],
    [
      'one with a blank between its marks',
      `${header('a.c')}@ @ -9,1 +9,1 @@\n-a\n+b\n`,
      ['a.c', '@ @ -9,1 +9,1 @@'],
    ],
    ['more lines than the hunk counts', `${diffOf('a.c')}+int more;\n`, ['a.c', '+int more;']],
    ['a header alone', 'diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n', ['a.c', null]],
    ['a file without its hunks', `${header('a.c')}${diffOf('b.c')}`, ['a.c', null]],
    [
      'a new file without its lines',
      'diff --git a/n b/n\nnew file mode 100644\nindex 0000000..2222222\n',
      ['n', null],
    ],
  ])('%s', (_, text, [path, line]) => {
    expect(parse(text).lost).toMatchObject([{ path, text: line }]);
  });

  test.each([
    ['a signature', `${diffOf()}-- \n2.39.2\n`],
    ['a signature that lost its blank', `${diffOf()}--\n2.39.2\n`],
    ['a hunk that is shown below the signature', `${diffOf()}-- \n2.39.2\n ${HUNK}`],
    ['prose', `${diffOf()}\nThe rest follows.\n`],
    [
      'the footer of a list',
      `${diffOf()}_______________________________________________\nkvm mailing list\n`,
    ],
    ['an empty file', 'diff --git a/n b/n\nnew file mode 100644\nindex 0000000..e69de29\n'],
    ['a mode', 'diff --git a/n b/n\nold mode 100644\nnew mode 100755\n'],
    ['a binary file', 'diff --git a/n b/n\nindex 1111111..2222222 100644\nBinary files a/n and b/n differ\n'],
  ])('nothing with %s', (_, text) => {
    expect(parse(text).lost).toEqual([]);
  });
});
