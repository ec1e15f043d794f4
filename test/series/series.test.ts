import { describe, expect, test } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { readSeries } from '../../src/series/series.js';
import { diffOf, inputOf, type MailText, patchBody, writeMbox } from '../mail/mail-text.js';

const read = (mails: readonly MailText[], revision?: number) =>
  readSeries([inputOf(writeMbox(mails))], revision === undefined ? {} : { revision }, quietContext());

const SIGNED = 'Text.\n\nSigned-off-by: Ann Author <ann@example.org>';
/** Minute `n` of the day. */
const at = (n: number) =>
  `Tue, 07 Apr 2026 ${String(10 + Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}:00 +0000`;

const patch = (id: string, subject: string, n: number, more: Partial<MailText> = {}): MailText => ({
  id,
  subject,
  date: at(n),
  body: patchBody(SIGNED, diffOf(`virt/${id}.c`)),
  ...more,
});
const cover = (id: string, subject: string, n: number, more: Partial<MailText> = {}): MailText => ({
  id,
  subject,
  date: at(n),
  body: ' a | 1 +\n 2 files changed, 2 insertions(+)\n',
  ...more,
});

const v1 = [
  cover('c1', '[PATCH 0/2] two things', 0),
  patch('a1', '[PATCH 1/2] first', 1, { answers: 'c1' }),
  patch('b1', '[PATCH 2/2] second', 2, { answers: 'c1' }),
];

const codes = (series: { diagnostics: readonly { code: string }[] }) =>
  series.diagnostics.map(({ code }) => code);

describe('assembleSeries', () => {
  test('cover and patches', async () => {
    const series = await read(v1);
    expect(series).toMatchObject({
      title: 'two things',
      revision: 1,
      revisionGiven: false,
      expected: 2,
      missing: [],
      diagnostics: [],
    });
    expect(series.cover?.messageId).toBe('c1');
    expect(series.patches).toMatchObject([
      {
        index: 1,
        subject: 'first',
        messageId: 'a1',
        author: { address: 'ann@example.org' },
        message: SIGNED,
        fromRevision: null,
      },
      { index: 2, subject: 'second', messageId: 'b1', trailers: [{ name: 'Signed-off-by' }] },
    ]);
    expect(Buffer.from(series.patches[0]!.diff).toString()).toBe(diffOf('virt/a1.c'));
    expect(series.patches[0]!.files).toMatchObject([{ newPath: 'virt/a1.c' }]);
  });

  test('the order of the mails does not matter', async () => {
    const series = await read([...v1].reverse());
    expect(series.patches.map(({ messageId }) => messageId)).toEqual(['a1', 'b1']);
    expect(series.cover?.messageId).toBe('c1');
  });

  test('unthreaded patches of one author belong together', async () => {
    const series = await read(v1.map(({ answers: _, ...mail }) => mail));
    expect(series.patches).toHaveLength(2);
  });

  describe('patches that nothing in their headers ties together', () => {
    const BO = 'Bo Second <bo@example.net>';
    const LIST = ['List-Id: <kvm.vger.kernel.org>'];
    const on = (day: string) => `${day} 2025 10:00:00 +0000`;
    const of = (name: string, total: number, version = '') =>
      Array.from({ length: total }, (_, index) =>
        patch(`${name}${index + 1}`, `[PATCH${version} ${index + 1}/${total}] ${name}${index + 1}`, 0),
      );
    const dated = (mails: readonly MailText[], ...days: readonly string[]) =>
      mails.map((mail, index) => ({ ...mail, date: on(days[index] ?? '') }));
    const from = (mails: readonly MailText[], ...senders: readonly string[]) =>
      mails.map((mail, index) => ({ ...mail, from: senders[index] ?? BO }));
    const [p, q, v2] = [of('p', 2), of('q', 2), of('r', 2, ' v2')] as const;
    test.each<readonly [string, readonly MailText[], readonly string[]]>([
      ['months apart', dated(of('p', 3), '1 Jan', '1 Apr', '1 Jul'), ['p1', 'p2', 'p3']],
      ['the last written first', dated(of('p', 3), '1 Apr', '1 Jul', '1 Jan'), ['p1', 'p2', 'p3']],
      [
        'months before their cover letter',
        dated([cover('c', '[PATCH 0/2] p', 0), ...p], '1 Jul', '1 Jan', '1 Apr'),
        ['p1', 'p2'],
      ],
      ['of two authors', from(p, 'Ann <ann@example.org>'), ['p1', 'p2']],
      [
        'without dates',
        from(p, 'Ann <ann@example.org>').map((mail) => ({ ...mail, date: '' })),
        ['p1', 'p2'],
      ],
      [
        'of two revisions, one after the other',
        [...dated(p, '1 Jan', '1 Jul'), ...dated(v2, '1 Feb', '1 Aug')],
        ['p1', 'p2'],
      ],
      [
        'of two series whose dates are interleaved',
        [...dated(p, '1 Jan', '3 Jan'), ...dated(q, '2 Jan', '4 Jan')],
        ['p1', 'p2'],
      ],
      [
        'of two series of one day',
        [patch('p1', '[PATCH 1/2] p1', 0), patch('p2', '[PATCH 2/2] p2', 3)].concat(
          patch('q1', '[PATCH 1/2] q1', 2),
          patch('q2', '[PATCH 2/2] q2', 1),
        ),
        ['p1', 'p2'],
      ],
      [
        'of two senders on a list',
        from(p, 'Ann <ann@example.org>').map((mail) => ({ ...mail, header: LIST })),
        ['p1'],
      ],
      ['that do not count on', dated([...p].reverse(), '1 Jul', '1 Jan'), ['p1']],
      [
        'with another mail between them',
        dated([p[0]!, patch('x', 'x', 0), p[1]!], '1 Jan', '1 Feb', '1 Jul'),
        ['p1'],
      ],
    ])('%s', async (_, mails, expected) => {
      const series = await read(mails);
      expect(series.patches.map(({ messageId }) => messageId)).toEqual(expected);
    });
  });

  test('a gap is named', async () => {
    const series = await read([v1[0]!, v1[2]!]);
    expect(series).toMatchObject({
      expected: 2,
      missing: [1],
      diagnostics: [{ code: 'patch-missing', severity: 'error', message: 'patch 1/2 is missing' }],
    });
  });

  test('a later 3/2 adds a patch and no gap', async () => {
    const series = await read([...v1, patch('d1', '[PATCH 3/2] third', 9, { answers: 'c1' })]);
    expect(series).toMatchObject({ expected: 3, missing: [], diagnostics: [] });
    expect(series.patches.map(({ index }) => index)).toEqual([1, 2, 3]);
  });

  test('a lone 11/10 misses no ten patches', async () => {
    const series = await read([patch('k', '[PATCH 11/10] one more', 0)]);
    expect(series).toMatchObject({
      missing: [],
      patches: [{ index: 11 }],
      diagnostics: [{ code: 'series-elsewhere' }],
    });
  });

  test('a patch in a reply is no patch of the series', async () => {
    const series = await read([...v1, patch('r', 'Re: [PATCH 2/2] second', 5, { answers: 'b1' })]);
    expect(series.patches).toHaveLength(2);
  });

  test('patch 1 under a versioned cover letter takes its revision', async () => {
    const series = await read([
      cover('c', '[PATCH v3 0/1] x', 0),
      patch('a', '[PATCH 1/1] first', 1, { answers: 'c' }),
    ]);
    expect(series).toMatchObject({ revision: 3, revisionGiven: true });
  });

  test('an index sent twice keeps the first and harms no other', async () => {
    const series = await read([...v1, patch('x', '[PATCH 1/2] first', 9, { answers: 'a1' })]);
    expect(series.patches.map(({ messageId }) => messageId)).toEqual(['a1', 'b1']);
    expect(series.diagnostics).toMatchObject([{ code: 'duplicate-patch', messageId: 'x' }]);
  });

  const v2 = [
    cover('c2', '[PATCH v2 0/2] two things', 60),
    patch('a2', '[PATCH v2 1/2] first', 61, { answers: 'c2' }),
    patch('b2', '[PATCH v2 2/2] second', 62, { answers: 'c2' }),
  ];

  test('the highest revision is taken, any can be asked for', async () => {
    expect(await read([...v1, ...v2])).toMatchObject({
      revision: 2,
      revisions: [{ revision: 1 }, { revision: 2 }],
      diagnostics: [],
    });
    expect(await read([...v1, ...v2], 1)).toMatchObject({
      revision: 1,
      patches: [{ messageId: 'a1' }, { messageId: 'b1' }],
    });
    await expect(read([...v1, ...v2], 3)).rejects.toMatchObject({ code: 'input', hint: 'found: v1, v2' });
  });

  test('says when the highest number is not the latest', async () => {
    const early = v2.map((mail, index) => ({ ...mail, date: at(index) }));
    const late = v1.map((mail, index) => ({ ...mail, date: at(100 + index) }));
    const series = await read([...early, ...late]);
    expect(series.revision).toBe(2);
    expect(codes(series)).toEqual(['revision-order']);
  });

  test('two postings of one revision do not merge', async () => {
    const again = v2.map((mail) => ({
      ...mail,
      id: `${mail.id}x`,
      date: mail.date?.replace(':0', ':3') ?? '',
      ...(mail.answers === undefined ? {} : { answers: 'c2x' }),
    }));
    const series = await read([...v2, again[0]!, again[2]!]);
    expect(series.patches.map(({ messageId }) => messageId)).toEqual(['b2x']);
    expect(codes(series)).toEqual(['revision-posted-twice', 'patch-missing']);
  });

  test('a partial re-roll is filled from the revision before', async () => {
    const series = await read([
      ...v1,
      { id: 'r', subject: 'Re: [PATCH 2/2] second', answers: 'b1', date: at(5), body: 'Please fix.\n' },
      patch('b2', '[PATCH v2 2/2] second', 9, { answers: 'r' }),
    ]);
    expect(series).toMatchObject({ revision: 2, partialReroll: true, missing: [], title: 'two things' });
    expect(series.patches).toMatchObject([
      { messageId: 'a1', fromRevision: 1 },
      { messageId: 'b2', fromRevision: null },
    ]);
  });

  test('a v2 that is cut is not taken for a partial re-roll', async () => {
    const series = await read([...v1, v2[0]!, v2[2]!]);
    expect(series).toMatchObject({ revision: 2, partialReroll: false, missing: [1] });
  });

  test('V1.1 of one patch', async () => {
    const series = await read([...v1, patch('b11', '[patch V1.1 2/2] second', 9, { answers: 'b1' })]);
    expect(series.patches).toMatchObject([{ messageId: 'a1', fromRevision: 1 }, { messageId: 'b11' }]);
  });

  test('a single fix-up in the thread does not replace the series', async () => {
    const series = await read([...v1, patch('f', '[PATCH v2] fix the first', 9, { answers: 'a1' })]);
    expect(series).toMatchObject({ revision: 1, patches: [{ messageId: 'a1' }, { messageId: 'b1' }] });
    expect(codes(series)).toEqual(['fix-up-posted']);
  });

  test('a single patch sent again without a number is the next revision, with RESEND it is not', async () => {
    const first = patch('a', '[PATCH] one', 0);
    expect(await read([first, patch('b', '[PATCH] one', 60)])).toMatchObject({
      revision: 2,
      diagnostics: [{ code: 'revision-assumed' }],
    });
    expect(await read([first, patch('b', '[PATCH RESEND] one', 60)])).toMatchObject({
      revision: 1,
      resend: true,
    });
  });

  test('a cover letter without counters', async () => {
    const series = await read([
      { id: 'c', subject: 'two things', date: at(0), body: 'About them.\n' },
      patch('a', '[PATCH 1/2] first', 1, { answers: 'c' }),
      patch('b', '[PATCH 2/2] second', 2, { answers: 'c' }),
    ]);
    expect(series).toMatchObject({ title: 'two things', cover: { messageId: 'c' } });
  });

  test('a bug report by somebody else is no cover letter', async () => {
    const series = await read([
      { id: 'c', subject: 'it crashes', date: at(0), from: 'Bo <bo@example.org>', body: 'See.\n' },
      patch('a', '[PATCH 1/1] first', 1, { answers: 'c' }),
    ]);
    expect(series.cover).toBeNull();
  });

  test('a numbered version by somebody else, sent as an answer, is the next revision', async () => {
    const bo = { from: 'Bo <bo@example.org>', answers: 'a' };
    const series = await read([
      patch('a', '[PATCH] one way', 0),
      patch('b', '[PATCH v2] a better way', 9, bo),
    ]);
    expect(series).toMatchObject({ revision: 2, patches: [{ messageId: 'b' }] });
    const rival = await read([patch('a', '[PATCH] one way', 0), patch('b', '[PATCH] a better way', 9, bo)]);
    expect(rival).toMatchObject({
      revision: 1,
      patches: [{ messageId: 'a' }],
      diagnostics: [{ code: 'other-series' }],
    });
  });

  test('another series in the same mailbox is named', async () => {
    const series = await read([...v1, patch('o', '[PATCH] other', 9, { from: 'Bo <bo@example.org>' })]);
    expect(series.patches).toHaveLength(2);
    expect(series.diagnostics).toMatchObject([{ code: 'other-series', messageId: 'o' }]);
  });

  test('author, subject and date in the body outrank the header', async () => {
    const body = patchBody(
      `From: Bo <bo@example.org>\nSubject: real title\nDate: Mon, 1 Jan 2024 10:00:00 +0900\n\n${SIGNED}`,
    );
    expect((await read([patch('a', '[PATCH] x', 0, { body })])).patches).toMatchObject([
      {
        subject: 'real title',
        author: { name: 'Bo', address: 'bo@example.org' },
        dateText: 'Mon, 1 Jan 2024 10:00:00 +0900',
        message: SIGNED,
      },
    ]);
  });

  test('a mail cut in the middle is an error that names file and lines', async () => {
    const body = patchBody(SIGNED).split('\n').slice(0, -5).join('\n');
    const series = await read([patch('a', '[PATCH] x', 0, { body })]);
    expect(series.diagnostics).toMatchObject([
      { severity: 'error', code: 'patch-cut', path: 'virt/kvm/vfio.c', messageId: 'a' },
    ]);
  });

  test('a wrapped line is damage that may be rebuilt', async () => {
    const body = patchBody(SIGNED, diffOf('x.c').replace('+int added;', '+int\nadded;'));
    const series = await read([patch('a', '[PATCH] x', 0, { body })]);
    expect(series.diagnostics).toMatchObject([
      { severity: 'warning', code: 'patch-damaged', messageId: 'a' },
    ]);
  });

  test.each(['../../etc/passwd', '.git/hooks/pre-commit', '/etc/passwd'])(
    'a patch to %s is an error',
    async (path) => {
      const body = patchBody(SIGNED, diffOf(path));
      const series = await read([patch('a', '[PATCH] x', 0, { body })]);
      expect(series.diagnostics).toMatchObject([
        { severity: 'error', code: 'path-escapes-tree', messageId: 'a' },
      ]);
    },
  );

  test('one mail archived twice is read once', async () => {
    const series = await read([...v1, v1[1]!]);
    expect(series.patches).toHaveLength(2);
    expect(series.diagnostics).toEqual([]);
  });

  test.each([
    [
      'answers only',
      [{ id: 'r', subject: 'Re: [PATCH] x', body: 'No.\n' }],
      'no patch in 1 message, only answers to "x"',
    ],
    ['talk', [{ id: 'r', subject: 'hello', body: 'No.\n' }], 'no patch in 1 message'],
    [
      'a cover letter alone',
      [cover('c', '[PATCH 0/2] x', 0)],
      'no patch in 1 message, only the cover letter of "x"',
    ],
    [
      'a pull request',
      [
        {
          id: 'p',
          subject: '[GIT PULL] s390 updates',
          body: 'The following changes since commit 0123456789:\n',
        },
      ],
      '"[GIT PULL] s390 updates" is a pull request; there is no patch in its thread',
    ],
  ])('%s: an input error', async (_, mails, message) => {
    await expect(read(mails)).rejects.toMatchObject({ code: 'input', message });
  });

  test('mails that answer each other in a circle end', async () => {
    const series = await read([
      patch('a', '[PATCH 1/2] first', 0, { answers: 'b' }),
      patch('b', '[PATCH 2/2] second', 1, { answers: 'a' }),
    ]);
    expect(series.patches).toHaveLength(2);
  });
});
