// Words that take a tag or an objection back: "I take my Reviewed-by back", "consider my NAK withdrawn".
import { isCited, isHypothetical, isNegated, isQuestion } from './context.js';
import { type Pattern, pattern, rulesOf, type Span } from './pattern.js';
import type { Sentence } from './sentence.js';

/** What a sentence takes back. */
export type TakenBack = 'tag' | 'objection';

const VERBS =
  'withdraw|withdrawing|withdrew|retract|retracting|revoke|revoking|rescind|rescinding|scratch|cancel|cancelling|drop|dropping|remove|removing|ignore|disregard|discard|strike|void|lift|lifting|pull|pulling|strip|delete|erase|regret';
const OVER =
  'withdrawn|retracted|revoked|rescinded|cancelled|canceled|void|gone|off|moot|resolved|addressed|lifted|invalid|obsolete';
const OBJECT = '@tag|@objection|@nak';

/** Each sentence that takes something back names a tag or an objection of its writer. */
export const WITHDRAWALS = rulesOf<'withdrawn'>([
  [`take|taking|took [@my|that|the] *1 ${OBJECT} *2 back`, 'withdrawn', 'Let me take my r-b back for now.'],
  [`take|taking|took back @my|that|the *2 ${OBJECT}`, 'withdrawn', 'I take back my R-b.'],
  [
    `take|taking|took it|that|this back *3 / *4 ${OBJECT}`,
    'withdrawn',
    'I take that back, my R-b was premature.',
  ],
  [`${VERBS} @my *1 ${OBJECT}`, 'withdrawn', 'Scratch my Reviewed-by, I looked at the wrong file.'],
  [`scratch that|the *1 ${OBJECT}`, 'withdrawn', 'Scratch that R-b.'],
  [
    `not|never carry|keep|use|add|apply|include|count|pick|collect @my *1 ${OBJECT}`,
    'withdrawn',
    'Please do not carry my Reviewed-by on this version.',
  ],
  [`@my *1 ${OBJECT} is|are|was|were [now|hereby] ${OVER}`, 'withdrawn', 'My R-b is withdrawn.'],
  [
    `@my *1 ${OBJECT} should|must|can|may|to [now] be ${OVER}|dropped|removed|ignored|discarded`,
    'withdrawn',
    'My Reviewed-by should be dropped.',
  ],
  [
    `no longer|more [be] carry|keep|use|add|apply|include|count @my *1 ${OBJECT}`,
    'withdrawn',
    'You can no longer carry my Reviewed-by.',
  ],
  [
    `@i [have] [to] [must] [hereby] withdraw|retract|revoke|rescind the|that|this *1 ${OBJECT}`,
    'withdrawn',
    'I withdraw the Reviewed-by I gave above.',
  ],
  [`@my *1 ${OBJECT} [should|can|must] no longer|more *3`, 'withdrawn', 'My Reviewed-by no longer stands.'],
  [
    `@my *1 ${OBJECT} do|does|did|can|should not stand|hold|apply|count|carry`,
    'withdrawn',
    'My R-b does not hold any more.',
  ],
  [`@my *1 ${OBJECT} was premature|wrong|hasty|mistaken`, 'withdrawn', 'Sorry, my Acked-by was premature.'],
  [`@my *1 ${OBJECT} was a mistake|error`, 'withdrawn', 'On reflection my Reviewed-by was a mistake.'],
  [`hold @my *1 ${OBJECT} back`, 'withdrawn', 'Please hold my Reviewed-by back for now.'],
  [`regret giving|sending @my *1 ${OBJECT}`, 'withdrawn', 'I regret giving my Reviewed-by.'],
  [
    `${OBJECT} of mine do|does|is|should not|no *2 count|stand|hold|apply|valid|longer`,
    'withdrawn',
    'That r-b of mine does not count any more.',
  ],
  [
    `${OBJECT} i gave|sent *2 is|was not|no valid|longer|good`,
    'withdrawn',
    'The tag I gave is not valid any longer.',
  ],
  [`consider|treat|regard @my|that|the *1 ${OBJECT} [as] ${OVER}`, 'withdrawn', 'Consider my NAK withdrawn.'],
  [`^ [the|that] ${OBJECT} [is|are] [hereby] ${OVER}`, 'withdrawn', 'Reviewed-by withdrawn.'],
  [`/ [the|that] ${OBJECT} [is|are] [hereby] ${OVER}`, 'withdrawn', 'Fine, NAK retracted.'],
  [`no longer|not stand|standing by|behind @my *1 ${OBJECT}`, 'withdrawn', 'I no longer stand by my R-b.'],
  [
    `remove|drop|take|strip @my name from *2 @tag`,
    'withdrawn',
    'Please remove my name from the Reviewed-by.',
  ],
]);

/** Verbs with `un-` that need no object: the verb names the tag. */
const UNDONE: Pattern = pattern(
  'un-ack|unack|un-acked|unacked|un-acking|unacking|un-review|un-reviewed|un-reviewing|un-r-b',
);
const UNDONE_NAK: Pattern = pattern('un-nak|un-nack|unnak|unnack|un-naking|un-nacking|un-nacked');

const IS_OBJECTION = pattern('@objection|@nak');
const IS_TAG = pattern('@tag');
/** "my review comment" is a comment. */
const OTHER_NOUNS = new Set(
  'comment comments question questions remark remarks mail email note notes nit nits suggestion suggestions request requests feedback'.split(
    ' ',
  ),
);

/** Only the words of the phrase count: a tag that is named elsewhere in the sentence is not the object. */
const objectIn = (sentence: Sentence, from: number, to: number): TakenBack | null => {
  const words = sentence.words.slice(from, to);
  const part = { ...sentence, words };
  const next = sentence.words[to];
  if (next !== undefined && next.clause === words.at(-1)?.clause && OTHER_NOUNS.has(next.text)) return null;
  if (IS_OBJECTION(part) !== null) return 'objection';
  return IS_TAG(part) === null ? null : 'tag';
};

const CONDITIONS = new Set(['if', 'once', 'when', 'unless', 'provided', 'assuming']);

/** "I withdraw my NAK if you fix this" */
const hasCondition = ({ words }: Sentence, { to }: Span): boolean =>
  words.slice(to).some(({ text }) => CONDITIONS.has(text));

/** "I will withdraw my Reviewed-by once v2 is out" */
const isPromised = (sentence: Sentence, span: Span): boolean =>
  hasCondition(sentence, span) &&
  sentence.words.slice(0, span.from).some(({ text }) => ['will', 'would', 'going'].includes(text));

/** What a sentence takes back; null when it takes nothing back, asks, or speaks of a case that may come. */
export const takenBackBy = (sentence: Sentence): TakenBack | null => {
  if (isQuestion(sentence)) return null;
  if (UNDONE(sentence) !== null) return 'tag';
  if (UNDONE_NAK(sentence) !== null) return 'objection';
  for (const { find } of WITHDRAWALS) {
    const span = find(sentence);
    if (span === null || isHypothetical(sentence, span, 'sentence') || isCited(sentence, span)) continue;
    if (isNegated(sentence, span)) continue;
    const object = objectIn(sentence, span.from, span.to);
    if (
      object !== null &&
      !(isPromised(sentence, span) || (object === 'objection' && hasCondition(sentence, span)))
    )
      return object;
  }
  return null;
};
