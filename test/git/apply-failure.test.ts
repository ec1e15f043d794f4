import { describe, expect, it } from 'vitest';
import { failedHunks } from '../../src/git/apply-failure.js';
import { parseDiff } from '../../src/patch/parse.js';

const FILE = `${Array.from({ length: 40 }, (_, at) => `line ${at + 1}`).join('\n')}\n`;
const explain = (hunk: string, content = FILE) => {
  const { diff, files } = parseDiff(Buffer.from(`--- a/f\n+++ b/f\n${hunk}`));
  return failedHunks(diff, files[0]!.hunks, Buffer.from(content));
};

describe('failedHunks', () => {
  it('is silent about a hunk that has a place, also at an offset', () => {
    expect(explain('@@ -3,3 +3,3 @@\n line 20\n-line 21\n+new\n line 22\n')).toEqual([]);
  });

  it('shows both sides at the nearest place', () => {
    expect(
      explain('@@ -18,4 +18,4 @@ int f(void)\n line 20\n-line twenty-one\n+new\n line 22\n line 23\n'),
    ).toEqual([
      {
        header: '@@ -18,4 +18,4 @@ int f(void)',
        patchLine: 3,
        cause: 'differs',
        line: 20,
        expected: ['line 20', 'line twenty-one', 'line 22', 'line 23'],
        found: ['line 20', 'line 21', 'line 22', 'line 23'],
      },
    ]);
  });

  it('stays at the line of the header when nothing is alike', () => {
    expect(explain('@@ -7,2 +7,2 @@\n nothing\n-like it\n+new\n x\n')[0]).toMatchObject({
      line: 7,
      cause: 'differs',
    });
  });

  it.each([
    ['white-space', '@@ -5,3 +5,3 @@\n line 5\n-line  6\n+new\n line 7\n', FILE],
    ['already-applied', '@@ -5,3 +5,3 @@\n line 5\n-old\n+line 6\n line 7\n', FILE],
    ['displaced', '@@ -5,2 +5,1 @@\n line 5\n-line 6\n', FILE],
    ['displaced', '@@ -1,2 +1,2 @@\n-line 5\n+x\n line 6\n', FILE],
    ['white-space', '@@ -1,2 +1,2 @@\n a\n-b\n+c\n', 'a\nb'],
    ['line-ends', '@@ -1,2 +1,2 @@\n a\n-b\n+c\n', 'a\r\nb\r\n'],
    ['line-ends', '@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n', 'a\nb\n'],
    ['differs', '@@ -1 +1 @@\n-a\n+b\n', ''],
  ])('tells %s', (cause, hunk, content) => {
    expect(explain(hunk, content).map((failed) => failed.cause)).toEqual([cause]);
  });

  it('looks at each hunk apart', () => {
    const failed = explain(
      '@@ -2,3 +2,3 @@\n line 2\n-line 3\n+x\n line 4\n@@ -30,3 +30,3 @@\n line 30\n-other\n+x\n line 32\n',
    );
    expect(failed.map(({ patchLine, line }) => [patchLine, line])).toEqual([[8, 30]]);
  });

  it('is quick with a file of one repeated line', () => {
    const same = '}\n'.repeat(50_000);
    const hunk = `@@ -1,2000 +1,2000 @@\n${' }\n'.repeat(1999)}-x\n+y\n`;
    expect(explain(hunk, same)[0]?.cause).toBe('differs');
  });
});
