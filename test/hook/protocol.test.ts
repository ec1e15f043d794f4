import { describe, expect, it } from 'vitest';
import { parsePushedRefs } from '../../src/hook/protocol.js';

const A = 'a'.repeat(40);
const B = 'b'.repeat(64);
const ZERO = '0'.repeat(40);

describe('parsePushedRefs', () => {
  it.each([
    ['nothing', '', []],
    [
      'an update',
      `refs/heads/x ${A} refs/heads/y ${A}\n`,
      [{ localRef: 'refs/heads/x', localId: A, remoteRef: 'refs/heads/y', remoteId: A }],
    ],
    [
      'a new branch',
      `refs/heads/x ${A} refs/heads/x ${ZERO}\n`,
      [{ localRef: 'refs/heads/x', localId: A, remoteRef: 'refs/heads/x', remoteId: null }],
    ],
    [
      'a deleted branch',
      `(delete) ${ZERO} refs/heads/x ${A}\n`,
      [{ localRef: '(delete)', localId: null, remoteRef: 'refs/heads/x', remoteId: A }],
    ],
    [
      'a revision with blanks',
      `HEAD@{2 days ago} ${A} refs/heads/x ${ZERO}\n`,
      [{ localRef: 'HEAD@{2 days ago}', localId: A, remoteRef: 'refs/heads/x', remoteId: null }],
    ],
    [
      'SHA-256 and no last line feed',
      `refs/tags/v1 ${B} refs/tags/v1 ${'0'.repeat(64)}`,
      [{ localRef: 'refs/tags/v1', localId: B, remoteRef: 'refs/tags/v1', remoteId: null }],
    ],
  ])('reads %s', (_, input, expected) => {
    expect(parsePushedRefs(input)).toEqual(expected);
  });

  it('reads several', () => {
    expect(
      parsePushedRefs(`a ${A} refs/heads/a ${A}\nb ${A} refs/heads/b ${A}\n`).map(({ localRef }) => localRef),
    ).toEqual(['a', 'b']);
  });

  it.each([
    'hello\n',
    `a ${A} refs/heads/a\n`,
    `a ${A}0 refs/heads/a ${A}\n`,
    `a ${A.slice(1)} refs/heads/a ${A}\n`,
  ])('refuses %j', (input) => {
    expect(() => parsePushedRefs(input)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
