import { describe, expect, it } from 'vitest';
import { fakeStates } from '../../src/git/fake-state.js';
import { parseDiff } from '../../src/patch/parse.js';

const states = (...patches: readonly string[]) => {
  const { base, steps } = fakeStates(patches.map((patch) => parseDiff(Buffer.from(patch))));
  const text = (content: Uint8Array | null) => (content === null ? null : Buffer.from(content).toString());
  const shown = (files: (typeof steps)[number]) =>
    Object.fromEntries(
      files.map(({ path, content, mode }) => [
        path,
        mode === '100644' ? text(content) : [mode, text(content)],
      ]),
    );
  return { base: shown(base), steps: steps.map(shown) };
};
const unknown = (...numbers: readonly number[]) =>
  numbers.map((number) => `\u0001 line ${number}\n`).join('');
const change = (path: string, hunk: string) => `--- a/${path}\n+++ b/${path}\n${hunk}`;

describe('the states of a series without a base', () => {
  it('knows the lines that patches name, in the states before too', () => {
    expect(
      states(
        change('f', '@@ -2,2 +2,3 @@\n b\n+new\n c\n'),
        change('f', '@@ -1,2 +1,2 @@\n-a\n+A\n b\n@@ -6,1 +6,1 @@\n-e\n+E\n'),
      ),
    ).toEqual({
      base: { f: `a\nb\nc\n${unknown(4)}e\n` },
      steps: [{ f: `a\nb\nnew\nc\n${unknown(4)}e\n` }, { f: `A\nb\nnew\nc\n${unknown(4)}E\n` }],
    });
  });

  it('follows new, removed, renamed and copied files, and modes', () => {
    expect(
      states(
        'diff --git a/n b/n\nnew file mode 100755\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n',
        'diff --git a/n b/m\nrename from n\nrename to m\n',
        'diff --git a/m b/c\ncopy from m\ncopy to c\n--- a/m\n+++ b/c\n@@ -1 +1 @@\n-x\n+y\ndiff --git a/m b/m\nold mode 100755\nnew mode 100644\n',
        'diff --git a/m b/m\ndeleted file mode 100644\n--- a/m\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n',
      ),
    ).toEqual({
      base: {},
      steps: [
        { n: ['100755', 'x\n'] },
        { n: null, m: ['100755', 'x\n'] },
        { c: ['100755', 'y\n'], m: 'x\n' },
        { m: null },
      ],
    });
  });

  it('gives binaries by their ids', () => {
    expect(
      states('diff --git a/i b/i\nindex 1111111..2222222 100644\nBinary files a/i and b/i differ\n'),
    ).toEqual({
      base: { i: '\u00001111111\n' },
      steps: [{ i: '\u00002222222\n' }],
    });
  });

  it('takes the word of a patch that contradicts an earlier one', () => {
    expect(states(change('f', '@@ -1 +1 @@\n-a\n+b\n'), change('f', '@@ -1 +1 @@\n-c\n+d\n')).steps).toEqual([
      { f: 'b\n' },
      { f: 'd\n' },
    ]);
  });
});
