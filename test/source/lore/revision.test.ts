import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findNewerRevisions, revisionQueries } from '../../../src/source/lore/revision.js';
import { recordingContext, textOf } from '../recording-context.js';
import { playedServer } from './played-server.js';

const known = { title: 'remove "exported" symbols', author: 'ada@example.org' };

describe('revisionQueries', () => {
  it.each([
    { given: known, queries: ['s:"remove  exported  symbols" AND f:ada@example.org'] },
    {
      given: { ...known, title: 'x', changeId: '20260101-x-1', since: '20260407' },
      queries: ['nq:"change-id: 20260101-x-1"', 's:"x" AND f:ada@example.org AND d:20260407..'],
    },
    { given: { title: 'x', author: 'a@b OR f:c' }, queries: [] },
    { given: { title: '"', author: 'a@b', changeId: '"\u0000' }, queries: [] },
  ])('$queries', ({ given, queries }) => {
    expect(revisionQueries(given)).toEqual(queries);
  });
});

describe('findNewerRevisions', () => {
  it('asks the surest search first and the next when it finds nothing', async () => {
    const { options, asked } = playedServer([{ status: 404 }, { body: gzipSync('From x\n') }]);
    const [input] = await findNewerRevisions(
      { ...known, title: 'x y', changeId: 'c' },
      options,
      recordingContext(),
    );
    expect(await textOf(input)).toBe('From x\n');
    expect(asked).toEqual([
      'POST https://inbox.example/all/?x=m&t=1&q=nq%3A%22change-id%3A%20c%22',
      'POST https://inbox.example/all/?x=m&t=1&q=s%3A%22x%20y%22%20AND%20f%3Aada%40example.org',
    ]);
  });

  it('asks nothing off line', async () => {
    const { options, asked } = playedServer([], { offline: true });
    expect(await findNewerRevisions(known, options, recordingContext())).toEqual([]);
    expect(asked).toEqual([]);
  });
});
