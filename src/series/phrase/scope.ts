// For which patches a tag on a cover letter is meant: "for patches 1 and 3", "for everything except patch 2".
import type { OwnLine } from '../own-text.js';
import { behindTag, proseBefore, proseBehind } from './condition.js';
import { type Sentence, sentencesOf, type Word } from './sentence.js';

/** For which patches a tag on the cover letter is meant. `unknown` is shown and given to no patch. */
export type Scope =
  | { readonly kind: 'series' }
  | { readonly kind: 'patches'; readonly indexes: readonly number[] }
  | { readonly kind: 'unknown'; readonly words: string };

const SERIES: Scope = { kind: 'series' };
const WHOLE_WORDS = new Set('series set patchset lot everything all whole entire both them'.split(' '));
const PART_WORDS = new Set(
  'bit bits part parts change changes side portion portions piece pieces stuff half code pieces driver'.split(
    ' ',
  ),
);
const REST_WORDS = new Set('rest others remaining remainder other'.split(' '));
const PREPOSITIONS = new Set(['for', 'on', 'to', 'in', 'of']);
const FILLERS = new Set(
  'the my our this that these those patch patches and also whole entire just only number no nr'.split(' '),
);
const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
};
const COUNTS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
};
const RANGE_MARKS = new Set(['to', 'through', 'till', 'until', 'thru']);

/** A list of patches at the beginning of some words. */
interface Listed {
  readonly indexes: readonly number[];
  /** How many words it takes. */
  readonly length: number;
}

const upTo = (from: number, to: number): readonly number[] =>
  from > to || to - from > 1000 ? [] : Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** `3`, `#3`, `3/5` (of five), `1-3`, `1/5-3/5`; null for another total and for what is no number. */
const numbersOf = (text: string, total: number): readonly number[] | null => {
  const found = /^#?(\d{1,4})(?:\/(\d{1,4}))?(?:-#?(\d{1,4})(?:\/(\d{1,4}))?)?$/.exec(
    text.replace(/\s/g, '').replace(/–|\.\./, '-'),
  );
  if (found === null) return null;
  const totals = [found[2], found[4]].filter((one) => one !== undefined).map(Number);
  if (totals.some((one) => one !== total)) return null;
  const from = Number(found[1]);
  return found[3] === undefined ? [from] : upTo(from, Number(found[3]));
};

/** `first`, `first two`, `last`, `last two`, `second`, with the words that they take. */
const ordinalAt = (words: readonly Word[], at: number, total: number): Listed | null => {
  const word = words[at]?.text ?? '';
  const next = words[at + 1]?.text ?? '';
  const count = COUNTS[next] ?? (/^\d{1,3}$/.test(next) ? Number(next) : undefined);
  if (word === 'first' && count !== undefined) return { indexes: upTo(1, count), length: 2 };
  if (word === 'last' && count !== undefined) return { indexes: upTo(total - count + 1, total), length: 2 };
  if (word === 'last') return { indexes: [total], length: 1 };
  const ordinal = ORDINALS[word];
  return ordinal === undefined ? null : { indexes: [ordinal], length: 1 };
};

/** A number, which behind `patch` may be spelled out: "patches one to three". */
const spelledAt = (word: string, total: number, named: boolean): readonly number[] | null => {
  const spelled = named ? COUNTS[word] : undefined;
  return spelled === undefined ? numbersOf(word, total) : [spelled];
};

/** The list of patches that begins at `at`: numbers, ranges and ordinals, with what stands between them. */
const listAt = (words: readonly Word[], at: number, total: number): Listed | null => {
  const indexes: number[] = [];
  let end = at;
  let named = false;
  for (let index = at; index < words.length; index++) {
    const word = words[index]?.text ?? '';
    const ordinal = ordinalAt(words, index, total);
    const numbers = spelledAt(word, total, named);
    if (ordinal !== null && (indexes.length === 0 || named)) {
      indexes.push(...ordinal.indexes);
      index += ordinal.length - 1;
      end = index + 1;
      named = true;
    } else if (numbers !== null) {
      indexes.push(...numbers);
      end = index + 1;
    } else if (RANGE_MARKS.has(word) && indexes.length > 0) {
      const to = spelledAt(words[index + 1]?.text.replace(/^#/, '') ?? '', total, named);
      if (to === null) break;
      indexes.push(...upTo((indexes.at(-1) ?? 0) + 1, to.at(-1) ?? 0));
      index++;
      end = index + 1;
    } else if (/^patch(?:es)?$/.test(word)) {
      named = true;
      if (indexes.length > 0) end = index + 1;
    } else if (!FILLERS.has(word)) break;
  }
  return isWithin(indexes, total)
    ? { indexes: [...new Set(indexes)].sort((a, b) => a - b), length: end - at }
    : null;
};

const isWithin = (indexes: readonly number[], total: number): boolean =>
  indexes.length > 0 && indexes.every((one) => one >= 1 && one <= total);

const EXCEPTIONS: readonly (readonly string[])[] = [
  ['all', 'but'],
  ['everything', 'but'],
  ['patches', 'but'],
  ['series', 'but'],
  ['them', 'but'],
  ['except', 'for'],
  ['except', 'from'],
  ['except'],
  ['excluding'],
  ['minus'],
  ['without'],
  ['sans'],
  ['but', 'not', 'for'],
  ['but', 'not'],
  ['not', 'for'],
  ['other', 'than'],
  ['apart', 'from'],
  ['aside', 'from'],
  ['exception', 'of'],
];

const complement = (indexes: readonly number[], total: number): Scope => {
  const left = upTo(1, total).filter((index) => !indexes.includes(index));
  return left.length === 0 ? { kind: 'unknown', words: 'no patch' } : { kind: 'patches', indexes: left };
};

/** `except patch 2` and its kin anywhere in the words. */
const exceptionIn = (words: readonly Word[], total: number): Scope | null => {
  for (let at = 0; at < words.length; at++) {
    for (const phrase of EXCEPTIONS) {
      if (!phrase.every((word, offset) => words[at + offset]?.text === word)) continue;
      const listed = listAt(words, at + phrase.length, total);
      if (listed !== null) return complement(listed.indexes, total);
    }
  }
  return null;
};

/** "for the x86 and s390 bits" */
const MOST_PART_WORDS = 6;

/** "the odd patches", "most of the series": some patches, but which? */
const QUALIFIERS = new Set(
  'odd even most some few several many half simple trivial easy obvious bigger larger smaller early earlier later'.split(
    ' ',
  ),
);
/** "the patches that touch kvm" */
const isQualified = (words: readonly Word[]): boolean =>
  words.some(
    ({ text }, at) =>
      /^(?:patches|those|ones|parts|what|whatever)$/.test(text) &&
      /^(?:that|which|touching|i|you|about|under|with)$/.test(words[at + 1]?.text ?? ''),
  );
/** Phrases that begin with `for` and name no patch. */
const IDIOMS =
  /^(?:what (?:it|that)(?: i|'?)s worth|the record|now|completeness|posterity|good measure|me|us|my|inclusion|reference|the avoidance)\b/;

const textOf = (words: readonly Word[]): string => words.map(({ raw }) => raw).join(' ');

/** What words directly behind `for` name: patches, the rest, the series, or a part that no rule understands. */
const phraseScope = (words: readonly Word[], mentioned: readonly number[], total: number): Scope | null => {
  const meaning = words.filter(({ text }) => !FILLERS.has(text));
  const [first] = meaning;
  if (first === undefined) {
    const isBackward = words.some(({ text }) => ['those', 'these'].includes(text)) && words.length === 1;
    return isBackward ? { kind: 'unknown', words: textOf(words) } : null;
  }
  const excepted = exceptionIn(words, total);
  if (excepted !== null) return excepted;
  if (REST_WORDS.has(first.text)) {
    return mentioned.length > 0 ? complement(mentioned, total) : { kind: 'unknown', words: textOf(words) };
  }
  const listed = listAt(words, 0, total);
  if (listed !== null) {
    const behind = words[listed.length]?.text;
    const isPart = behind !== undefined && PART_WORDS.has(behind);
    return isPart ? { kind: 'unknown', words: textOf(words) } : { kind: 'patches', indexes: listed.indexes };
  }
  const isWhole = words.some(({ text }) => WHOLE_WORDS.has(text));
  const hasNumber = words.some(({ text }) => /^#?\d/.test(text));
  if ((hasNumber && !isWhole) || words.some(({ text }) => QUALIFIERS.has(text)) || isQualified(words)) {
    return { kind: 'unknown', words: textOf(words) };
  }
  if (words.length <= MOST_PART_WORDS && PART_WORDS.has(words.at(-1)?.text ?? '')) {
    return { kind: 'unknown', words: textOf(words) };
  }
  const whole = isWhole || words.some(({ text }) => text === 'patches' || /^v\d+$/.test(text));
  return whole ? SERIES : null;
};

/** All patches that some words name, in whatever connection. */
const mentionedIn = (words: readonly Word[], total: number): readonly number[] => {
  const found: number[] = [];
  words.forEach(({ text }, at) => {
    if (/^patch(?:es)?$/.test(text)) found.push(...(listAt(words, at + 1, total)?.indexes ?? []));
    else if (text.includes('/')) found.push(...(numbersOf(text, total) ?? []));
  });
  return found;
};

/** Whether the sentence leads to the tag: it ends with a colon, a comma or nothing. */
const leadsOn = ({ end }: Sentence): boolean => end === ':' || end === ',' || end === '';

/** "Thanks for patch 2", "one question for 1/3": a mention. */
const MENTIONS = new Set(
  'thanks thank you waiting comment comments question questions nit nits suggestion reason fix fixes remark'.split(
    ' ',
  ),
);
const GIVING = new Set(['add', 'added', 'apply', 'applies', 'given', 'tag', 'tags', 'goes', 'following']);

/** Whether the word at `at` begins the scope of the tag: "for ..." anywhere, others where the tag is spoken of. */
const isScopePreposition = (words: readonly Word[], at: number): boolean => {
  const word = words[at]?.text ?? '';
  const before = words[at - 1]?.text ?? '';
  // "except for patch 2" is one phrase.
  if (['except', 'exception', 'not', 'but'].includes(before) && words[at - 1]?.clause === words[at]?.clause) {
    return word === 'for' && before === 'but';
  }
  if (word === 'for') return !MENTIONS.has(before);
  return PREPOSITIONS.has(word) && (at === 0 || GIVING.has(before));
};

/** The scope that the sentence right before a tag states; null when it states none. */
const leadScope = (sentences: readonly Sentence[], total: number): Scope | null => {
  const sentence = sentences.at(-1);
  if (sentence === undefined || !leadsOn(sentence)) return null;
  const { words } = sentence;
  const mentioned = sentences.flatMap((one) => mentionedIn(one.words, total));
  for (let at = words.length - 1; at >= 0; at--) {
    if (!isScopePreposition(words, at)) continue;
    const scope = phraseScope(words.slice(at + 1), mentioned, total);
    if (scope !== null) return scope;
    // "For what I understand of it": some scope that no rule understands.
    const rest = words.slice(at + 1).map(({ text }) => text);
    if (at === 0 && !IDIOMS.test(rest.join(' '))) return { kind: 'unknown', words: textOf(words.slice(1)) };
    if (words[at]?.text === 'for') break;
  }
  const excepted = exceptionIn(words, total);
  if (excepted !== null) return excepted;
  return bareScope(words, mentioned, total);
};

/** A sentence that is nothing but a scope: "Patches 1 and 3:", "The s390 bits:", "The rest:". */
const bareScope = (words: readonly Word[], mentioned: readonly number[], total: number): Scope | null => {
  const listed = listAt(words, 0, total);
  const isOnly = ['only', 'alone'].includes(words.at(-1)?.text ?? '');
  if (listed !== null && listed.length >= words.length - (isOnly ? 1 : 0)) {
    return { kind: 'patches', indexes: listed.indexes };
  }
  const last = words.at(-1)?.text ?? '';
  if (REST_WORDS.has(last) && mentioned.length > 0) return complement(mentioned, total);
  const isPartOnly = words.some(({ text }) => text === 'only' || text === 'just');
  if (isPartOnly && words.some(({ text }) => PART_WORDS.has(text)))
    return { kind: 'unknown', words: textOf(words) };
  const opensNoun = ['the', 'my', 'our', 'all'].includes(words[0]?.text ?? '') || words.length <= 3;
  if (opensNoun && PART_WORDS.has(last) && words.length <= MOST_PART_WORDS)
    return { kind: 'unknown', words: textOf(words) };
  return null;
};

/** "The above is only for patch 1" */
const BEFORE_SCOPE = new Set(
  'only just this that it the above tag is and but applies holds goes meant'.split(' '),
);

/** The scope that words behind a tag state: only when they begin with `for` or an exception. */
const trailingScope = (sentence: Sentence | undefined, total: number): Scope | null => {
  if (sentence === undefined) return null;
  const start = sentence.words.findIndex(({ text }) => !BEFORE_SCOPE.has(text));
  const isException = ['not'].includes(sentence.words[Math.max(0, start)]?.text ?? '');
  const words = isException ? sentence.words : sentence.words.slice(Math.max(0, start));
  const first = words[0]?.text ?? '';
  if (PREPOSITIONS.has(first)) return phraseScope(words.slice(1), [], total);
  if (EXCEPTIONS.some(([word]) => word === first) || first === 'with') return exceptionIn(words, total);
  const listed = listAt(words, 0, total);
  return listed !== null && listed.length === words.length
    ? { kind: 'patches', indexes: listed.indexes }
    : null;
};

const lineOf = (text: string): OwnLine => ({ text, line: 1, paragraph: 0 });

/**
 * The scope of a tag on a cover letter: by its note, by words behind it, by the sentence before it, else the series.
 * @param total how many patches the series has
 */
export const scopeOf = (own: readonly OwnLine[], line: number, note: string | null, total: number): Scope => {
  if (note !== null) {
    const text = note.replace(/^#\s*|^\[|\]$/g, '').trim();
    const [sentence] = sentencesOf([lineOf(text)]);
    const words = sentence?.words ?? [];
    const scope = trailingScope(sentence, total) ?? phraseScope(words, [], total);
    return scope ?? { kind: 'unknown', words: text };
  }
  const [onLine] = sentencesOf([lineOf(behindTag(own, line))]);
  const [behind] = sentencesOf(proseBehind(own, line));
  return (
    trailingScope(onLine, total) ??
    trailingScope(behind, total) ??
    leadScope(sentencesOf(proseBefore(own, line)), total) ??
    SERIES
  );
};
