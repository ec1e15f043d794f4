// Objections in prose: a NAK, a request to drop, an author who gives up or announces the next version. Only a sentence
// that speaks for its writer counts: "Bob NAKed this", "unless somebody NAKs it" and "the device sends a NAK" do not.
import { wordList } from '../../base/word-list.js';
import { isCited, isHypothetical, isNegated, isQuestion, isReport, otherSubject } from './context.js';
import { type Pattern, pattern, rulesOf, type Span } from './pattern.js';
import type { Sentence } from './sentence.js';
import { takenBackBy } from './withdraw.js';

/** Kinds of objections that the text of a mail can express. */
export type ObjectionKind = 'nak' | 'request-to-drop' | 'superseded-by-author' | 'question';

/** What a sentence says against a patch. `tentative`: it is in doubt, so it is shown and does not stop anything. */
export interface SentenceObjection {
  readonly kind: Exclude<ObjectionKind, 'question'>;
  readonly tentative: boolean;
  readonly span: Span;
}

type Strength = 'firm' | 'tentative';

const WHOLE = '@this|@patch';

/** Refusals without the word NAK. */
export const REFUSALS = rulesOf<Strength>([
  [
    'hard|firm|strong|big|clear|definite|definitive|resounding no [from] [@me]',
    'firm',
    'This is a hard no from me.',
  ],
  ['^ [so] [it|this|that] [is] [definitely|clearly] [a] no from @me', 'firm', "So that's a no from me."],
  [
    'strongly|firmly|vehemently object|oppose|against|opposed|disagree',
    'firm',
    'I strongly object to this approach.',
  ],
  ['@i [have] [to] [must] object', 'firm', 'I have to object to this.'],
  [
    'have|had [some|a|very] strong|serious|fundamental objection|objections',
    'firm',
    'I have strong objections to this series.',
  ],
  ['@i am [still] [not] against|opposed [to] @this|the *3', 'tentative', 'I am against this approach.'],
  ['@i *1 not going to @take', 'firm', 'I am not going to merge this in the current form.'],
  ['@i will not be @take', 'firm', "I won't be taking this."],
  [`@i will|can not|never @take ${WHOLE}|the|your|any`, 'firm', 'I will not take this.'],
  ['@i refuse|decline to @take', 'firm', 'I refuse to merge this.'],
  ['@i [am] veto|vetoing|reject|rejecting @this|the|your', 'firm', 'I am rejecting this.'],
  [
    '@i [really] [do] not want [to] [see] @this [@patch] *1 merged|applied|upstream|in|taken',
    'firm',
    'I do not want this merged.',
  ],
  ['@i am|are not @take @this|the|your', 'firm', 'We are not taking this.'],
  ['@this [@patch] is|are *1 unacceptable', 'firm', 'This is unacceptable.'],
  [
    '@this [@patch] must|should|shall|can not be merged|applied|taken|queued|pulled',
    'firm',
    'This should not be merged.',
  ],
  ['@this [@patch] must|should|shall|can not go in|upstream', 'firm', 'This must not go in.'],
  ['@this [@patch] is|are not acceptable', 'firm', 'This is not acceptable.'],
  ['^ -1 $', 'firm', '-1.'],
  ['^ -1 / *3', 'firm', '-1, this breaks userspace.'],
  ['-1 from|on|for|to @me|this|that|these|the', 'firm', '-1 from me.'],
  ['^ big|strong|hard -1', 'firm', 'Big -1.'],
  ['@nakBy', 'firm', 'Not-acked-by: Bo Tester <bo@example.net>'],
]);

/** Requests to leave the whole patch out. What follows `this` has to be the patch, the end, or the reason. */
const AFTER_WHOLE =
  '$|/|for|until|from|since|as|because|and|in|@patch|now|yet|anymore|entirely|altogether|completely|here|or|to|at';
const followed = (phrase: string): readonly string[] =>
  AFTER_WHOLE.split('|').map((next) => `${phrase} ${next}`);
const each = (
  phrase: string,
  meaning: Strength,
  example: string,
): readonly (readonly [string, Strength, string])[] =>
  followed(phrase).map((says) => [says, meaning, example] as const);

const NOT_TAKE = 'not apply|merge|pull|queue|pick|take|commit';
export const DROP_REQUESTS = rulesOf<Strength>([
  ...each(`please *1 ${NOT_TAKE} @this`, 'firm', 'Please do not apply this.'),
  ...each(`^ [so] do ${NOT_TAKE} @this`, 'firm', 'Do not merge this.'),
  [
    `please *1 ${NOT_TAKE} the|this|these|my [whole|entire] @patch`,
    'firm',
    'Please do not apply the series.',
  ],
  [`^ [so] do ${NOT_TAKE} the|this|these|my [whole|entire] @patch`, 'firm', 'Do not pull the series.'],
  [`please *1 ${NOT_TAKE} $`, 'firm', 'Please do not merge.'],
  [`^ [so] do ${NOT_TAKE} $`, 'firm', 'Do not apply.'],
  [`please *1 ${NOT_TAKE} / *3`, 'firm', 'Please do not merge, see below.'],
  [`please *1 ${NOT_TAKE} yet`, 'firm', 'Please do not apply yet.'],
  ...each('please [just] drop|ignore|disregard|discard|skip @this', 'firm', 'Please drop it from yours.'),
  [
    'please [just] drop|ignore|disregard|discard|skip this|these|the|my [whole|entire] @patch',
    'firm',
    'Please drop this patch.',
  ],
  [`@this is|are no longer|more needed|necessary`, 'firm', 'This is no longer needed.'],
  [`this|the|these @patch is|are no longer|more needed|necessary`, 'firm', 'This patch is no longer needed.'],
  [`@this is|are not needed|necessary any|anymore`, 'firm', 'This is not needed any more.'],
  [`this|the|these @patch is|are not needed|necessary`, 'firm', 'The patch is not needed.'],
  [`^ @this is|are not needed|necessary $`, 'firm', 'This is not needed.'],
  ['^ not needed any|anymore', 'firm', 'Not needed any more.'],
  ['self-nak|self-nack', 'firm', 'Self-NAK.'],
  ['^ drop @this [@patch] please $', 'firm', 'Drop this please.'],
  ['please hold off', 'firm', 'Please hold off on this one.'],
]);

/** What an author says of the own patch. */
const GIVEN_UP = 'obsolete|superseded|withdrawn';
const BAD = 'incorrect|wrong|broken|bogus|buggy';
export const AUTHOR_WORDS = rulesOf<Strength>([
  [`this|the|my patch|series|version is|was *1 ${GIVEN_UP}`, 'firm', 'This patch is obsolete.'],
  ['i am withdrawing|dropping this|the|it', 'firm', 'I am dropping this.'],
  ['i will drop this|the patch|series', 'firm', 'I will drop this patch.'],
  ['i [hereby] withdraw this|the|my [@patch]', 'firm', 'I withdraw this patch.'],
  [`this|the|my patch|series|version is|was *1 ${BAD}`, 'tentative', 'This patch is incorrect because of x.'],
]);

const SEND = 'send|post|prepare|spin|submit|make|do|respin|re-spin|resend|re-send';
const NEXT = '@revision|respin|re-spin';
const NEW = 'new|next|updated|another|fixed|revised';
const ISSUE = 'version|revision|series|patch|one';
const PLAN = 'will|going|let';
const REPAIR =
  'fix|fixed|change|changed|do|done|address|addressed|update|updated|drop|dropped|remove|removed';
export const NEXT_VERSIONS = rulesOf<Strength>([
  [`${PLAN} *8 ${SEND} *6 ${NEXT}`, 'firm', "I'll send a v2."],
  [`${PLAN} *8 ${SEND} *6 ${NEW} ${ISSUE}`, 'firm', 'I will post a new version tomorrow.'],
  ['will|to respin|re-spin', 'firm', 'Will respin.'],
  ['@revision [is] coming', 'firm', 'v3 is coming.'],
  ['@revision [is] on its way', 'firm', 'v3 is on its way.'],
  ['@revision will follow', 'firm', 'v3 will follow.'],
  [`will [be] ${REPAIR} *6 in [the] @revision`, 'firm', 'Good catch, will fix in v2.'],
  [
    `will [be] ${REPAIR} *6 in [the] next version|revision|spin`,
    'firm',
    'This will be fixed in the next version.',
  ],
  ['superseded by', 'firm', 'Superseded by v2, see below.'],
  ['@i|just have|just|sent|posted *1 [sent|posted] [a|the|out] @revision', 'firm', "I've posted v3."],
  ['@i|just *1 sent|posted [a|the|out] new|next version', 'firm', 'I just sent a new version.'],
  ['^ sent|posted @revision', 'firm', 'Posted v4.'],
  ['@revision is|has|was [been] out|posted|sent', 'firm', 'v3 is out.'],
]);

const NAK: Pattern = pattern('@nak');
/** NAK is also an answer on I2C, USB, PCI and in network protocols. */
const PROTOCOL = new Set(
  'device endpoint usb i2c smbus pci pcie tlp packet packets handshake slave target host dhcp tcp rdma qp token byte bytes bus controller firmware transfer transfers transaction status fifo timeout ack/nak ack/nack nak/ack nack/ack retransmit retransmits retransmission hardware register irq interrupt'.split(
    ' ',
  ),
);
/** Somebody else's NAK, or one that is only talked about. */
const OTHERS_NAK: readonly Pattern[] = [
  "your|his|her|their|'s|any|another|previous|earlier|old|former|everyone|everybody|prior *1 @nak",
  'the|that|this nak|nack|naks|nacks',
  'is|was that|this|it [really] [a|an] @nak',
  'reason for|of|behind *2 @nak',
  '@nak by|from',
  '@nak *2 by',
  'has|have|had been *1 @nak',
  'he|she|they|someone|somebody|people|maintainers [would|will|may|might|should|has|have|did] [have] @nak',
  'send|sends|sent|sending|return|returns|returned|receive|receives|received|get|gets|got|answer|answers|answered|with|respond|responds|reply|replies [back] [with] a|an|the @nak',
  'send|sends|sent|sending|return|returns|returned|receive|receives|received @nak',
].map(pattern);
const OWN_NAK: readonly Pattern[] = [
  '@nak *2 from|by @me|@my',
  '@nak from here',
  'gets|get|got|have|has [a|an|my] *1 @nak *2 from @me',
  'consider *3 nacked|nakked',
  '@my *2 @nak *2 stands|remains|holds|stays',
].map(pattern);
const LEADS: Pattern = pattern(
  '^ [so] [sorry] [but] [well] [hm] [hmm] [yes] [a|an] [strong|hard|definite|definitely|firm|clear|big|huge|massive] [fat|loud|clear] @nak',
);
const DOUBT: Pattern = pattern(
  'soft|tentative|tentatively|weak|mild|half|maybe|perhaps|possibly|kind|sort|inclined|tempted|lean|leaning|would|almost|nearly|slight|slightly *6 @nak',
);

const nakIn = (sentence: Sentence): SentenceObjection | null => {
  const span = NAK(sentence);
  if (span === null || isCited(sentence, span) || isNegated(sentence, span)) return null;
  const doubtful = DOUBT(sentence) !== null;
  const tentative = sentence.smiley || isQuestion(sentence) || doubtful;
  const found = { kind: 'nak', tentative, span } as const;
  if (OWN_NAK.some((own) => own(sentence) !== null)) return found;
  if (LEADS(sentence) !== null) return speaksOfCode(sentence, span) ? null : found;
  if (isHypothetical(sentence, span, 'clause') || OTHERS_NAK.some((other) => other(sentence) !== null))
    return null;
  if (sentence.words.some(({ text }) => PROTOCOL.has(text))) return null;
  return doubtful || otherSubject(sentence, span) === null ? found : null;
};

const CODE_WORDS = new Set(
  wordList('bit bits packet packets response timeout count status handshake handling'),
);
/** "NAK = 3" and "NAK bit": a name in code, or of a bit. */
const speaksOfCode = ({ words }: Sentence, { to }: Span): boolean =>
  CODE_WORDS.has(words[to]?.text ?? '') || /^\d/.test(words[to]?.text ?? '');

const ASKS_POLITELY: Pattern = pattern('maybe|perhaps|could|should|can you|we|i|this');

const firstOf = (
  rules: readonly { readonly meaning: Strength; readonly find: Pattern }[],
  kind: SentenceObjection['kind'],
  sentence: Sentence,
): SentenceObjection | null => {
  for (const { meaning, find } of rules) {
    const span = find(sentence);
    if (span === null || isCited(sentence, span)) continue;
    const asks = isQuestion(sentence) || ASKS_POLITELY(sentence) !== null;
    return { kind, tentative: meaning === 'tentative' || asks || sentence.smiley, span };
  }
  return null;
};

const refusalIn = (sentence: Sentence): SentenceObjection | null => {
  for (const { meaning, find } of REFUSALS) {
    const span = find(sentence);
    if (span === null || isCited(sentence, span) || isNegated(sentence, span)) continue;
    if (isHypothetical(sentence, span, 'sentence') || isQuestion(sentence)) continue;
    if (otherSubject(sentence, span) !== null || isReport(sentence, span)) continue;
    return { kind: 'nak', tentative: meaning === 'tentative' || sentence.smiley, span };
  }
  return null;
};

/**
 * What a sentence says against a patch; null when nothing, or when it takes an objection back.
 * @param byAuthor whether the writer is the author of the patch or posted the series
 */
export const objectionBy = (sentence: Sentence, byAuthor: boolean): SentenceObjection | null => {
  if (takenBackBy(sentence) !== null) return null;
  const drop = firstOf(DROP_REQUESTS, 'request-to-drop', sentence);
  if (!byAuthor) return refusalIn(sentence) ?? nakIn(sentence) ?? drop;
  return (
    drop ??
    firstOf(AUTHOR_WORDS, 'request-to-drop', sentence) ??
    firstOf(NEXT_VERSIONS, 'superseded-by-author', sentence)
  );
};
