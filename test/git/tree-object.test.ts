import { expect, it } from 'vitest';
import { parseFolders, treeContent } from '../../src/git/tree-object.js';

const A = 'a'.repeat(40);

it('sorts a folder as if its name ended with a slash, and cuts the zero of its mode', () => {
  const content = treeContent(
    new Map([
      ['a', { mode: '040000', id: A }],
      ['a0', { mode: '100644', id: A }],
      ['a.c', { mode: '100755', id: A }],
      ['\u00fc', { mode: '120000', id: A }],
      ['Z', { mode: '160000', id: A }],
    ]),
  );
  expect(content.toString('latin1').split(Buffer.from(A, 'hex').toString('latin1'))).toEqual([
    '160000 Z\0',
    '100755 a.c\0',
    '40000 a\0',
    '100644 a0\0',
    `120000 ${Buffer.from('\u00fc').toString('latin1')}\0`,
    '',
  ]);
});

it('reads the listing of folders', () => {
  expect([...parseFolders(`040000 tree ${A}\ta\u0000100644 blob ${A}\ta/b c\t\0`)]).toEqual([
    ['a', { mode: '040000', id: A }],
    ['a/b c\t', { mode: '100644', id: A }],
  ]);
  expect(parseFolders('').size).toBe(0);
});
