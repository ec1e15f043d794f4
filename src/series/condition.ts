// What stands around a tag: a condition ("with that fixed"), a scope ("for patches 1-3"), a withdrawal ("I take back").
import type { OwnLine } from './own-text.js';

const DONE =
  '(?:fixed|addressed|changed|resolved|corrected|updated|removed|added|dropped|done|applied|squashed|folded|clarified|renamed|reworded|adjusted|sorted|taken care of|cleaned up|split)';
const CONDITIONS: readonly RegExp[] = [
  new RegExp(`\\bwith\\b[^.!?]{0,120}\\b${DONE}\\b`, 'i'),
  new RegExp(
    `\\b(?:if|once|when|after|assuming|provided|given that)\\b(?![^.!?]*\\bI(?:['’]ll| will|['’]m| am)\\b)[^.!?]{0,120}\\b(?:${DONE}|fix|address|change|resolve|correct|update|remove|add|drop)\\b`,
    'i',
  ),
  /\b(?:modulo|subject to|conditional(?:ly)? (?:on|upon)|as long as|provided that)\b/i,
  /\b(?:other than|apart from|aside from|besides|except for)\b/i,
  /\bwith (?:the |those |these |that |this )?(?:nits?|minor|small|above|comments?|changes?|typos?|remarks?|suggestions?)\b/i,
  /\b(?:feel free to|you (?:can|may)) add\b[^.!?]{0,60}\b(?:if|once|when|after|with)\b/i,
];

/** How many lines of prose before a tag may hold its condition. */
const LINES_BEFORE = 3;

const before = (own: readonly OwnLine[], line: number): readonly OwnLine[] => {
  const at = own.findIndex((entry) => entry.line >= line);
  const end = at < 0 ? own.length : at;
  const prose: OwnLine[] = [];
  for (let index = end - 1; index >= 0 && prose.length < LINES_BEFORE; index--) {
    const entry = own[index];
    if (entry === undefined) break;
    // Lines of another block of quotes belong to another remark.
    if (prose.length > 0 && (prose[0]?.paragraph ?? 0) - entry.paragraph > 1) break;
    if (!/^\w\S*-by:/i.test(entry.text)) prose.unshift(entry);
  }
  const nearest = prose.at(-1);
  if (nearest === undefined || line - nearest.line > LINES_BEFORE) return [];
  return prose;
};

/** Whether the tag on `line` is given under a condition, by the prose before it or by its note. */
export const isConditional = (own: readonly OwnLine[], line: number, note: string | null): boolean => {
  const text = before(own, line)
    .map((entry) => entry.text)
    .join(' ');
  return CONDITIONS.some((condition) => condition.test(text) || (note !== null && condition.test(note)));
};

/** For which patches a tag on the cover letter is meant. */
export type Scope =
  | { readonly kind: 'series' }
  | { readonly kind: 'patches'; readonly indexes: readonly number[] }
  | { readonly kind: 'unknown'; readonly words: string };

const NUMBERS =
  /\bpatch(?:es)?\s+#?((?:\d{1,4}(?:\/\d{1,4})?(?:\s*(?:-|–|to|through|\.\.|,|and|&|,\s*and)\s*)?)+)/i;
const WHOLE = /\b(?:series|whole (?:set|thing|series)|all (?:the )?patches|entire|patch ?set|lot)\b/i;
const PART =
  /\bfor (?:the |my |our )?((?:[\w/-]+ ){0,3}(?:bits?|parts?|changes|side|portions?|pieces?|stuff|half))\b/i;

const parseNumbers = (text: string): readonly number[] => {
  const indexes = new Set<number>();
  const plain = text.replace(/\/\d+/g, '').replace(/\b(?:to|through)\b|\.\.|–/gi, '-');
  for (const piece of plain.split(/[,&\s]+and\s+|[,&]|\band\b/i)) {
    const range = /^\s*(\d+)\s*(?:-\s*(\d+))?\s*-?\s*$/.exec(piece);
    if (range === null) continue;
    const from = Number(range[1]);
    const to = Number(range[2] ?? range[1]);
    for (let index = from; index <= to && index - from < 1000; index++) indexes.add(index);
  }
  return [...indexes].sort((a, b) => a - b);
};

const scopeIn = (text: string): Scope | null => {
  const numbers = NUMBERS.exec(text);
  const indexes = numbers === null ? [] : parseNumbers(numbers[1] ?? '');
  if (indexes.length > 0) return { kind: 'patches', indexes };
  const part = PART.exec(text);
  if (part !== null) return { kind: 'unknown', words: (part[1] ?? '').trim() };
  return WHOLE.test(text) ? { kind: 'series' } : null;
};

/** The scope of a cover-letter tag: by its note, else by the line before it, else the whole series. */
export const scopeOf = (own: readonly OwnLine[], line: number, note: string | null): Scope => {
  if (note !== null) {
    const words = note.replace(/^#\s*|^\[|\]$/g, '').trim();
    const noted = scopeIn(words) ?? scopeIn(`for ${words}`);
    return noted ?? { kind: 'unknown', words };
  }
  const tagLine = own.find((entry) => entry.line === line)?.text.replace(/^\S+:\s+[^<]*<[^>]*>/, '') ?? '';
  const near = before(own, line).at(-1)?.text ?? '';
  return scopeIn(tagLine) ?? scopeIn(near) ?? { kind: 'series' };
};

const TAKES_BACK =
  /\b(?:take|taking|took) (?:back|that back|it back)|\bi (?:hereby )?(?:withdraw|retract|revoke|rescind)\b|\b(?:please )?(?:drop|remove|ignore) my\b|\bun-?(?:ack|nak|nack|review)\b|\bmy (?:nak|nack|ack|r-?b|tag|objection)s? (?:is|are|was) (?:withdrawn|void|gone|off)/i;
const ABOUT_TAG = /\b(?:ack(?:ed)?|review(?:ed)?|test(?:ed)?|r-?b|a-?b|t-?b|rvb|tags?|rb)\b(?:-by)?/i;
const ABOUT_NAK = /\b(?:nac?k(?:ed)?|objections?|concerns?|veto)\b/i;

/** What a line takes back: the sender's tags or the sender's objection. */
export const takenBackIn = (text: string): 'tag' | 'objection' | null => {
  if (!TAKES_BACK.test(text)) return null;
  if (ABOUT_NAK.test(text)) return 'objection';
  return ABOUT_TAG.test(text) ? 'tag' : null;
};
