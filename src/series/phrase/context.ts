// What stands around a phrase and changes its meaning: negation, a condition, a question, a quotation, another subject.
import { wordList } from '../../base/word-list.js';
import type { Span } from './pattern.js';
import type { Sentence, Word } from './sentence.js';

const NEGATIONS = new Set(['not', 'no', 'never', 'without', 'nor', 'neither', 'hardly', 'nobody', 'none']);
const HYPOTHETICAL = new Set(['if', 'unless', 'until', 'whether', 'before', 'lest', 'case', 'might', 'may']);
const NEGATION_REACH = 3;

const clauseBefore = ({ words }: Sentence, { from }: Span): readonly Word[] => {
  const clause = words[from]?.clause;
  return words.slice(0, from).filter((word) => word.clause === clause);
};

/** A negation within three words before the phrase, in its clause: "this is not a NAK". */
export const isNegated = (sentence: Sentence, span: Span): boolean =>
  clauseBefore(sentence, span)
    .slice(-NEGATION_REACH)
    .some(({ text }) => NEGATIONS.has(text));

/** The clause of the phrase, or the sentence before it, speaks of a case that may come: "unless somebody NAKs it". */
export const isHypothetical = (sentence: Sentence, span: Span, reach: 'clause' | 'sentence'): boolean =>
  (reach === 'clause' ? clauseBefore(sentence, span) : sentence.words.slice(0, span.from)).some(({ text }) =>
    HYPOTHETICAL.has(text),
  );

/** The sentence asks. */
export const isQuestion = ({ end }: Sentence): boolean => end === '?';

/** The phrase is cited: `he wrote "NAK"`. */
export const isCited = ({ words }: Sentence, { from, to }: Span): boolean =>
  words.slice(from, to).some(({ cited }) => cited);

const AUXILIARIES = new Set(
  'has have had did do does will would can may might must should shall already also just then still clearly really always usually to is was were am are be been being probably explicitly therefore hereby'.split(
    ' ',
  ),
);
const OWN_SUBJECTS = new Set(['i', 'we', 'me', 'us', 'my', 'our', 'this', 'consider', 'so', 'self']);
/** Words of a report: "he gave it a hard no". */
const REPORTS = new Set(['he', 'she', 'they', 'him', 'her', 'gave', 'said', 'wrote', 'called']);

/** The clause reports what somebody else said. */
export const isReport = (sentence: Sentence, span: Span): boolean =>
  clauseBefore(sentence, span).some(({ text }) => REPORTS.has(text));

/** Words that link a noun to the sentence, so that no subject stands directly before the phrase. */
const LINKS = new Set(
  wordList(`
  a an the and or but for with of as by in on another big firm hard strong soft clear definite weak
  tentative mild half sorry well hmm hm ok okay yes no not it so please -1 me my serious
  joking-but-serious mean
`),
);

/**
 * The person whose word a verb phrase reports when that is not the writer: the word before it, auxiliaries left out.
 * "Linus NAKed this" gives `linus`; "I NAKed this" and "NAKed." give null.
 */
export const otherSubject = (sentence: Sentence, span: Span): string | null => {
  const before = clauseBefore(sentence, span).filter(({ text }) => !AUXILIARIES.has(text));
  const subject = before.at(-1)?.text;
  return subject === undefined || OWN_SUBJECTS.has(subject) || LINKS.has(subject) ? null : subject;
};
