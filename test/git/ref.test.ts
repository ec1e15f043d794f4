import { expect, it } from 'vitest';
import { parsePatchIds } from '../../src/git/prerequisite.js';
import { parseRefs } from '../../src/git/ref.js';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const row = (...fields: readonly string[]) => `${fields.join('\0')}\n`;

it('reads branches and tags, the latter through to their commits', () => {
  expect(
    parseRefs(
      row('refs/heads/topic/x', 'commit', A, '10', '', '', '') +
        row('refs/remotes/origin/HEAD', 'commit', A, '10', '', '', '') +
        row('refs/remotes/origin/master', 'commit', B, '20', '', '', '') +
        row('refs/tags/v1', 'tag', A, '', 'commit', B, '30') +
        row('refs/tags/of-a-tree', 'tree', A, '', '', '', '') +
        row('refs/notes/x', 'commit', A, '1', '', '', ''),
    ),
  ).toEqual([
    { name: 'topic/x', kind: 'branch', commit: A, seconds: 10 },
    { name: 'origin/master', kind: 'remote', commit: B, seconds: 20 },
    { name: 'v1', kind: 'tag', commit: B, seconds: 30 },
  ]);
});

it('reads patch ids', () => {
  expect([...parsePatchIds(`${A} ${B}\n`)]).toEqual([[A, B]]);
  expect(parsePatchIds('').size).toBe(0);
});
