import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDiff } from '../../src/patch/parse.js';
import type { PreImages, RebuiltFile } from '../../src/repair/index.js';
import * as rebuild from '../../src/repair/index.js';

const sourceOf = (diff: string) => {
  const rest = Buffer.from(diff);
  return { rest, files: parseDiff(rest).files };
};
const rebuildDiff = (diff: string, preImages: PreImages) => rebuild.rebuildDiff(sourceOf(diff), preImages);
const isDamaged = (diff: string) => rebuild.isDamaged(sourceOf(diff));

const idOf = (text: string): string => {
  const bytes = Buffer.from(text);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex').slice(0, 12);
};

const tree = (files: Readonly<Record<string, string>>): PreImages => ({
  byId: async (prefix) => {
    const found = Object.values(files).find((text) => idOf(text) === prefix);
    return found === undefined ? undefined : Buffer.from(found);
  },
  byPath: async (path) => (files[path] === undefined ? undefined : Buffer.from(files[path])),
});

/** As copied out of a page: each run of white space one blank, blanks at the ends and empty lines gone. */
const flatten = (diff: string): string =>
  diff
    .split('\n')
    .map((line) => line.replaceAll(/[ \t]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');

const OLD = `// Widgets.
#include <widget.h>

struct widget {
\tint\t\tsize;
\tstruct list\t*list;
};

static int shine(struct widget *widget, int much)
{
\tint ret;

\tif (!widget)
\t\treturn -EINVAL;

\tret = polish(widget);
\tif (ret) {
\t\tdull(widget);
\t\treturn ret;
\t}

\treturn 0;
}
`;

interface Change {
  readonly name: string;
  /** Replaces the first by the second in \`OLD\`. */
  readonly edit: readonly [string, string];
  readonly hunk: string;
}

const CHANGES: readonly Change[] = [
  {
    name: 'a member in the columns of its neighbours',
    edit: ['\tstruct list\t*list;\n', '\tstruct list\t*list;\n\tstruct lock\t*lock;\n'],
    hunk: '@@ -4,5 +4,6 @@\n struct widget {\n \tint\t\tsize;\n \tstruct list\t*list;\n+\tstruct lock\t*lock;\n };\n \n',
  },
  {
    name: 'a parameter under the bracket, as the line it replaces begins',
    edit: [
      'struct widget *widget, int much)\n',
      'struct widget *widget, int much,\n\t\t struct lock *lock)\n',
    ],
    hunk: '@@ -7,5 +7,6 @@\n };\n \n-static int shine(struct widget *widget, int much)\n+static int shine(struct widget *widget, int much,\n+\t\t struct lock *lock)\n {\n \tint ret;\n',
  },
  {
    name: 'the body of an if, a label and an empty line between',
    edit: [
      '\tif (ret) {\n\t\tdull(widget);\n\t\treturn ret;\n\t}\n\n\treturn 0;\n',
      '\tif (ret)\n\t\tgoto out;\n\n\treturn 0;\n\nout:\n\tdull(widget);\n\treturn ret;\n',
    ],
    hunk: '@@ -14,10 +14,12 @@\n \t\treturn -EINVAL;\n \n \tret = polish(widget);\n-\tif (ret) {\n-\t\tdull(widget);\n-\t\treturn ret;\n-\t}\n+\tif (ret)\n+\t\tgoto out;\n \n \treturn 0;\n+\n+out:\n+\tdull(widget);\n+\treturn ret;\n }\n',
  },
  {
    name: 'lines around an empty line that was swallowed',
    edit: ['\tint ret;\n\n\tif', '\tint ret;\n\tbool deep = much > 3;\n\n\tif'],
    hunk: '@@ -9,6 +9,7 @@\n static int shine(struct widget *widget, int much)\n {\n \tint ret;\n+\tbool deep = much > 3;\n \n \tif (!widget)\n \t\treturn -EINVAL;\n',
  },
  {
    name: 'a comment of its own',
    edit: ['static int shine', '/*\n * Shines.\n *\n * Returns 0.\n */\nstatic int shine'],
    hunk: '@@ -6,4 +6,9 @@\n \tstruct list\t*list;\n };\n \n+/*\n+ * Shines.\n+ *\n+ * Returns 0.\n+ */\n static int shine(struct widget *widget, int much)\n',
  },
  {
    name: 'a switch with its labels',
    edit: [
      '\treturn 0;\n',
      '\tswitch (much) {\n\tcase 1:\n\t\tbreak;\n\tdefault:\n\t\treturn 1;\n\t}\n\treturn 0;\n',
    ],
    hunk: '@@ -20,4 +20,10 @@\n \t}\n \n+\tswitch (much) {\n+\tcase 1:\n+\t\tbreak;\n+\tdefault:\n+\t\treturn 1;\n+\t}\n \treturn 0;\n }\n',
  },
];

const diffOf = (change: Change, path = 'widget.c'): { readonly diff: string; readonly post: string } => {
  expect(OLD).toContain(change.edit[0]);
  const post = OLD.replace(change.edit[0], change.edit[1]);
  return {
    post,
    diff: `diff --git a/${path} b/${path}\nindex ${idOf(OLD)}..${idOf(post)} 100644\n--- a/${path}\n+++ b/${path}\n${change.hunk}`,
  };
};

const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString();

const only = (files: readonly RebuiltFile[]): RebuiltFile => {
  expect(files).toHaveLength(1);
  return files[0]!;
};

describe('rebuildDiff', () => {
  it.each(CHANGES)('verifies $name', async (change) => {
    const { diff, post } = diffOf(change);
    const file = only(await rebuildDiff(flatten(diff), tree({ 'widget.c': OLD })));
    expect(file).toMatchObject({ path: 'widget.c', status: 'verified', reason: `makes blob ${idOf(post)}` });
    expect(text(file.postImage)).toBe(post);
    expect(text(file.diff)).toBe(diff);
  });

  it.each(CHANGES)('finds the pre-image by its id when the path has another file: $name', async (change) => {
    const { diff, post } = diffOf(change);
    const file = only(await rebuildDiff(flatten(diff), tree({ 'widget.c': 'other\n', 'elsewhere.c': OLD })));
    expect([file.status, text(file.postImage)]).toEqual(['verified', post]);
  });

  it.each([
    {
      name: 'tabs that became blanks',
      damage: (diff: string) =>
        diff.replaceAll(
          /^([ +-])(\t+)/gm,
          (_all, sign: string, tabs: string) => sign + ' '.repeat(8 * tabs.length),
        ),
    },
    { name: 'blanks at line ends gone', damage: (diff: string) => diff.replaceAll(/[ \t]+$/gm, '') },
    { name: 'line ends of DOS', damage: (diff: string) => diff.replaceAll('\n', '\r\n') },
    {
      name: 'a broken line',
      damage: (diff: string) => diff.replace('*widget, int much', '*widget,\nint much'),
    },
    { name: 'no damage', damage: (diff: string) => diff },
    { name: 'a signature below', damage: (diff: string) => `${diff}-- \n2.53.0\n` },
    { name: 'text above', damage: (diff: string) => `Shine.\n---\n widget.c | 2 +-\n\n${diff}` },
  ])('undoes $name', async ({ damage }) => {
    for (const change of CHANGES) {
      const { diff, post } = diffOf(change);
      const file = only(await rebuildDiff(damage(diff), tree({ 'widget.c': OLD })));
      expect([change.name, file.status, text(file.postImage)]).toEqual([change.name, 'verified', post]);
    }
  });

  it('says what the tree has when it is not the blob that the patch was made for', async () => {
    const { diff } = diffOf(CHANGES[0]!);
    const near = `/* Newer. */\n${OLD.replace('return 0', 'return 1')}`;
    const file = only(await rebuildDiff(flatten(diff), tree({ 'widget.c': near })));
    expect(file).toMatchObject({
      status: 'rebuilt, not verifiable',
      reason: `made for blob ${idOf(OLD)}, the tree has ${idOf(near)}`,
    });
    expect(text(file.postImage)).toBe(near.replace('*list;\n', '*list;\n\tstruct lock\t*lock;\n'));
  });

  it('names the hunks that differ or have no place', async () => {
    const [first, second] = [diffOf(CHANGES[0]!).diff, CHANGES[4]!.hunk];
    const near = OLD.replace('\tint\t\tsize;', '\tlong\t\tsize;');
    const away = '@@ -90,3 +90,4 @@\n one();\n two();\n+three();\n four();\n';
    const file = only(await rebuildDiff(flatten(first + second + away), tree({ 'widget.c': near })));
    expect(file.reason).toBe(
      `made for blob ${idOf(OLD)}, the tree has ${idOf(near)}; hunk 1 of 3 differs from it; hunk 3 of 3 has no place there`,
    );
    expect(text(file.diff)).toContain('\n+\tstruct lock\t*lock;\n');
  });

  it('goes on from what the patch before made', async () => {
    const first = diffOf(CHANGES[0]!);
    const post = first.post.replace('*lock;\n', '*lock;\n\tstruct key\t*key;\n');
    const second = `diff --git a/widget.c b/widget.c\nindex ${idOf(first.post)}..${idOf(post)}\n--- a/widget.c\n+++ b/widget.c\n@@ -5,4 +5,5 @@\n \tint\t\tsize;\n \tstruct list\t*list;\n \tstruct lock\t*lock;\n+\tstruct key\t*key;\n };\n`;
    const one = only(await rebuildDiff(flatten(first.diff), tree({ 'widget.c': OLD })));
    const two = only(await rebuildDiff(flatten(second), tree({ 'widget.c': text(one.postImage) ?? '' })));
    expect([two.status, text(two.postImage)]).toEqual(['verified', post]);
  });

  it('makes new files, removes old ones, and keeps a missing line end', async () => {
    const made = 'int a(void)\n{\n\treturn 1;\n}\n';
    const diff =
      `diff --git a/new.c b/new.c\nnew file mode 100644\nindex 000000000000..${idOf(made)}\n--- /dev/null\n+++ b/new.c\n@@ -0,0 +1,4 @@\n+int a(void)\n+{\n+\treturn 1;\n+}\n` +
      `diff --git a/old.c b/old.c\ndeleted file mode 100644\nindex ${idOf('x\n\ny\n')}..000000000000\n--- a/old.c\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-x\n-\n-y\n` +
      `diff --git a/end b/end\nindex ${idOf('\ta\n')}..${idOf('\ta\nb')} 100644\n--- a/end\n+++ b/end\n@@ -1 +1,2 @@\n \ta\n+b\n\\ No newline at end of file\n`;
    const files = await rebuildDiff(flatten(diff), tree({ 'old.c': 'x\n\ny\n', end: '\ta\n' }));
    expect(files.map(({ path, status, postImage }) => [path, status, text(postImage)])).toEqual([
      ['new.c', 'verified', made],
      ['old.c', 'verified', undefined],
      ['end', 'verified', '\ta\nb'],
    ]);
    expect(files.map((file) => text(file.diff)).join('')).toBe(diff);
  });

  it.each([
    { name: 'no such file', files: {}, reason: 'the tree has no widget.c' },
    { name: 'another file', files: { 'widget.c': 'a\nb\n' }, reason: 'nothing of the patch is in widget.c' },
  ])('gives up with $name', async ({ files, reason }) => {
    const file = only(
      await rebuildDiff(flatten(diffOf(CHANGES[5]!).diff), tree(files as Record<string, string>)),
    );
    expect(file).toEqual({
      path: 'widget.c',
      status: 'not recoverable',
      reason,
      diff: undefined,
      postImage: undefined,
    });
  });

  it('gives up when changed lines are missing, as in a mail that was cut', async () => {
    const { diff } = diffOf(CHANGES[2]!);
    for (const damaged of [flatten(diff).replace('\n+ return ret;', ''), diff.slice(0, -40)]) {
      const file = only(await rebuildDiff(damaged, tree({ 'widget.c': OLD })));
      expect(file).toMatchObject({
        status: 'not recoverable',
        reason: 'changed lines of hunk 1 of 1 are missing',
      });
    }
  });

  it('reads paths that git has quoted', async () => {
    const diff =
      'diff --git "a/w\\303\\244 b.c" "b/w\\303\\244 b.c"\n--- "a/w\\303\\244 b.c"\n+++ "b/w\\303\\244 b.c"\n@@ -1 +1 @@\n-\tint a;\n+\tint ä;\n';
    const file = only(await rebuildDiff(flatten(diff), tree({ 'wä b.c': '\tint a;\n' })));
    expect([file.path, text(file.postImage)]).toEqual(['wä b.c', '\tint ä;\n']);
  });

  it('gives up on a binary patch', async () => {
    const diff = 'diff --git a/x b/x\nindex 123456789abc..cba987654321\nGIT binary patch\nliteral 3\nKcmZ\n';
    expect(only(await rebuildDiff(diff, tree({ x: 'x' }))).status).toBe('not recoverable');
  });

  it('stops trying after a bound, and says how often it tried', async () => {
    const { diff, post } = diffOf(CHANGES[5]!);
    const wrong = diff.replace(idOf(post), '0123456789ab');
    const file = only(await rebuildDiff(flatten(wrong), tree({ 'widget.c': OLD })));
    expect(file.reason).toMatch(/^none of \d+ ways to write it makes blob 0123456789ab$/);
  });

  it('never throws, and what it calls verified is the named blob', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        '@@ -1,3 +1,4 @@',
        '@@ -4,9 +4 @@ x',
        '@@ -0,0 +1,2 @@',
        '+',
        '-',
        '+++ b/widget.c',
        '--- a/widget.c',
        '--- /dev/null',
        '\\ No newline at end of file',
        '-- ',
        '2.53.0',
        'index 123456..abcdef',
      ),
      fc.constantFrom(
        ...OLD.split('\n').flatMap((each) => [each, each.trim(), `+${each}`, `-${each}`, ` ${each}`]),
      ),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 60 }), async (lines) => {
        const diff = `diff --git a/widget.c b/widget.c\n${lines.join('\n')}`;
        for (const { status, reason, postImage } of await rebuildDiff(diff, tree({ 'widget.c': OLD }))) {
          const id = /^makes blob ([0-9a-f]+)$/.exec(reason)?.[1];
          if (status === 'verified' && id !== undefined)
            expect(idOf(text(postImage) ?? '').startsWith(id)).toBe(true);
        }
      }),
    );
  });

  it.each([
    { name: 'far beyond the end', hunk: '@@ -999999999999999,3 +999999999999999,4 @@\n a\n+b\n c\n d\n' },
    { name: 'longer than any file', hunk: '@@ -1,99999999999 +1,99999999999 @@\n struct widget {\n-x\n+y\n' },
    {
      name: 'of one line of a megabyte',
      hunk: `@@ -4,1 +4,2 @@\n struct widget {\n+${' ( "/* '.repeat(150_000)}\n`,
    },
    {
      name: 'of open brackets',
      hunk: `@@ -4,1 +4,1001 @@\n struct widget {\n${`+${'('.repeat(200)}\n`.repeat(1000)}`,
    },
    { name: 'of too many lines', hunk: `@@ -4,1 +4,60001 @@\n struct widget {\n${'+x\n'.repeat(60_000)}` },
  ])('is done with a hunk $name', async ({ hunk }) => {
    const diff = `diff --git a/widget.c b/widget.c\n--- a/widget.c\n+++ b/widget.c\n${hunk}`;
    expect(only(await rebuildDiff(diff, tree({ 'widget.c': OLD }))).status).not.toBe('verified');
  });

  it('is done in bounded time with hunks that fit nowhere and lines that fit everywhere', async () => {
    const blank = '\n'.repeat(3000);
    const hunk = `@@ -1,200 +1,200 @@\n${'\n'.repeat(150)}+x\n-nowhere\n`;
    const diff = `diff --git a/x b/x\n--- a/x\n+++ b/x\n${hunk.repeat(20)}`;
    expect(only(await rebuildDiff(diff, tree({ x: blank }))).path).toBe('x');
  });
});

describe('isDamaged', () => {
  it('is false for a diff as it was made, true for one that lost its blanks or lines', () => {
    for (const change of CHANGES) {
      const { diff } = diffOf(change);
      expect([change.name, isDamaged(diff), isDamaged(flatten(diff))]).toEqual([change.name, false, true]);
    }
    expect(isDamaged(`${diffOf(CHANGES[0]!).diff}-- \n2.53.0\n`)).toBe(false);
  });
});
