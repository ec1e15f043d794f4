import { describe, expect, it } from 'vitest';
import { indentsAfter, positionAfter } from '../../src/repair/statement.js';

/** Cases as a reader sees them: lines, and last the one whose indentation is asked for. */
const CASES: readonly { readonly name: string; readonly code: string }[] = [
  { name: 'the first line of a body', code: 'int f(void)\n{\n\tint a;' },
  { name: 'the line after a statement', code: 'int f(void)\n{\n\ta();\n\tb();' },
  { name: 'the end of a body', code: 'int f(void)\n{\n\ta();\n}' },
  { name: 'what comes after a function', code: 'int f(void)\n{\n\ta();\n}\n\nint g(void)' },
  { name: 'a body without braces', code: 'int f(void)\n{\n\tif (a)\n\t\tb();' },
  { name: 'what comes after a body without braces', code: 'int f(void)\n{\n\tif (a)\n\t\tb();\n\tc();' },
  { name: 'after two of them', code: 'int f(void)\n{\n\tif (a)\n\t\tfor (;;)\n\t\t\tb();\n\tc();' },
  { name: 'else after a body without braces', code: 'int f(void)\n{\n\tif (a)\n\t\tb();\n\telse' },
  { name: 'the body of else', code: 'int f(void)\n{\n\tif (a)\n\t\tb();\n\telse\n\t\tc();' },
  { name: 'a block', code: 'int f(void)\n{\n\tif (a) {\n\t\tb();' },
  { name: 'the end of a block', code: 'int f(void)\n{\n\tif (a) {\n\t\tb();\n\t}' },
  { name: 'a condition on two lines', code: 'int f(void)\n{\n\tif (a &&\n\t    b)' },
  { name: 'the body of a condition on two lines', code: 'int f(void)\n{\n\tif (a &&\n\t    b)\n\t\tc();' },
  {
    name: 'after the body of a condition on two lines',
    code: 'int f(void)\n{\n\tif (a &&\n\t    b)\n\t\tc();\n\td();',
  },
  { name: 'parameters under the bracket', code: 'static int shine(struct widget *widget,\n\t\t int much)' },
  {
    name: 'more parameters',
    code: 'static int shine(struct widget *widget,\n\t\t int much,\n\t\t int more)',
  },
  { name: 'the brace of a function', code: 'static int shine(struct widget *widget,\n\t\t int much)\n{' },
  { name: 'an assignment that goes on', code: 'int f(void)\n{\n\ta =\n\t\tb;' },
  { name: 'after an assignment that went on', code: 'int f(void)\n{\n\ta =\n\t\tb;\n\tc();' },
  { name: 'a label', code: 'int f(void)\n{\n\ta();\nout:' },
  { name: 'after a label', code: 'int f(void)\n{\n\ta();\nout:\n\tb();' },
  { name: 'a case', code: 'int f(void)\n{\n\tswitch (a) {\n\tcase 1:' },
  { name: 'the body of a case', code: 'int f(void)\n{\n\tswitch (a) {\n\tcase 1:\n\t\tb();' },
  { name: 'the next case', code: 'int f(void)\n{\n\tswitch (a) {\n\tcase 1:\n\t\tbreak;\n\tdefault:' },
  { name: 'a directive', code: 'int f(void)\n{\n\ta();\n#ifdef X' },
  { name: 'after a directive', code: 'int f(void)\n{\n\ta();\n#ifdef X\n\tb();' },
  { name: 'a line of a comment', code: '/*\n * a' },
  { name: 'the end of a comment in a body', code: 'int f(void)\n{\n\t/*\n\t * a\n\t */' },
  { name: 'after a comment in a body', code: 'int f(void)\n{\n\t/*\n\t * a\n\t */\n\tb();' },
  { name: 'after a comment at the top', code: '/*\n * a\n */\nint a;' },
  { name: 'a member', code: 'struct widget {\n\tint a;\n\tint b;' },
  { name: 'an entry of a table', code: 'static const int table[] = {\n\t1,\n\t2,' },
  { name: 'brackets in strings and comments', code: 'int f(void)\n{\n\ta("(", \'{\'); /* ( */\n\tb();' },
  { name: 'an empty line', code: 'int f(void)\n{\n\ta();\n' },
];

describe('indentsAfter', () => {
  it.each(CASES)('knows $name', ({ code }) => {
    const lines = code.split('\n');
    const last = lines.pop() ?? '';
    const [likeliest] = indentsAfter(lines, last.trim());
    expect(likeliest + last.trim()).toBe(last);
  });
});

describe('positionAfter', () => {
  it('knows what is open, and nothing of what stood above a brace in column 0', () => {
    expect(
      positionAfter(['BROKEN(((', 'int f(void)', '{', '\tg(a['])
        .open.map(({ mark }) => mark)
        .join(''),
    ).toBe('{([');
    expect(positionAfter(['{', '\tg(', '}']).open).toEqual([]);
    expect(positionAfter(['a /* b', 'c']).inComment).toBe(0);
  });
});
