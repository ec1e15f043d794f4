import { describe, expect, it } from 'vitest';
import { quietContext } from '../../../src/base/context.js';
import { byActionable, countReview, judgeSeries, type Known } from '../../../src/check/triage/judge.js';
import type { TriageRow } from '../../../src/result/triage.js';
import { reviewSeries } from '../../../src/series/review.js';
import { readSeries } from '../../../src/series/series.js';
import { diffOf, inputOf, type MailText, patchBody, writeMbox } from '../../mail/mail-text.js';
import { sample } from '../../report/triage-sample.js';

const SIGNED = 'Text.\n\nSigned-off-by: Ann Author <ann@example.org>';
const ANN = 'Ann Author <ann@example.org>';
const BO = 'Bo Reader <bo@example.net>';
const CY = 'Cy Tester <cy@example.com>';

const first: MailText = { id: 'a', subject: '[PATCH 1/2] one', body: patchBody(SIGNED, diffOf('a.c')) };
const second: MailText = {
  id: 'b',
  subject: '[PATCH 2/2] two',
  answers: 'a',
  body: patchBody(SIGNED, diffOf('b.c')),
};
let replies = 0;
const says = (from: string, answers: string, body: string): MailText => {
  replies += 1;
  return { id: `r${replies}`, subject: 'Re: [PATCH] one', from, answers, body: `${body}\n` };
};
const reviewed = [says(BO, 'a', `Reviewed-by: ${BO}`), says(BO, 'b', `Acked-by: ${BO}`)];

const judged = async (answers: readonly MailText[], more: Partial<Known> = {}) => {
  const series = await readSeries([inputOf(writeMbox([first, second, ...answers]))], {}, quietContext());
  const review = reviewSeries(series);
  const counts = countReview(series, review);
  const known = { series, review, counts, incomplete: null, apply: null, links: null, ...more };
  return { ...judgeSeries(known), counts };
};

describe('judgeSeries', () => {
  const failure = { patch: '2/2', path: 'b.c:3', message: 'context does not match' };
  const refused = { applied: 1, total: 2, refused: 1, merged: [], failure };
  const stale = { ...refused, applied: 0, refused: 2 };
  const half = { ...stale, merged: ['1/2'] };
  const merged = { ...stale, merged: ['1/2', '2/2'] };
  const links = { removed: 0, added: 0, remaining: 0, broken: [], violations: [], unknown: 0 };
  const broken = { ...links, broken: [{ patch: '1/2', message: 'x is gone', kind: 'broken-link' as const }] };
  const renamed = {
    ...links,
    broken: [{ patch: '1/2', message: 'x is old', kind: 'half-done-rename' as const }],
  };

  it.each<readonly [string, readonly MailText[], Partial<Known>, string, string]>([
    ['all reviewed or acked', reviewed, {}, 'ready', 'All 2 patches are reviewed.'],
    ['no answer', [], {}, 'needs review', 'None of the 2 patches is reviewed.'],
    [
      'half of it reviewed',
      [says(BO, 'b', `Acked-by: ${BO}`)],
      {},
      'needs review',
      '1 of 2 patches is reviewed.',
    ],
    [
      'a tag under a condition',
      [says(BO, 'a', `With that fixed:\nReviewed-by: ${BO}`)],
      {},
      'needs review',
      'None of the 2 patches is reviewed.',
    ],
    [
      "the author's own tag",
      [says(ANN, 'a', `Reviewed-by: ${ANN}`)],
      {},
      'needs review',
      'None of the 2 patches is reviewed.',
    ],
    [
      'a test only',
      [says(CY, 'a', `Tested-by: ${CY}`)],
      {},
      'needs review',
      'None of the 2 patches is reviewed.',
    ],
    [
      'a question left open',
      [...reviewed, says(CY, 'b', 'Does this also work on a machine without it?')],
      {},
      'needs review',
      'A question has no answer.',
    ],
    [
      'a question, answered',
      [...reviewed, says(CY, 'b', 'Does this work on other machines?'), says(ANN, 'b', 'Yes, it does.')],
      {},
      'ready',
      'All 2 patches are reviewed.',
    ],
    [
      'a failed build',
      [...reviewed, says('kernel test robot <lkp@example.org>', 'a', 'b.c:3: error: x undeclared')],
      {},
      'needs review',
      'A robot reports a failure.',
    ],
    [
      'an author who sends another',
      [...reviewed, says(ANN, 'a', 'Right, I will send a v2 with that.')],
      {},
      'needs review',
      'The author announces another version.',
    ],
    [
      'a NAK',
      [...reviewed, says(CY, 'b', 'NAK, the wrong way round.')],
      {},
      'objection open',
      'Cy Tester objects to 2/2: "NAK, the wrong way round."',
    ],
    [
      'a NAK that was taken back',
      [...reviewed, says(CY, 'b', 'NAK.'), says(CY, 'b', `Acked-by: ${CY}`)],
      {},
      'ready',
      'All 2 patches are reviewed.',
    ],
    [
      'a patch that is refused',
      reviewed,
      { apply: refused },
      'needs rebase',
      '1 of 2 patches apply. 2/2 does not apply at b.c:3: context does not match.',
    ],
    [
      'a refused patch with a NAK',
      [says(CY, 'b', 'NAK.')],
      { apply: refused },
      'needs rebase',
      '1 of 2 patches apply. 2/2 does not apply at b.c:3: context does not match.',
    ],
    [
      'patches that are all refused',
      [],
      { apply: stale },
      'does not apply',
      'None of the 2 patches applies. 2/2 does not apply at b.c:3: context does not match.',
    ],
    [
      'a patch that the tree has, and one that is refused',
      [],
      { apply: half },
      'partly merged',
      'The tree has 1 of 2 patches already: 1/2. 2/2 does not apply at b.c:3: context does not match.',
    ],
    [
      'a patch that the tree has, and one that applies',
      [],
      { apply: { ...half, refused: 1, failure: { ...failure, patch: '1/2' } } },
      'partly merged',
      'The tree has 1 of 2 patches already: 1/2. The other one applies.',
    ],
    [
      'patches that the tree has, though with a NAK',
      [says(CY, 'b', 'NAK.')],
      { apply: merged },
      'merged',
      'The tree has all 2 patches already.',
    ],
    ['no fault', reviewed, { links }, 'ready', 'All 2 patches are reviewed.'],
    ['a broken link', reviewed, { links: broken }, 'breaks the link', 'After 1/2: x is gone.'],
    ['another error', reviewed, { links: renamed }, 'breaks bisection', 'After 1/2: x is old.'],
    ['a new edge', reviewed, { links: { ...links, unknown: 2 } }, 'adds edges', 'It adds 2 edges.'],
    [
      'a violation',
      reviewed,
      { links: { ...links, violations: ['a', 'b'] } },
      'breaks the policy',
      'a. There is 1 more violation.',
    ],
    [
      'a missing patch',
      reviewed,
      { incomplete: 'patch 3/3\nis missing', links },
      'incomplete',
      'Patch 3/3 is missing.',
    ],
  ])('%s', async (_, answers, more, verdict, reason) => {
    expect(await judged(answers, more)).toMatchObject({ verdict, reason });
  });
});

describe('countReview', () => {
  it('counts people, not tags, and tags of two meanings twice', async () => {
    const { counts } = await judged([
      ...reviewed,
      says(CY, 'a', `Reviewed-and-tested-by: ${CY}`),
      says(CY, 'b', `Tested-by: ${CY}\nReviewed-by: ${CY}`),
    ]);
    expect(counts).toEqual({
      reviewed: 2,
      acked: 1,
      tested: 1,
      naks: 0,
      reviewedPatches: 2,
      questions: 0,
      robotFailures: 0,
    });
  });
});

describe('byActionable', () => {
  it('puts what can be acted on first', () => {
    const turned = [...sample.rows].reverse();
    expect([...turned].sort(byActionable)).toEqual(sample.rows);
  });

  it('puts what lacks the fewest reviews first, then what has waited longest', () => {
    const [row] = sample.rows;
    const made = (title: string, ageDays: number | null, reviewedPatches: number): TriageRow => ({
      ...row!,
      title,
      series: { ...row!.series!, ageDays, review: { ...row!.series!.review, reviewedPatches } },
    });
    const rows = [made('d', 9, 1), made('c', null, 3), made('b', 1, 3), made('a', 5, 3)];
    expect([...rows].sort(byActionable).map(({ title }) => title)).toEqual(['a', 'b', 'c', 'd']);
  });
});
