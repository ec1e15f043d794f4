import { describe, expect, test } from 'vitest';
import { quietContext } from '../../../src/base/context.js';
import { compareObjections } from '../../../src/check/compare/objection.js';
import type { PatchPair } from '../../../src/check/compare/pair.js';
import { compareCoverTags, compareTags, type ReviewedSeries } from '../../../src/check/compare/tag.js';
import type { PatchChange } from '../../../src/result/comparison.js';
import { joinRevisions } from '../../../src/series/join.js';
import { reviewSeries } from '../../../src/series/review.js';
import { readSeries, type Series } from '../../../src/series/series.js';
import { diffOf, inputOf, type MailText, patchBody, writeMbox } from '../../mail/mail-text.js';

const SIGNED = 'Why.\n\nSigned-off-by: Ann Author <ann@example.org>';
const BO = 'Bo Reviewer <bo@example.net>';

/** Two patches and a cover letter. */
const posting = (
  revision: number,
  lines: readonly string[],
  trailers: readonly string[] = [],
): MailText[] => {
  const day = `0${revision}`;
  const mark = revision === 1 ? 'PATCH' : `PATCH v${revision}`;
  return [
    {
      id: `c${revision}`,
      subject: `[${mark} 0/${lines.length}] a series`,
      date: `Wed, ${day} Apr 2026 10:00:00 +0000`,
      body: 'x\n---\n a | 1 +\n',
    },
    ...lines.map((line, at) => ({
      id: `p${revision}${at + 1}`,
      subject: `[${mark} ${at + 1}/${lines.length}] part ${at + 1}`,
      answers: `c${revision}`,
      date: `Wed, ${day} Apr 2026 10:0${at + 1}:00 +0000`,
      body: patchBody([SIGNED, ...trailers].join('\n'), diffOf(`f${at}.c`, line)),
    })),
  ];
};

const answer = (id: string, to: string, text: string, from = BO): MailText => ({
  id,
  subject: 'Re: part',
  answers: to,
  from,
  date: `Wed, 0${to[1]} Apr 2026 12:00:00 +0000`,
  body: text,
});

const read = (mails: readonly MailText[], revision?: number): Promise<Series> =>
  readSeries([inputOf(writeMbox(mails))], revision === undefined ? {} : { revision }, quietContext());

const reviewed = (series: Series): ReviewedSeries => ({ series, review: reviewSeries(series) });

const compared = async (
  first: readonly MailText[],
  second: readonly MailText[],
  changes: readonly PatchChange[] = ['changed', 'same'],
) => {
  const [before, after] = joinRevisions(await read(first), await read(second)).map(reviewed) as [
    ReviewedSeries,
    ReviewedSeries,
  ];
  const pairs = changes.map(
    (change, at): PatchPair => ({
      change,
      before: before.series.patches[at] ?? null,
      after: change === 'removed' ? null : (after.series.patches[at] ?? null),
      lines: [],
    }),
  );
  return { before, after, pairs, objections: compareObjections(pairs, before, after) };
};

const V1 = posting(1, ['int a;', 'int b;']);
const V2 = posting(2, ['int A;', 'int b;']);
const states = ({ objections }: Awaited<ReturnType<typeof compared>>) =>
  objections.map(({ state, reason, kind, before, after }) => [state, reason, kind, before, after]);

describe('an objection to the earlier revision', () => {
  test.each<[string, readonly MailText[], readonly MailText[], readonly (readonly unknown[])[]]>([
    [
      'a NAK stands though its patch changed',
      [answer('a1', 'p11', 'NAK, this is wrong.\n')],
      [],
      [['open', 'not-taken-back', 'nak', 1, 1]],
    ],
    [
      'a NAK that a tag on the next revision takes back',
      [answer('a1', 'p11', 'NAK, this is wrong.\n')],
      [answer('a2', 'p21', `Fine now.\n\nReviewed-by: ${BO}\n`)],
      [['answered', 'taken-back', 'nak', 1, 1]],
    ],
    [
      'a NAK on a patch that is the same',
      [answer('a1', 'p12', 'NAK, this is wrong.\n')],
      [],
      [['open', 'patch-unchanged', 'nak', 2, 2]],
    ],
    [
      'a half-hearted one on a patch that changed',
      [answer('a1', 'p11', 'NAK? :-)\n')],
      [],
      [['answered', 'patch-changed', 'nak', 1, 1]],
    ],
    [
      'a NAK that is repeated',
      [answer('a1', 'p11', 'NAK, this is wrong.\n')],
      [answer('a2', 'p21', 'Still NAK.\n')],
      [['open', 'raised-again', 'nak', 1, 1]],
    ],
    [
      'a NAK of somebody else is a new one',
      [answer('a1', 'p11', 'NAK? :-)\n')],
      [answer('a2', 'p21', 'NAK.\n', 'Cy Other <cy@example.com>')],
      [
        ['answered', 'patch-changed', 'nak', 1, 1],
        ['new', 'first-raised', 'nak', 1, 1],
      ],
    ],
    [
      'a question on a patch that changed',
      [answer('a1', 'p11', 'Does this work at all?\n')],
      [],
      [['answered', 'patch-changed', 'question', 1, 1]],
    ],
    [
      'a question on a patch that did not',
      [answer('a1', 'p12', 'Does this work at all?\n')],
      [],
      [['open', 'patch-unchanged', 'question', 2, 2]],
    ],
    [
      'one on the series as a whole',
      [answer('a1', 'c1', 'NAK to all of this.\n')],
      [],
      [['open', 'on-series', 'nak', null, null]],
    ],
    [
      'the author announced the next revision',
      [answer('a1', 'p11', 'I will send a v2.\n', 'Ann Author <ann@example.org>')],
      [],
      [['answered', 'superseded', 'superseded-by-author', 1, 1]],
    ],
    [
      'a new question',
      [],
      [answer('a2', 'p22', 'And who frees this one then?\n')],
      [['new', 'first-raised', 'question', 2, 2]],
    ],
  ])('%s', async (_, first, second, expected) => {
    expect(states(await compared([...V1, ...first], [...V2, ...second]))).toEqual(expected);
  });

  test('its patch is gone', async () => {
    const result = await compared([...V1, answer('a1', 'p12', 'NAK.\n')], posting(2, ['int A;']), [
      'changed',
      'removed',
    ]);
    expect(states(result)).toEqual([['answered', 'patch-removed', 'nak', 2, null]]);
  });
});

describe('tags', () => {
  const tagsOf = ({ before, after, pairs }: Awaited<ReturnType<typeof compared>>) =>
    pairs.map((pair) => {
      const { gained, lost } = compareTags(pair, before, after);
      return [gained.map(({ value }) => value), lost.map(({ value }) => value)];
    });
  const tag = `Reviewed-by: ${BO}`;

  test('of a changed patch are lost, of one that is the same carried', async () => {
    const result = await compared(
      [...V1, answer('a1', 'p11', `${tag}\n`), answer('a2', 'p12', `${tag}\n`)],
      V2,
    );
    expect(tagsOf(result)).toEqual([
      [[], [BO]],
      [[], []],
    ]);
  });

  test('that the author folded in are no change, wherever they were given', async () => {
    const second = posting(2, ['int A;', 'int b;'], [tag]);
    const result = await compared([...V1, answer('a1', 'c1', `${tag}\n`)], second);
    expect(tagsOf(result)).toEqual([
      [[], []],
      [[], []],
    ]);
    expect(compareCoverTags(result.before, result.after)).toEqual({ gained: [], lost: [] });
  });

  test('of the cover letter are told once', async () => {
    const result = await compared(V1, [...V2, answer('a1', 'c2', `${tag}\n`)]);
    expect(tagsOf(result)).toEqual([
      [[], []],
      [[], []],
    ]);
    expect(compareCoverTags(result.before, result.after).gained).toMatchObject([{ value: BO }]);
  });
});

describe('joinRevisions', () => {
  test('reads both as one thread, and leaves apart what is no series of revisions', async () => {
    const [first, second] = [await read(V1), await read(V2)];
    expect(joinRevisions(first, second)[1].revisions.map(({ revision }) => revision)).toEqual([1, 2]);
    const stranger = await read(
      posting(2, ['int z;']).map((mail) => ({
        ...mail,
        id: `z${mail.id}`,
        ...(mail.answers === undefined ? {} : { answers: `z${mail.answers}` }),
        subject: mail.subject.replace('part', 'thing').replace('a series', 'another'),
        from: 'Zoe <zoe@example.com>',
      })),
    );
    expect(joinRevisions(first, stranger)).toEqual([first, stranger]);
    expect(joinRevisions(first, first)).toHaveLength(2);
  });

  test('a tag on a later revision is not given to an older one', async () => {
    const thread = [...V1, ...V2, answer('a1', 'p22', `Reviewed-by: ${BO}\n`)];
    const tags = reviewSeries(await read(thread, 1)).patches[1]!.trailers.map(({ trailer }) => trailer.name);
    expect(tags).toEqual(['Signed-off-by']);
  });
});
