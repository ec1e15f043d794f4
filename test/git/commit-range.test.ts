import { describe, expect, it } from 'vitest';
import { diffTreeInput, parseDiffTree, parseLog } from '../../src/git/commit-range.js';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const C = 'c'.repeat(40);
const ZERO = '0'.repeat(40);

it('reads the log', () => {
  const log = parseLog(`${A}\n${C}\n${B} ${A}\naaaa\na subject\0${B}\n${C}\n\nbbbb\n\0`);
  expect(log).toEqual([
    { id: A, tree: C, parent: B, shortId: 'aaaa', subject: 'a subject' },
    { id: B, tree: C, parent: null, shortId: 'bbbb', subject: '' },
  ]);
  expect(diffTreeInput(log)).toBe(`${A} ${B}\n${B}\n`);
  expect(parseLog('')).toEqual([]);
});

describe('parseDiffTree', () => {
  it('reads the changes of each commit', () => {
    const changes = parseDiffTree(
      `${A}\0:100644 100755 ${A} ${B} M\0x\0:000000 120000 ${ZERO} ${B} A\0l\0:160000 000000 ${A} ${ZERO} D\0s\0` +
        `${B}\0:100644 000000 ${B} ${ZERO} D\0:odd\0`,
    );
    expect(changes.get(A)).toEqual([
      { path: 'x', before: { kind: 'file', id: A }, after: { kind: 'executable', id: B } },
      { path: 'l', before: null, after: { kind: 'link', id: B } },
      { path: 's', before: { kind: 'submodule', id: A }, after: null },
    ]);
    expect(changes.get(B)).toEqual([{ path: ':odd', before: { kind: 'file', id: B }, after: null }]);
  });

  it('refuses output that was cut', () => {
    expect(() => parseDiffTree(`${A}\0:100644 100644 ${A} ${B} M`)).toThrow('output that cannot be read');
  });
});
