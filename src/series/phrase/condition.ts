// Whether a tag is given under a condition: "with that fixed", "provided that the lock is dropped", "and then".
import type { OwnLine } from '../own-text.js';
import { type Pattern, pattern, rulesOf } from './pattern.js';
import { type Sentence, sentencesOf } from './sentence.js';

/** Conditions before a tag or in its note. */
export const CONDITIONS = rulesOf<'conditional'>([
  ['with *12 @done', 'conditional', 'With the typo in the second sentence fixed:'],
  ['with that|this|those|these|it /', 'conditional', 'With that,'],
  [
    'with [the|those|these|that|this] *1 nit|nits|minor|small|above|below|comment|comments|change|changes|typo|typos|remark|remarks|suggestion|suggestions|tweak|tweaks',
    'conditional',
    'With the nits above:',
  ],
  ['if|once|when|after|assuming|provided|given *12 @done|@fix', 'conditional', 'Once you rename the label:'],
  [
    'assuming|provided|providing that|this|it|the|you',
    'conditional',
    'Assuming that this was tested on s390:',
  ],
  ['modulo|contingent|pending|barring', 'conditional', 'Modulo the comment above:'],
  ['as soon as', 'conditional', 'As soon as the name is changed:'],
  ['with @substitution', 'conditional', 'With s/foo/bar/:'],
  ['^ if|once|provided|assuming *12 $', 'conditional', 'If the tests pass,'],
  ['subject to', 'conditional', 'Subject to the change above:'],
  ['conditional|conditionally on|upon', 'conditional', 'Conditional on the rename:'],
  ['as long as', 'conditional', 'As long as the lock is held:'],
  ['on [the] condition', 'conditional', 'On condition that the lock stays:'],
  [
    'free|can|may [to] add *8 if|once|when|after|with',
    'conditional',
    'Feel free to add, once the typo is gone:',
  ],
  ['after|by|on|upon [the] *1 @fixing', 'conditional', 'After renaming the function, feel free to add:'],
  ['^ [and] then $', 'conditional', 'and then'],
  ['@fix *10 and [then|you] [can|may|feel] [have|add|free] $', 'conditional', 'Fix the typo and'],
]);

/** Words behind a tag: only at the beginning of the first sentence. */
export const CONDITIONS_BEHIND = rulesOf<'conditional'>([
  [
    '^ [but] [only] provided|providing|assuming',
    'conditional',
    'provided that the lock is dropped before the call.',
  ],
  ['^ [but] [only] if|once|when|after *12 @done|@fix', 'conditional', 'once the label is renamed'],
  ['^ [but] [only] with *12 @done', 'conditional', 'with the nits fixed'],
  [
    '^ with the|those|these|that *1 nit|nits|comment|comments|change|changes|typo|typos',
    'conditional',
    'with the nits',
  ],
  ['^ modulo|contingent', 'conditional', 'modulo the comment above'],
  ['^ subject to', 'conditional', 'subject to the rename'],
  ['^ as long as', 'conditional', 'as long as the lock is held'],
]);

/** Words that make the tag hold in any case. */
const UNCONDITIONAL: readonly Pattern[] = [
  '^ *4 either way',
  '^ even with|if',
  'with or without',
  'in any case',
  'regardless|anyway|anyhow|irrespective',
  'up to you',
  'no need to',
].map(pattern);
/** A wish for a version that may never come. */
const ONLY_ON_RESPIN: Pattern = pattern(
  'if|when|in|should *2 you|there|@this *2 respin|re-spin|resend|re-send|repost|re-roll|reroll|@revision|v',
);
/** "Once I have time" speaks of the writer. */
const ABOUT_WRITER: readonly Pattern[] = [
  'if|once|when|after|assuming|given *12 i will|am|would|can|could',
  'if|once|when|after|assuming|given i *8',
  'if|once|when|after *12 we could|can|might',
  'if we|you want|like|prefer|need|wish|care',
  'if it helps|matters|is',
  'once again|more',
].map(pattern);

const holdsFor = (rules: typeof CONDITIONS, sentence: Sentence): boolean => {
  if (ONLY_ON_RESPIN(sentence) !== null) return false;
  return rules.some(({ find }) => {
    const span = find(sentence);
    if (span === null) return false;
    return !ABOUT_WRITER.some((own) => own(sentence)?.from === span.from);
  });
};

/** How many lines of prose before a tag may hold its condition or its scope. */
const LINES_BEFORE = 3;
const TAG_LINE = /^\w\S*-by:/i;

/** The prose before line `line`, nearest last: at most three lines, of the tag's own remark. */
export const proseBefore = (own: readonly OwnLine[], line: number): readonly OwnLine[] => {
  const at = own.findIndex((entry) => entry.line >= line);
  const end = at < 0 ? own.length : at;
  const prose: OwnLine[] = [];
  for (let index = end - 1; index >= 0 && prose.length < LINES_BEFORE; index--) {
    const entry = own[index];
    if (entry === undefined) break;
    // Lines of another block of quotes belong to another remark.
    if (prose.length > 0 && (prose[0]?.paragraph ?? 0) - entry.paragraph > 1) break;
    if (!TAG_LINE.test(entry.text)) prose.unshift(entry);
  }
  const nearest = prose.at(-1);
  return nearest === undefined || line - nearest.line > LINES_BEFORE ? [] : prose;
};

/** The prose right behind line `line`: the next paragraph, when it begins within two lines. */
export const proseBehind = (own: readonly OwnLine[], line: number): readonly OwnLine[] => {
  const at = own.findIndex((entry) => entry.line > line);
  const first = own[at];
  if (first === undefined || first.line - line > 2 || TAG_LINE.test(first.text)) return [];
  return own.slice(at).filter((entry) => entry.paragraph === first.paragraph && !TAG_LINE.test(entry.text));
};

/** The name of the tag, and the person. */
const TAG = /^\S+:\s+[^<]*<[^>]*>/;

/** What stands on the line of a tag behind the address. */
export const behindTag = (own: readonly OwnLine[], line: number): string =>
  own.find((entry) => entry.line === line)?.text.replace(TAG, '') ?? '';

const noteLine = (note: string): OwnLine => ({
  text: note.replace(/^[#[\s]+|\]\s*$/g, ''),
  line: 1,
  paragraph: 0,
});

/** Whether the tag on `line` is given under a condition: by the prose around it, or by its note. */
export const isConditional = (own: readonly OwnLine[], line: number, note: string | null): boolean => {
  if (note !== null && sentencesOf([noteLine(note)]).some((sentence) => holdsFor(CONDITIONS, sentence)))
    return true;
  const [onLine] = sentencesOf([{ text: behindTag(own, line), line, paragraph: 0 }]);
  if (onLine !== undefined && holdsFor(CONDITIONS_BEHIND, onLine)) return true;
  const [behind] = sentencesOf(proseBehind(own, line));
  if (behind !== undefined && holdsFor(CONDITIONS_BEHIND, behind)) return true;
  const sentences = sentencesOf(proseBefore(own, line));
  const nearest = sentences.at(-1);
  if (nearest !== undefined && UNCONDITIONAL.some((find) => find(nearest) !== null)) return false;
  return sentences.some((sentence) => holdsFor(CONDITIONS, sentence));
};
