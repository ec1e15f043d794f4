import { describe, expect, test } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { isTaken, reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { formatTrailer } from '../../src/series/trailer.js';
import { diffOf, inputOf, type MailText, patchBody, writeMbox } from '../mail/mail-text.js';

const SIGNED = 'Text.\n\nSigned-off-by: Ann Author <ann@example.org>';
const at = (minute: number) => new Date(Date.UTC(2026, 3, 7, 10, minute)).toUTCString();
const ANN = 'Ann Author <ann@example.org>';
const BO = 'Bo Tester <bo@example.net>';
const CY = 'Cy Reviewer <cy@example.com>';

const patch = (id: string, subject: string, minute: number, answers?: string): MailText => ({
  id,
  subject,
  date: at(minute),
  from: ANN,
  body: patchBody(SIGNED, diffOf(`virt/${subject.slice(-1)}.c`)),
  ...(answers === undefined ? {} : { answers }),
});
let count = 0;
const answer = (answers: string, minute: number, body: string, from = BO): MailText => ({
  id: `r${++count}@example.net`,
  subject: 'Re: x',
  date: at(minute),
  from,
  answers,
  body: `${body}\n`,
});
const series: readonly MailText[] = [
  {
    id: 'c',
    subject: '[PATCH 0/3] cover',
    date: at(0),
    from: ANN,
    body: '3 files changed, 3 insertions(+)\n',
  },
  patch('a', '[PATCH 1/3] do a', 1, 'c'),
  patch('b', '[PATCH 2/3] do b', 2, 'c'),
  patch('d', '[PATCH 3/3] do d', 3, 'c'),
];

const review = async (mails: readonly MailText[]) => {
  const read = await readSeries([inputOf(writeMbox(mails))], {}, quietContext());
  const state = reviewSeries(read);
  return {
    ...state,
    read,
    /** Tags that were added to patch `index`. */
    added: (index: number) =>
      state.patches
        .find((one) => one.index === index)!
        .trailers.filter((entry) => entry.source !== 'patch' && isTaken(entry))
        .map(({ trailer }) => formatTrailer(trailer)),
  };
};
const TAG = `Reviewed-by: ${BO}`;

describe('tags from answers', () => {
  test('an answer to a patch', async () => {
    const state = await review([...series, answer('a', 9, `Good.\n\n${TAG}`)]);
    expect(state.added(1)).toEqual([TAG]);
    expect(state.added(2)).toEqual([]);
    expect(state.patches[0]!.trailers.at(-1)).toMatchObject({
      source: 'follow-up',
      match: 'matched',
      conditional: false,
    });
  });

  test('an answer deeper down counts for the patch, once, and only for its own sender', async () => {
    const first = answer('a', 8, `Reviewed-by: ${CY}`, BO);
    const state = await review([...series, first, answer(first.id, 9, TAG)]);
    expect(state.added(1)).toEqual([TAG]);
    expect(state.patches[0]!.trailers.map(({ match }) => match)).toEqual([
      'matched',
      'somebody-else',
      'matched',
    ]);
  });

  test.each([
    ['bo@example.net', 'matched'],
    ['bo+kernel@example.net', 'matched'],
    ['bo@lab.example.net', 'matched'],
    ['bo@a.lab.example.net', 'same-person'],
    ['bt@elsewhere.org', 'same-person'],
  ])('sent from %s: %s', async (address, match) => {
    const state = await review([...series, answer('a', 9, TAG, `Bo Tester <${address}>`)]);
    expect(state.patches[0]!.trailers.at(-1)).toMatchObject({ match });
  });

  test.each([
    ['"Tester, Bo" <x@elsewhere.org>', 'same-person'],
    ['"Other, Di" <x@elsewhere.org>', 'somebody-else'],
    ['Di <x@elsewhere.org>', 'somebody-else'],
  ])('sent by %s: %s', async (from, match) => {
    const state = await review([...series, answer('a', 9, TAG, from)]);
    expect(state.patches[0]!.trailers.at(-1)).toMatchObject({ match });
  });

  test.each([
    ['a mail that is not here', { answers: 'gone', references: '<c> <a>' }, [], 1],
    ['nobody, but refers to the patch', { references: '<a> <gone>' }, [TAG], 0],
  ])('an answer to %s', async (_, more, added, naks) => {
    const { answers: _none, ...base } = answer('x', 9, naks === 0 ? TAG : `${TAG}\n\nNAK`);
    const state = await review([...series, { ...base, ...more }]);
    expect(state.added(1)).toEqual(added);
    expect(state.objections.filter(({ kind }) => kind === 'nak')).toHaveLength(naks);
  });

  test('a tag of somebody else that the patch has already is not told again', async () => {
    const state = await review([...series, answer('a', 8, TAG), answer('a', 9, TAG, CY)]);
    expect(state.patches[0]!.trailers).toHaveLength(2);
  });

  test.each([
    ['With that fixed:\n\nReviewed-by: Bo Tester <bo@example.net>', true],
    ['with the typo fixed\nReviewed-by: Bo Tester <bo@example.net>', true],
    ['If you fix the leak, feel free to add\n\nReviewed-by: Bo Tester <bo@example.net>', true],
    ['Other than that nit:\nReviewed-by: Bo Tester <bo@example.net>', false],
    ['Reviewed-by: Bo Tester <bo@example.net> # with nits addressed', true],
    ['Nice, thanks.\n\nReviewed-by: Bo Tester <bo@example.net>', false],
    ['I will look at the rest once I have time.\n\nReviewed-by: Bo Tester <bo@example.net>', false],
    [
      'With that fixed the rest is fine.\n\n> quote\n\nNice.\n\nReviewed-by: Bo Tester <bo@example.net>',
      false,
    ],
  ])('conditional? %j', async (body, conditional) => {
    const state = await review([...series, answer('a', 9, body)]);
    expect(state.patches[0]!.trailers.at(-1)).toMatchObject({ conditional });
  });

  test.each([
    ['I take back my Reviewed-by, this leaks.', []],
    ['Please drop my R-b.', []],
    ['NAK, this leaks.', []],
    ['I still like it.', [TAG]],
    ['I take back what I said of the title.', [TAG]],
  ])('afterwards "%s" leaves %j', async (body, added) => {
    const state = await review([...series, answer('a', 8, TAG), answer('a', 9, body)]);
    expect(state.added(1)).toEqual(added);
  });

  test("only the giver's own word takes a tag back", async () => {
    const state = await review([
      ...series,
      answer('a', 8, TAG),
      answer('a', 9, 'I take back my Acked-by.', CY),
    ]);
    expect(state.added(1)).toEqual([TAG]);
  });

  test('tags of a commit message inside an answer belong to that diff', async () => {
    const body = `How about this?\n\nFix it.\n\nReported-by: Bo Tester <bo@example.net>\nSigned-off-by: ${BO}\n---\n${diffOf()}`;
    expect((await review([...series, answer('a', 9, body)])).added(1)).toEqual([]);
  });

  test('the header of a patch inside an answer is not the header of a mail that the answer repeats', async () => {
    const patch = `From: ${BO}\nDate: Fri, 1 Mar 2024 10:00:00 +0100\nSubject: [PATCH] Fix it\n\nFix it.\n`;
    const body = `How about this?\n\n${patch}---\n${diffOf()}\n${TAG}`;
    expect((await review([...series, answer('a', 9, body)])).added(1)).toEqual([TAG]);
  });

  test.each([
    ['From: Cy Other\nSent: Friday\nTo: Bo Tester\nSubject: Re: it'],
    ['From: Cy Other\nDate: Friday\nTo: Bo Tester\nSubject: Re: it'],
    ['From: Cy Other\nDate: Friday\nSubject: Re: it\nTo: Bo Tester'],
  ])('the mail that an answer repeats below %j gives no tag', async (header) => {
    const body = `I see.\n\n${header}\n\n${TAG}`;
    expect((await review([...series, answer('a', 9, body)])).added(1)).toEqual([]);
  });

  test('a tag beside a suggested diff is given', async () => {
    const body = `${TAG}\n\nMaybe squash:\n\n${diffOf()}`;
    expect((await review([...series, answer('a', 9, body)])).added(1)).toEqual([TAG]);
  });
});

describe('tags on the cover letter', () => {
  test.each([
    [`Looks clean.\n\n${TAG}`, [1, 2, 3]],
    [`For patches 1-2:\n${TAG}`, [1, 2]],
    [`For patches 1, 2 and 3:\n${TAG}`, [1, 2, 3]],
    [`For patch 3/3:\n\n${TAG}`, [3]],
    [`${TAG} # patches 2-3`, [2, 3]],
    [`For the series:\n${TAG}`, [1, 2, 3]],
    [`For the KVM bits:\n${TAG}`, []],
    [`${TAG} # s390`, []],
    [`${TAG}\n[kvm parts]`, []],
  ])('%j goes to %j', async (body, indexes) => {
    const state = await review([...series, answer('c', 9, body)]);
    expect([1, 2, 3].filter((index) => state.added(index).length > 0)).toEqual(indexes);
    expect(state.cover).toHaveLength(1);
    if (indexes.length === 0) expect(state.cover[0]!.scope.kind).toBe('unknown');
  });
});

describe('older revisions', () => {
  const v2 = (bodyOfB: string) => [
    {
      ...patch('a2', '[PATCH v2 1/3] do a', 60, 'c2'),
      body: patchBody(`Other text.\n\nSigned-off-by: ${ANN}`, diffOf('virt/a.c')),
    },
    { ...patch('b2', '[PATCH v2 2/3] do b', 61, 'c2'), body: bodyOfB },
    patch('d2', '[PATCH v2 3/3] do d', 62, 'c2'),
    { id: 'c2', subject: '[PATCH v2 0/3] cover', date: at(59), from: ANN, body: 'v2\n' },
  ];

  test('a tag is carried when the diff is the same, else it is stale', async () => {
    const state = await review([
      ...series,
      answer('a', 8, TAG),
      answer('b', 9, TAG),
      ...v2(patchBody(SIGNED, diffOf('virt/b.c', 'int other;'))),
    ]);
    expect(state.read.revision).toBe(2);
    expect(state.added(1)).toEqual([TAG]);
    expect(state.patches[0]!.trailers.at(-1)).toMatchObject({ source: 'carried', fromRevision: 1 });
    expect(state.added(2)).toEqual([]);
    expect(state.patches[1]!.stale).toMatchObject([{ fromRevision: 1, by: { name: 'Bo Tester' } }]);
  });

  test('tags on an older cover letter are stale', async () => {
    const state = await review([
      ...series,
      answer('c', 8, TAG),
      ...v2(patchBody(SIGNED, diffOf('virt/b.c'))),
    ]);
    expect(state.stale).toHaveLength(1);
    expect(state.added(1)).toEqual([]);
  });

  test('a NAK of an older revision stands until its giver agrees', async () => {
    const later = v2(patchBody(SIGNED, diffOf('virt/b.c')));
    const nak = answer('b', 9, 'NAK');
    expect((await review([...series, nak, ...later])).objections).toMatchObject([
      { kind: 'nak', patch: 2, revision: 1, takenBack: false },
    ]);
    expect((await review([...series, nak, ...later, answer('b2', 90, TAG)])).objections).toMatchObject([
      { takenBack: true },
    ]);
    expect((await review([...series, nak, ...later, answer('c2', 90, TAG)])).objections).toMatchObject([
      { takenBack: true },
    ]);
  });
});

describe('objections', () => {
  const objectionsTo = async (body: string, from = BO) =>
    (await review([...series, answer('a', 9, body, from)])).objections.map(
      ({ kind, tentative }) => `${kind}${tentative ? '?' : ''}`,
    );

  test.each([
    ['NAK', ['nak']],
    ['NACK.', ['nak']],
    ['NAK, this breaks userspace.', ['nak']],
    ['Nacked-by: Bo Tester <bo@example.net>', ['nak']],
    ['That is a NAK from me.', ['nak']],
    ['I have to NACK this.', ['nak']],
    ['+1, my NAK stands.', ['nak']],
    ['NAK?  :-)', ['nak?']],
    ['NAK :)', ['nak?']],
    ['nack?', ['nak?']],
    ['A soft NAK from me.', ['nak?']],
    ['NAK from my side.', ['nak']],
    ['Consider this NAKed.', ['nak']],
    ['NAK, the device model is wrong.', ['nak']],
    ['So this gets a NAK from me.', ['nak']],
    ['+1, my joking-but-serious NAK stands.', ['nak']],
    ['I would NAK this.', ['nak?']],
    ['We then send a NAK.', []],
    ['It returns NAK.', []],
    ['No NAK from me.', []],
    ["Peter's NAK is still there.", []],
    ['> NAK', []],
    ['\tNAK = 3,', []],
    ['The USB device NAKs the transfer.', []],
    ['Linus NAKed by mail from the train.', []],
    ['This was NAKed by Linus.', []],
    ['I do not NAK this.', []],
    ['What is the reason for your NAK?', ['question']],
    ['A naked pointer.', []],
    ['Use snack_nak() here.', []],
    ["Please don't apply this.", ['request-to-drop']],
    ['Please do not merge, see below.', ['request-to-drop']],
    ['Please drop this patch.', ['request-to-drop']],
    ['This is not needed any more.', ['request-to-drop']],
    ['This patch is no longer needed.', ['request-to-drop']],
    ['Please drop this include.', []],
    ["I'll send a v2 of my own series.", []],
  ])('a reviewer writes %j', async (body, expected) => {
    expect(await objectionsTo(body)).toEqual(expected);
  });

  test.each([
    ["I'll send a v2.", ['superseded-by-author']],
    ['Superseded by v2, see below.', ['superseded-by-author']],
    ["I've posted v3.", ['superseded-by-author']],
    ['Please hold off, I found a bug.', ['request-to-drop']],
    ['Will respin.', ['superseded-by-author']],
    ['Good catch, will fix in v2.', ['superseded-by-author']],
    ['I will post a new version tomorrow.', ['superseded-by-author']],
    ["Please ignore this, I'll resend.", ['request-to-drop']],
    ['This patch is incorrect because of x.', ['request-to-drop?']],
    ['I will drop this patch.', ['request-to-drop']],
    ['So is that a NAK?', []],
    ['Thanks!', []],
  ])('the author writes %j', async (body, expected) => {
    expect(await objectionsTo(body, ANN)).toEqual(expected);
  });

  test('who, where, what', async () => {
    const nak = answer('b', 9, '> x\n\nNAK, this\nbreaks.');
    const { objections, patches } = await review([...series, nak]);
    expect(objections).toMatchObject([
      {
        kind: 'nak',
        by: { name: 'Bo Tester', address: 'bo@example.net' },
        messageId: nak.id,
        quote: 'NAK, this',
        patch: 2,
        takenBack: false,
      },
    ]);
    expect(patches[1]!.objections).toEqual(objections);
  });

  test('an objection to the cover letter is one to the series', async () => {
    expect((await review([...series, answer('c', 9, 'NAK')])).objections).toMatchObject([{ patch: null }]);
  });

  test.each([
    [TAG, true],
    ['OK, I withdraw my NAK.', true],
    ['I take back my objection.', true],
    ['Still.', false],
  ])('after a NAK, "%s": taken back %s', async (body, takenBack) => {
    const state = await review([...series, answer('a', 8, 'NAK'), answer('a', 9, body)]);
    expect(state.objections).toMatchObject([{ kind: 'nak', takenBack }]);
  });

  test("somebody else's agreement takes nothing back", async () => {
    const state = await review([...series, answer('a', 8, 'NAK'), answer('a', 9, `Acked-by: ${CY}`, CY)]);
    expect(state.objections).toMatchObject([{ takenBack: false }]);
  });
});

describe('unanswered review', () => {
  test.each([
    [
      'a question is the last word',
      [answer('a', 8, '> code\n\nFine so far. Does this\nleak?')],
      'Does this leak?',
    ],
    ['the author answered', [answer('a', 8, 'Does this leak?'), answer('a', 9, 'No.', ANN)], null],
    ['the question came with a tag', [answer('a', 8, `Does this leak?\n\n${TAG}`)], null],
    ['a robot asks', [answer('a', 8, 'Does this leak?', 'kernel test robot <lkp@example.org>')], null],
    ['only a quote asks', [answer('a', 8, '> Does this leak?\n\nNo.')], null],
  ])('%s', async (_, answers, quote) => {
    const { objections } = await review([...series, ...answers]);
    expect(objections.filter(({ kind }) => kind === 'question').map((one) => one.quote)).toEqual(
      quote === null ? [] : [quote],
    );
  });
});

describe('robots', () => {
  const LKP = 'kernel test robot <lkp@example.org>';

  test.each([
    [LKP, 'kernel test robot noticed the following build errors:\n\n   a.c:1: error: x', 'build-failure'],
    [LKP, 'kernel test robot noticed the following build warnings:\n\n>> a.c:1: warning: x', 'warning'],
    ['syzbot <syzbot+1f@example.org>', 'syzbot has found the following issue on: x', 'report'],
    [
      'syzbot <syzbot+1f@example.org>',
      'syzbot has tested the proposed patch and the reproducer did not trigger any issue',
      'test-passed',
    ],
    ['Patches <patchwork-bot+kvm@example.org>', 'This series was applied to kvm/kvm.git (next)', 'applied'],
    ['sashiko-bot@example.org', 'Review of the patch: findings below', 'review'],
  ])('%s says %j', async (from, body, kind) => {
    const { robots, objections } = await review([...series, answer('b', 9, body, from)]);
    expect(robots).toMatchObject([{ kind, patch: 2 }]);
    expect(objections).toEqual([]);
  });

  test('a report names its patch by title', async () => {
    const body = 'commit: 0123456789ab [2/3] do b\n\nerror: x';
    expect((await review([...series, answer('c', 9, body, LKP)])).robots).toMatchObject([{ patch: 2 }]);
  });

  const SASHIKO = 'sashiko-bot@example.org';
  test.each([
    [
      LKP,
      'config: s390-allmodconfig (https://example.org)\n\n   a.h:1:2: warning: y\n>> a.c:1:5: error: x undeclared\n',
      'a.c:1:5: error: x undeclared (config s390-allmodconfig)',
    ],
    [
      LKP,
      'build errors:\n\n>> ld: a.o: undefined reference to `kvm_put`',
      'ld: a.o: undefined reference to `kvm_put`',
    ],
    [LKP, 'build errors:\n\nERROR: modpost: "x" [a.ko] undefined!', 'ERROR: modpost: "x" [a.ko] undefined!'],
    [
      SASHIKO,
      'Thank you. The review found 2 issues:\n- [Low] The size and the text\n  mismatch. More.\n- [High] Leak.',
      '[Low] The size and the text mismatch.',
    ],
    [SASHIKO, 'An AI review:\n\n**High**: The lock is not held. See below.', '[High] The lock is not held.'],
    [
      SASHIKO,
      'Severity: Medium\n\nIs the error: label reached? I think not.',
      '[Medium] Is the error: label reached?',
    ],
    [SASHIKO, 'Hi Ann,\n\n> int a;\n\nCould this overflow? It may.', 'Could this overflow?'],
  ])('%s: what it found: %s', async (from, body, summary) => {
    const { robots } = await review([...series, answer('b', 9, body, from)]);
    expect(robots).toMatchObject([{ summary }]);
  });

  test('a reviewer that cites a warning reports no failure', async () => {
    const body = 'An AI review found 1 potential issue:\n- [Low] The cast hides warning: x and error: y.';
    const { robots } = await review([...series, answer('b', 9, body, SASHIKO)]);
    expect(robots).toMatchObject([{ kind: 'review' }]);
  });

  test('people are no robots', async () => {
    const { robots } = await review([...series, answer('a', 9, 'x', 'Abbot Lee <abbot@example.org>')]);
    expect(robots).toEqual([]);
  });
});
