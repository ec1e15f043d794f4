// Which of several series in a set of mails is read.
import { describe, expect, test } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { MessageId } from '../../src/base/id.js';
import { reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { diffOf, inputOf, type MailText, patchBody, writeMbox } from '../mail/mail-text.js';

const ANN = 'Ann Author <ann@example.org>';
const BO = 'Bo Tester <bo@example.net>';
const at = (minute: number) => new Date(Date.UTC(2026, 3, 7, 10, minute)).toUTCString();
const patch = (id: string, subject: string, minute: number, more: Partial<MailText> = {}): MailText => ({
  id,
  subject,
  date: at(minute),
  from: ANN,
  body: patchBody('Text.\n\nSigned-off-by: Ann Author <ann@example.org>', diffOf(`virt/${id}.c`)),
  ...more,
});
const cover = (id: string, subject: string, minute: number, more: Partial<MailText> = {}): MailText => ({
  id,
  subject,
  date: at(minute),
  from: ANN,
  body: 'Why.\n\n 2 files changed, 2 insertions(+)\n',
  ...more,
});
const answer = (
  id: string,
  answers: string,
  minute: number,
  body: string,
  more: Partial<MailText> = {},
): MailText => ({
  id,
  subject: 'Re: x',
  date: at(minute),
  from: BO,
  answers,
  body: `${body}\n`,
  ...more,
});
const read = async (mails: readonly MailText[], named?: string) => {
  const options = named === undefined ? {} : { named: named as MessageId };
  const series = await readSeries([inputOf(writeMbox(mails))], options, quietContext());
  return {
    title: series.title,
    revision: series.revision,
    ids: series.patches.map(({ messageId }) => messageId),
    missing: series.missing,
    cover: series.cover?.messageId ?? null,
    notes: series.diagnostics.map(({ code }) => code),
    review: reviewSeries(series),
  };
};

const main = [
  cover('c', '[PATCH 0/3] kvm: the series', 0),
  patch('a', '[PATCH 1/3] kvm: one', 1, { answers: 'c' }),
  patch('b', '[PATCH 2/3] kvm: two', 2, { answers: 'c' }),
  patch('d', '[PATCH 3/3] vfio: three', 3, { answers: 'c' }),
];

test('a patch that is older than the first one belongs to the series', async () => {
  // git format-patch dates mails by their commits, and names the author of each.
  const first = {
    id: 'a',
    subject: '[PATCH 1/2] kvm: a',
    date: 'Tue, 07 Apr 2026 10:00:00 +0000',
    body: patchBody('A.'),
  };
  const second = {
    ...first,
    id: 'b',
    subject: '[PATCH 2/2] kvm: b',
    from: 'Bo <bo@x.org>',
    answers: 'a',
    date: 'Fri, 31 Dec 1999 10:00:00 +0000',
  };
  const series = await readSeries([inputOf(writeMbox([first, second]))], {}, quietContext());
  expect(series.patches.map(({ messageId }) => messageId)).toEqual(['a', 'b']);
});

describe('a cover letter that is not in the input', () => {
  test.each([
    ['all answer it', main.slice(1)],
    ['in another order', [main[3]!, main[1]!, main[2]!]],
    ['one patch is missing too', [main[1]!, main[3]!]],
    [
      'with References only',
      main.slice(1).map(({ answers: _, ...mail }) => ({ ...mail, references: '<c>' })),
    ],
  ])('%s: one series', async (_, mails) => {
    const series = await read(mails);
    expect(series.ids).toEqual(['a', 'b', 'd'].filter((id) => mails.some((mail) => mail.id === id)));
    expect(series.notes).not.toContain('other-series');
  });

  test('patches under two missing cover letters are two series', async () => {
    const other = patch('x', '[PATCH 2/3] other: two', 2, { answers: 'z' });
    const series = await read([main[1]!, other]);
    expect(series.ids).toEqual(['a']);
    expect(series.notes).toContain('other-series');
  });
});

describe('several series in one thread', () => {
  const aside = [
    patch('q1', '[PATCH 1/2] core: maybe so', 20, { answers: 'r' }),
    patch('q2', '[PATCH 2/2] core: rename', 21, { answers: 'q1' }),
  ];
  const companion = [
    cover('t', '[kvm-unit-tests PATCH 0/4] x86: tests', 20, { answers: 'c' }),
    ...[1, 2, 3, 4].map((n) =>
      patch(`t${n}`, `[kvm-unit-tests PATCH ${n}/4] x86: test ${n}`, 20 + n, { answers: 't' }),
    ),
  ];
  const big = [
    cover('z', '[PATCH 0/5] other: many', 20, { answers: 'c' }),
    ...[1, 2, 3, 4, 5].map((n) => patch(`z${n}`, `[PATCH ${n}/5] other: ${n}`, 20 + n, { answers: 'z' })),
  ];
  test.each([
    ['two patches in the discussion', [answer('r', 'b', 10, 'Could this be done otherwise?'), ...aside]],
    ['a companion series for another project', companion],
    ['a larger series as an answer', big],
  ])('%s: the one that began the thread', async (_, more) => {
    const series = await read([...main, ...more]);
    expect(series.ids).toEqual(['a', 'b', 'd']);
    expect(series.notes).toContain('other-series');
  });

  test.each([
    ['its cover letter', 't', ['t1', 't2', 't3', 't4']],
    ['one of its patches', 't3', ['t1', 't2', 't3', 't4']],
    ['an answer to it', 'r', ['t1', 't2', 't3', 't4']],
    ['a patch of the first', 'b', ['a', 'b', 'd']],
  ])('named by %s', async (_, named, ids) => {
    const series = await read([...main, ...companion, answer('r', 't2', 40, 'Nice.')], named);
    expect(series.ids).toEqual(ids);
  });

  test('a mail that is not there is an error', async () => {
    await expect(read(main, 'nowhere@example.org')).rejects.toThrow('there is no mail <nowhere@example.org>');
  });

  test('an objection belongs to the series that it answers', async () => {
    const mails = [...main, ...companion, answer('r', 'c', 40, 'NAK.')];
    expect((await read(mails)).review.objections).toHaveLength(1);
    expect((await read(mails, 't')).review.objections).toEqual([]);
  });

  test.each([
    [
      'v2 with another total',
      '[PATCH v2 0/2] kvm: the series',
      ['[PATCH v2 1/2] kvm: one', '[PATCH v2 2/2] kvm: new'],
      2,
    ],
    [
      'v2 with all titles new',
      '[PATCH v2 0/2] kvm: renamed',
      ['[PATCH v2 1/2] x: p', '[PATCH v2 2/2] x: q'],
      2,
    ],
  ])('%s is a revision', async (_, title, titles, revision) => {
    const v2 = [
      cover('c2', title, 30, { answers: 'c' }),
      ...titles.map((one, n) => patch(`v${n}`, one, 31 + n, { answers: 'c2' })),
    ];
    expect(await read([...main, ...v2])).toMatchObject({ revision, ids: ['v0', 'v1'] });
  });

  test('v2 by a colleague with the same titles is v2', async () => {
    const v2 = [
      cover('c2', '[PATCH v2 0/3] kvm: the series', 30, { from: BO }),
      patch('a2', '[PATCH v2 1/3] kvm: one', 31, { answers: 'c2', from: BO }),
      patch('b2', '[PATCH v2 2/3] kvm: two', 32, { answers: 'c2', from: BO }),
      patch('d2', '[PATCH v2 3/3] vfio: three', 33, { answers: 'c2', from: BO }),
    ];
    expect(await read([...main, ...v2])).toMatchObject({ revision: 2, ids: ['a2', 'b2', 'd2'] });
  });

  test('two unthreaded series of one total, interleaved', async () => {
    const one = (stem: string, n: number, minute: number) =>
      patch(`${stem}${n}`, `[PATCH ${n}/2] ${stem}: part ${n}`, minute);
    const series = await read([one('kvm', 1, 1), one('vfio', 1, 2), one('kvm', 2, 3), one('vfio', 2, 4)]);
    expect(series.ids).toEqual(['kvm1', 'kvm2']);
    expect(series.notes).toEqual(['other-series']);
  });
});

describe('partial re-rolls', () => {
  const again = (revision: number, answers: string, minute: number) =>
    patch(`b${revision}`, `[PATCH v${revision} 2/3] kvm: two`, minute, { answers });
  test.each([
    ['answers the cover letter', [again(2, 'c', 30)], ['a', 'b2', 'd'], 2],
    ['answers the patch', [again(2, 'b', 30)], ['a', 'b2', 'd'], 2],
    ['answers the review', [answer('r', 'b', 20, 'Hm.'), again(2, 'r', 30)], ['a', 'b2', 'd'], 2],
    ['twice', [again(2, 'b', 30), again(3, 'b2', 40)], ['a', 'b3', 'd'], 3],
  ])('%s', async (_, more, ids, revision) => {
    const tagged = answer('t', 'c', 9, `Acked-by: ${BO}`);
    const series = await read([...main, tagged, ...more]);
    expect(series).toMatchObject({ ids, revision, cover: 'c', missing: [] });
    expect(series.review.cover).toHaveLength(1);
  });

  test('a whole v2 of which a patch is missing is not filled up', async () => {
    const v2 = [
      cover('c2', '[PATCH v2 0/3] kvm: the series', 30, { answers: 'c' }),
      patch('a2', '[PATCH v2 1/3] kvm: one', 31, { answers: 'c2' }),
      patch('d2', '[PATCH v2 3/3] vfio: three', 33, { answers: 'c2' }),
    ];
    expect(await read([...main, ...v2])).toMatchObject({ ids: ['a2', 'd2'], missing: [2] });
  });

  test('sent again without a number: the choice is told, and the other can be named', async () => {
    const mails = [...main, patch('n', '[PATCH 2/3] kvm: two', 30, { answers: 'b' })];
    expect(await read(mails)).toMatchObject({ ids: ['a', 'b', 'd'], notes: ['duplicate-patch'] });
    expect((await read(mails, 'n')).ids).toEqual(['a', 'n', 'd']);
  });
});

describe('pull requests', () => {
  test('[GIT PULL n/m] with patches is a series', async () => {
    const pull = main.map((mail) => ({ ...mail, subject: mail.subject!.replace('PATCH', 'GIT PULL') }));
    expect(await read(pull)).toMatchObject({ ids: ['a', 'b', 'd'], cover: 'c' });
  });

  test('without patches it is named as one', async () => {
    await expect(read([cover('c', '[GIT PULL 0/3] kvm: the series', 0)])).rejects.toThrow(
      'is a pull request',
    );
  });
});

describe('answers without threading headers', () => {
  const bare = (subject: string, body: string): MailText => ({
    id: 'm',
    subject,
    date: at(30),
    from: BO,
    body,
  });
  test('an objection is read, a tag is not taken, and one line says so', async () => {
    const series = await read([...main, bare('Re: [PATCH 2/3] kvm: two', `NAK.\n\nAcked-by: ${BO}`)]);
    expect(series.review.objections).toMatchObject([{ kind: 'nak', patch: 2 }]);
    expect(series.review.patches[1]!.trailers.filter(({ source }) => source !== 'patch')).toEqual([]);
    expect(series.notes).toEqual(['answer-by-subject']);
  });

  test('a subject that names two patches names none', async () => {
    const twin = patch('b9', '[PATCH 2/3] kvm: two', 9, { answers: 'x' });
    const series = await read([...main, twin, bare('Re: [PATCH 2/3] kvm: two', 'NAK.')]);
    expect(series.review.objections).toEqual([]);
  });
});
