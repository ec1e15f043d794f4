// Rules of tags: which of them count, and which go into the mbox for `git am`.
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { AM_DEFAULTS, writeAm } from '../../src/series/am.js';
import { isTaken, reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { formatTrailer } from '../../src/series/trailer.js';
import { diffOf, inputOf, type MailText, patchBody, writeMbox } from '../mail/mail-text.js';

const ANN = 'Ann Author <ann@example.org>';
const BO = 'Bo Tester <bo@example.net>';
const CY = 'Cy Reviewer <cy@example.com>';
const TAG = `Reviewed-by: ${BO}`;
const at = (minute: number): string => new Date(Date.UTC(2026, 3, 7, 10, minute)).toUTCString();

const patch = (revision: number, minute: number, added = 'int same;'): MailText => ({
  id: `v${revision}@example.org`,
  subject: `[PATCH${revision === 1 ? '' : ` v${revision}`}] do it`,
  date: at(minute),
  from: ANN,
  body: patchBody(`Text.\n\nSigned-off-by: ${ANN}`, diffOf('virt/it.c', added)),
});

const answer = (revision: number, minute: number, body: string, from = BO): MailText => ({
  id: `r${minute}@example.net`,
  subject: 'Re: do it',
  date: at(minute),
  from,
  answers: `v${revision}@example.org`,
  body: `${body}\n`,
});

const tagsOf = async (mails: readonly MailText[], revision?: number) => {
  const options = revision === undefined ? {} : { revision };
  const series = await readSeries([inputOf(writeMbox(mails))], options, quietContext());
  const review = reviewSeries(series);
  const [first] = review.patches;
  const trailers = first?.trailers.filter(({ source }) => source !== 'patch') ?? [];
  return {
    revision: series.revision,
    taken: trailers.filter(isTaken).map(({ trailer }) => formatTrailer(trailer)),
    stale: first?.stale.map(({ trailer }) => formatTrailer(trailer)),
    written: writeAm(series, review, AM_DEFAULTS).added.flatMap((one) => one.trailers),
  };
};

describe('a tag', () => {
  it.each<[what: string, mails: readonly MailText[], revision: number, taken: string[], stale: string[]]>([
    ['that was given', [patch(1, 1), answer(1, 2, TAG)], 1, [TAG], []],
    [
      'that its giver withdrew',
      [patch(1, 1), answer(1, 2, TAG), answer(1, 3, 'I withdraw my Reviewed-by.')],
      1,
      [],
      [],
    ],
    [
      'of a newer revision does not count for an older one, whether its patch changed or not',
      [
        patch(1, 1),
        patch(2, 5),
        answer(2, 6, TAG),
        patch(3, 7, 'int other;'),
        answer(3, 8, `Acked-by: ${BO}`),
      ],
      1,
      [],
      [],
    ],
    [
      'that somebody else wrote does not hide the same tag from its giver',
      [patch(1, 1), answer(1, 2, TAG, CY), answer(1, 3, TAG)],
      1,
      [TAG],
      [],
    ],
    [
      'of an older revision of a changed patch is stale',
      [patch(1, 1), answer(1, 2, TAG), patch(2, 5, 'int other;')],
      2,
      [],
      [TAG],
    ],
    [
      'that was given again is not stale',
      [patch(1, 1), answer(1, 2, TAG), patch(2, 5, 'int other;'), answer(2, 6, TAG)],
      2,
      [TAG],
      [],
    ],
  ])('%s', async (_, mails, revision, taken, stale) => {
    expect(await tagsOf(mails, revision)).toEqual({ revision, taken, stale, written: taken });
  });
});
