import { expect, it } from 'vitest';
import { parseRangeDiff } from '../../src/git/range-diff.js';

it('reads pairs, and what changed in them', () => {
  const output = [
    ' 1:  1234567 =  2:  89abcde a: same',
    '-:  ------- >  1:  1111111 b: added',
    '10:  2222222 !  3:  3333333 c: changed',
    '    @@ Commit message',
    '      ## x.c ##',
    '    -: -',
    '',
    '11:  4444444 <  -:  ------- d: removed',
    '',
  ].join('\n');
  expect(parseRangeDiff(output)).toEqual([
    { before: 1, after: 2, change: 'same', subject: 'a: same', lines: [] },
    { before: null, after: 1, change: 'added', subject: 'b: added', lines: [] },
    {
      before: 10,
      after: 3,
      change: 'changed',
      subject: 'c: changed',
      lines: ['@@ Commit message', '  ## x.c ##', '-: -', ''],
    },
    { before: 11, after: null, change: 'removed', subject: 'd: removed', lines: [] },
  ]);
  expect(parseRangeDiff('')).toEqual([]);
});
