import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryName, parseTree, treeContent } from '../../src/git/tree-object.js';

const A = 'a'.repeat(40);

it('sorts a folder as if its name ended with a slash, and cuts the zero of its mode', () => {
  const content = treeContent(
    new Map([
      ['a', { mode: '040000', id: A }],
      ['a0', { mode: '100644', id: A }],
      ['a.c', { mode: '100755', id: A }],
      [entryName('\u00fc'), { mode: '120000', id: A }],
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

describe.each([
  ['sha1', 40],
  ['sha256', 64],
] as const)('%s', (format, digits) => {
  it('reads what it writes, whatever bytes are in the names', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.stringMatching(/^[\u0001-\u002e\u0030-\u00ff]+$/),
          fc.record({
            mode: fc.constantFrom('040000', '100644', '100755', '120000', '160000'),
            id: fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`)),
          }),
        ),
        (entries) => {
          const folder = new Map(Object.entries(entries));
          expect(new Map(parseTree(treeContent(folder), format))).toEqual(folder);
        },
      ),
    );
  });

  it.each([['100644 a'], ['100644 a\0'], ['nothing']])('refuses %j', (text) => {
    expect(() => parseTree(Buffer.from(text), format)).toThrow('not the content of a tree object');
  });
});
