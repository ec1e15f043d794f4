import { describe, expect, test } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { readMessages } from '../../src/mail/read.js';
import { everySeries } from '../../src/series/every-series.js';
import { reviewSeries } from '../../src/series/review.js';
import { diffOf, inputOf, type MailText, patchBody, writeMbox } from '../mail/mail-text.js';

const SIGNED = 'Text.\n\nSigned-off-by: Ann Author <ann@example.org>';
const patch = (id: string, subject: string, more: Partial<MailText> = {}): MailText => ({
  id,
  subject,
  body: patchBody(SIGNED, diffOf(`${id}.c`)),
  ...more,
});
const reply = (id: string, answers: string, body: string, more: Partial<MailText> = {}): MailText => ({
  id,
  subject: 'Re: something',
  from: 'Bo Reader <bo@example.net>',
  answers,
  body,
  ...more,
});

const read = async (mails: readonly MailText[]) => {
  const box = everySeries(await readMessages([inputOf(writeMbox(mails))], quietContext()));
  return {
    series: box.series.map((series) => ({
      title: series.title,
      revision: series.revision,
      patches: series.patches.length,
      mails: series.thread.mails.map(({ id }) => id),
      tags: reviewSeries(series).patches.flatMap(({ trailers }) =>
        trailers.flatMap(({ trailer, source }) => (source === 'patch' ? [] : [trailer.name])),
      ),
    })),
    others: box.others.map(({ messageId }) => messageId),
  };
};

describe('everySeries', () => {
  test('keeps threads apart, and gives each series its own mails', async () => {
    expect(
      await read([
        patch('a', '[PATCH] one'),
        patch('b', '[PATCH] two'),
        reply('a1', 'a', 'Reviewed-by: Bo Reader <bo@example.net>\n'),
        reply('q', 'nobody', 'What is this?\n'),
      ]),
    ).toEqual({
      series: [
        { title: 'one', revision: 1, patches: 1, mails: ['a', 'a1'], tags: ['Reviewed-by'] },
        { title: 'two', revision: 1, patches: 1, mails: ['b'], tags: [] },
      ],
      others: ['q'],
    });
  });

  test('reads revisions of several threads as one series', async () => {
    const { series } = await read([
      patch('a', '[PATCH] one'),
      patch('b', '[PATCH] two', { from: 'Cy <cy@example.com>' }),
      patch('c', '[PATCH v2] one', { date: 'Wed, 08 Apr 2026 20:01:04 +0200' }),
      reply('a1', 'a', 'NAK.\n'),
    ]);
    expect(series).toMatchObject([
      { title: 'two', mails: ['b'] },
      { title: 'one', revision: 2, mails: ['a', 'a1', 'c'] },
    ]);
  });

  test('finds answers whose parent is not here by what both refer to', async () => {
    const { series } = await read([
      patch('a', '[PATCH] one'),
      reply('deep', 'lost', 'Fine.\n', { references: '<a> <lost>' }),
      reply('deeper', 'lost', 'Fine.\n'),
    ]);
    expect(series).toMatchObject([{ mails: ['a', 'deep', 'deeper'] }]);
  });

  test('finds a rival patch in a thread as a series of its own', async () => {
    const { series } = await read([
      patch('a1', '[PATCH 1/2] one'),
      patch('a2', '[PATCH 2/2] two', { answers: 'a1' }),
      patch('b', '[PATCH] three', { answers: 'a1', from: 'Cy <cy@example.com>' }),
    ]);
    expect(series).toMatchObject([
      { title: 'one', patches: 2, mails: ['a1', 'a2', 'b'] },
      { title: 'three', patches: 1, mails: ['a1', 'a2', 'b'] },
    ]);
  });

  test('reads patches that only stand next to each other as one series', async () => {
    const { series } = await read([
      patch('a1', '[PATCH 1/2] one', { date: 'Wed, 08 Apr 2026 20:01:04 +0200' }),
      patch('a2', '[PATCH 2/2] two', {
        from: 'Cy <cy@example.com>',
        date: 'Sun, 01 Feb 2026 20:01:04 +0200',
      }),
      patch('b1', '[PATCH 1/2] three'),
      patch('b2', '[PATCH 2/2] four'),
    ]);
    expect(series.map(({ mails }) => [...mails].sort())).toEqual([
      ['b1', 'b2'],
      ['a1', 'a2'],
    ]);
  });

  test('is not held up by mails that refer to one another in a circle', async () => {
    const { series, others } = await read([
      patch('a', '[PATCH] one', { references: '<b>' }),
      reply('b', 'c', 'x\n', { references: '<a>' }),
      reply('c', 'b', 'x\n'),
      reply('d', 'd', 'x\n'),
    ]);
    expect(series).toMatchObject([{ mails: ['a', 'b', 'c'] }]);
    expect(others).toEqual(['d']);
  });
});
