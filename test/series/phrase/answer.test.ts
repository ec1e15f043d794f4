// Sentences of answers, read through the whole review: what is withdrawn, meant, objected and conditional.
import { describe, expect, test } from 'vitest';
import { quietContext } from '../../../src/base/context.js';
import { reviewSeries } from '../../../src/series/review.js';
import { readSeries } from '../../../src/series/series.js';
import { diffOf, inputOf, type MailText, patchBody, writeMbox } from '../../mail/mail-text.js';

const ANN = 'Ann Author <ann@a.org>';
const RITA = 'Rita Viewer <rita@r.org>';
const TAG = `Reviewed-by: ${RITA}`;
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 2, 10, minute)).toUTCString();
const cover = (total: number): MailText => ({
  id: 'c',
  from: ANN,
  subject: `[PATCH 0/${total}] kvm: x`,
  date: at(0),
  body: ` ${total} files changed, ${total} insertions(+)\n`,
});
const patches = (total: number): readonly MailText[] =>
  Array.from({ length: total }, (_, index) => ({
    id: `p${index + 1}`,
    from: ANN,
    subject: `[PATCH ${index + 1}/${total}] kvm: t${index + 1}`,
    date: at(index + 1),
    answers: 'c',
    body: patchBody('Text.', diffOf(`v/${index}.c`)),
  }));
const answer = (minute: number, answers: string, body: string, from = RITA): MailText => ({
  id: `r${minute}`,
  from,
  subject: 'Re: x',
  date: at(minute),
  answers,
  body: `${body}\n`,
});
const review = async (mails: readonly MailText[]) =>
  reviewSeries(await readSeries([inputOf(writeMbox(mails))], {}, quietContext()));
const withTag = (text: string): string =>
  text.includes('TAG') ? text.replace('TAG', TAG) : `${text}\n\n${TAG}`;
const isGiven = ({ source }: { readonly source: string }): boolean => source !== 'patch';

describe('a tag that was given before', () => {
  test.each([
    ['On second thought I have to withdraw my Reviewed-by: the lock is missing.', true],
    ['Please drop my R-b from the next version, too much changed.', true],
    ['I am retracting my review tag here.', true],
    ['Consider my Reviewed-by revoked.', true],
    ['Sorry, scratch that Reviewed-by.', true],
    ['Please remove my Reviewed-by tag.', true],
    ['My Reviewed-by should be dropped.', true],
    ['I hereby revoke my Reviewed-by.', true],
    ['You can no longer carry my Reviewed-by.', true],
    ['Hmm, I spoke too soon, please disregard my R-b.', true],
    ['Taking back my Reviewed-by until this is sorted out.', true],
    ['Un-reviewing this until the leak is explained.', true],
    ['I withdraw the Reviewed-by I gave above.', true],
    ['Reviewed-by retracted.', true],
    ['my r-b is hereby rescinded, sorry for the noise', true],
    ['Please do not add my Reviewed-by to v2.', true],
    ['I can no longer stand behind my Reviewed-by.', true],
    ['I take back my comment about the lock.', false],
    ['Please drop my comment above, I misread.', false],
    ['Should I withdraw my Reviewed-by?', false],
    ['If this leaks I will withdraw my Reviewed-by.', false],
    ['I do not want to withdraw my Reviewed-by.', false],
    ['Karl withdrew his Reviewed-by, mine stands.', false],
    ['My Reviewed-by still stands.', false],
    ['Feel free to keep my Reviewed-by.', false],
    ['> I withdraw my Reviewed-by\n\nWhy that?', false],
    ['Someone wrote "scratch my Reviewed-by" there; not me.', false],
    ['I retract what I said about the label.', false],
    ['Please drop the blank line; my Reviewed-by holds.', false],
  ] as const)('%s: withdrawn %s', async (text, withdrawn) => {
    const { patches: read } = await review([
      cover(1),
      ...patches(1),
      answer(20, 'p1', TAG),
      answer(21, 'p1', text),
    ]);
    expect(read[0]?.trailers.find(isGiven)?.withdrawn).toBe(withdrawn);
  });
});

const P = [1, 2, 3, 4, 5];
describe('a tag on the cover letter of five patches', () => {
  test.each<readonly [string, readonly number[] | 'unknown']>([
    ['For the series:', P],
    ['For the whole thing:', P],
    ['Looks good to me.', P],
    ['Series looks good, thanks for patch 2 in particular.', P],
    ['For everything except patch 2:', [1, 3, 4, 5]],
    ['All but patch 4 look fine to me:', [1, 2, 3, 5]],
    ['For all patches but the last one:', [1, 2, 3, 4]],
    ['For patches 1-3:', [1, 2, 3]],
    ['For patches 1 through 3:', [1, 2, 3]],
    ['For patches 2, 3 and 5:', [2, 3, 5]],
    ['For 1/5 and 4/5:', [1, 4]],
    ['For the first two:', [1, 2]],
    ['For the last two patches:', [4, 5]],
    ['For the first three patches:', [1, 2, 3]],
    ['I have comments on patch 3. For the rest:', [1, 2, 4, 5]],
    ['I replied to 2/5; for the others:', [1, 3, 4, 5]],
    ['TAG\n\nfor patches 1 and 3', [1, 3]],
    ['TAG # patches 2-4', [2, 3, 4]],
    ['TAG (for patch 5)', [5]],
    ['TAG [1-2]', [1, 2]],
    ['TAG\n\n(all except 3/5)', [1, 2, 4, 5]],
    ['TAG\nexcept for patch 1', [2, 3, 4, 5]],
    ['For the x86 bits:', 'unknown'],
    ['For the vfio part:', 'unknown'],
    ['The Documentation changes:', 'unknown'],
    ['TAG # for the mm parts', 'unknown'],
    ['For the generic code:', 'unknown'],
    ['Patch 2 needs a comment, but nothing that blocks.\n\nFor the series:', P],
    ['The only question was in 3/5, answered now.', P],
    ['I tested patch 1 on s390.\n\nFor the whole series:', P],
    ['With the exception of patch 5:', [1, 2, 3, 4]],
    ['Apart from 2/5 this is fine:', [1, 3, 4, 5]],
    ['Everything other than the third patch:', [1, 2, 4, 5]],
    ['Except for 4/5, for which I am no expert:', [1, 2, 3, 5]],
    ['For patches 1 to 4 inclusive:', [1, 2, 3, 4]],
    ['For #1 and #2:', [1, 2]],
    ['Not for patch 3, but for the others:', [1, 2, 4, 5]],
    ['For 01/05..03/05:', [1, 2, 3]],
    ['For patch 7:', 'unknown'],
    ['For patches 1/3 and 2/3:', 'unknown'],
    ['For the second and the fourth patch:', [2, 4]],
    ['TAG\n\nfor the series, patch 2 included.', P],
    ['TAG\n\nbut not for 5/5.', [1, 2, 3, 4]],
    ['TAG\n\nonly for patch 1.', [1]],
    ['Patches 2 and 3 only:', [2, 3]],
    ['Just patch 2:', [2]],
    ['For the odd patches:', 'unknown'],
    ['For most of the patches:', 'unknown'],
    ['For the patches that touch kvm:', 'unknown'],
    ['For what I understand of it:', 'unknown'],
  ])('%s', async (text, meant) => {
    const read = await review([cover(5), ...patches(5), answer(20, 'c', withTag(text))]);
    const holders = read.patches.filter(({ trailers }) => trailers.some(({ source }) => source === 'cover'));
    const isUnknown = read.cover[0]?.scope.kind === 'unknown';
    expect(isUnknown ? 'unknown' : holders.map(({ index }) => index)).toEqual(meant);
  });
});

const objectionTo = async (text: string, from: string): Promise<string> => {
  const { objections } = await review([cover(1), ...patches(1), answer(20, 'p1', text, from)]);
  const found = objections.find(({ kind }) => kind !== 'question');
  if (found === undefined) return 'none';
  return found.kind === 'superseded-by-author' ? 'superseded' : found.tentative ? 'doubt' : 'firm';
};

describe('an answer of a reviewer', () => {
  test.each([
    ['NAK.', 'firm'],
    ['Nak, sorry.', 'firm'],
    ['NACK from my side.', 'firm'],
    ['This is a NAK.', 'firm'],
    ['Hard no.', 'firm'],
    ['Big fat NAK for this.', 'firm'],
    ['I strongly object to this.', 'firm'],
    ['I really do not want to see this merged.', 'firm'],
    ['I am not going to apply this.', 'firm'],
    ['We are not taking this.', 'firm'],
    ['-1', 'firm'],
    ['-1 from me, this breaks the ABI.', 'firm'],
    ['Not-acked-by: Rita Viewer <rita@r.org>', 'firm'],
    ['Nacked-by: Rita Viewer <rita@r.org>', 'firm'],
    ['This is unacceptable.', 'firm'],
    ['I will not merge this as it is.', 'firm'],
    ['Please do not merge this series.', 'firm'],
    ['Please drop this patch, it is wrong.', 'firm'],
    ['NAK until the lock is fixed.', 'firm'],
    ['Consider this a NAK.', 'firm'],
    ['So, no. NAK.', 'firm'],
    ['I am rejecting this patch.', 'firm'],
    ['I veto this.', 'firm'],
    ['I cannot accept this.', 'firm'],
    ['Do not apply.', 'firm'],
    ['NAK? :-)', 'doubt'],
    ['Soft NAK.', 'doubt'],
    ['I am tempted to NAK this.', 'doubt'],
    ['Should I NAK this?', 'doubt'],
    ['Tentative NAK, need to think more.', 'doubt'],
    ['I lean towards a NAK.', 'doubt'],
    ['Please drop the blank line.', 'none'],
    ['The second argument is not needed.', 'none'],
    ['Unless somebody NAKs it I will apply it.', 'none'],
    ['Paolo NAKed this in 2024.', 'none'],
    ['> NAK\n\nI disagree with him, this is fine.', 'none'],
    ['The device answers with a NAK when the FIFO is full.', 'none'],
    ['Handle the NAK status in the retry path.', 'none'],
    ['No NAK from me.', 'none'],
    ['This is not a NAK, just a question.', 'none'],
    ['I do not object to this.', 'none'],
    ['No objections.', 'none'],
    ['I have no strong objection.', 'none'],
    ['If Paolo objects I will drop it.', 'none'],
    ['Please drop the cast.', 'none'],
    ['Please ignore my previous mail.', 'none'],
    ['This variable is no longer needed.', 'none'],
    ['Linus said "hard no" to a similar patch.', 'none'],
    ['He would NAK that.', 'none'],
    ['Is this a NAK from Paolo?', 'none'],
    ['You may get a NAK from the mm people.', 'none'],
    ['Please do not apply the cast to the pointer.', 'none'],
    ['Do not merge the two loops.', 'none'],
    ['Please drop the second hunk.', 'none'],
    ['This check is not needed.', 'none'],
    ['Not needed here, the caller holds it.', 'none'],
    ['Returns -1 on failure.', 'none'],
    ['That check is -1 from the end.', 'none'],
    ['I strongly agree.', 'none'],
    ['Why do we need this?', 'none'],
    ['Thanks, applied.', 'none'],
    ['This has been NAKed before by Al.', 'none'],
    ['I would not NAK it for that.', 'none'],
    ['The NAK handling looks right.', 'none'],
    ['Please drop "static" from this.', 'none'],
  ] as const)('%s: %s', async (text, against) => {
    expect(await objectionTo(text, RITA)).toBe(against);
  });
});

describe('an answer of the author', () => {
  test.each([
    ['Please drop this, I will send a v2.', 'firm'],
    ['I will send v2 tomorrow.', 'superseded'],
    ['v2 is on its way.', 'superseded'],
    ['Will fix in v3.', 'superseded'],
    ['Self-NAK.', 'firm'],
    ['Thanks, I will add a comment.', 'none'],
    ['Please ignore this one, wrong branch.', 'firm'],
    ['I withdraw this patch.', 'firm'],
  ] as const)('%s: %s', async (text, against) => {
    expect(await objectionTo(text, ANN)).toBe(against);
  });
});

describe('an answer below a NAK of the same person', () => {
  test.each([
    ['I take back my NAK.', true],
    ['Un-NAK.', true],
    ['Consider my NAK withdrawn.', true],
    ['OK, I withdraw my objection.', true],
    ['My NAK is moot now.', true],
    ['Fine, NAK retracted.', true],
    ['You convinced me, I drop my objection.', true],
    ['Acked-by: Rita Viewer <rita@r.org>', true],
    ['My concerns are addressed.', true],
    ['I lift my NAK.', true],
    ['My NAK stands.', false],
    ['Why should I withdraw my NAK?', false],
    ['I will withdraw my NAK if you fix this.', false],
    ['My NAK is not withdrawn.', false],
    ['Thanks for the explanation.', false],
  ] as const)('%s: taken back %s', async (text, takenBack) => {
    const { objections } = await review([
      cover(1),
      ...patches(1),
      answer(20, 'p1', 'NAK.'),
      answer(21, 'p1', text),
    ]);
    expect(objections.find(({ kind }) => kind === 'nak')?.takenBack).toBe(takenBack);
  });
});

describe('a tag under a condition', () => {
  test.each([
    ['With that fixed:', true],
    ['With the typo corrected,', true],
    ['Once the comment is updated:', true],
    ['Assuming the test passes:', true],
    ['If you fix the label, you can add', true],
    ['Provided that the lock is held:', true],
    ['Modulo the nit above:', true],
    ['With those changes,', true],
    ['Fix the typo and then', true],
    ['TAG\n\nprovided the name is changed.', true],
    ['TAG # with the nits fixed', true],
    ['After renaming the function, feel free to add:', true],
    ["Subject to Paolo's ack:", true],
    ['As long as v2 splits this:', true],
    ['TAG\n\nonce you have addressed the comment above.', true],
    ['TAG with the nits fixed', true],
    ['With the above addressed,', true],
    ['When that is done:', true],
    ['Conditional on the rename:', true],
    ['With or without that changed:', false],
    ['Either way:', false],
    ['Apart from the nit, looks good:', false],
    ['Looks good to me.', false],
    ['Nice work, with a small nit above, up to you:', false],
    ['I would have used a loop, but anyway:', false],
    ['If you respin, please fix the typo.', false],
    ['Thanks for fixing that:', false],
    ['No need to resend for this:', false],
    ['Thanks, with this the test passes.', false],
    ['TAG\n\nI will pick this up once I have time.', false],
    ['Regardless of that nit:', false],
    ['With or without the nits fixed,', false],
  ] as const)('%s: %s', async (text, conditional) => {
    const { patches: read } = await review([cover(1), ...patches(1), answer(20, 'p1', withTag(text))]);
    expect(read[0]?.trailers.find(isGiven)?.conditional).toBe(conditional);
  });
});
