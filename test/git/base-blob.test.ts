import { describe, expect, it } from 'vitest';
import { countMatches, wantedBlobs } from '../../src/git/base-blob.js';
import { parseDiff } from '../../src/patch/parse.js';

const change = (path: string, from: string, to: string) =>
  `diff --git a/${path} b/${path}\nindex ${from}..${to} 100644\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-a\n+b\n`;
const parse = (...texts: readonly string[]) => texts.map((text) => parseDiff(Buffer.from(text)).files);

describe('wantedBlobs', () => {
  it('takes what the first patch on a path wants', () => {
    const rename =
      'diff --git a/o b/n\nsimilarity index 90%\nrename from o\nrename to n\nindex 5555555..6666666 100644\n';
    const fresh =
      'diff --git a/new b/new\nnew file mode 100644\nindex 0000000..7777777\n--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+b\n';
    expect(
      wantedBlobs(
        parse(
          change('x', '1111111', '2222222') + fresh,
          change('x', '2222222', '3333333') + change('new', '7777777', '8888888') + rename,
          `${change('n', '6666666', '9999999')}--- a/plain\n+++ b/plain\n@@ -1 +1 @@\n-a\n+b\n`,
        ),
      ),
    ).toEqual([
      { path: 'x', id: '1111111' },
      { path: 'new', id: null },
      { path: 'o', id: '5555555' },
    ]);
  });
});

it('counts what is where it should be', () => {
  const tree = new Map([
    ['x', '1111111aaa'],
    ['there', 'b'],
  ]);
  const wanted = [
    { path: 'x', id: '1111111' },
    { path: 'y', id: '1111111' },
    { path: 'absent', id: null },
    { path: 'there', id: null },
  ];
  expect(countMatches(wanted, (path) => tree.get(path))).toBe(2);
});
