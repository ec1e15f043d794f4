// Objections in prose: a NAK, a request to drop, an author who gives up or announces the next version.
// Only a person's own words count, and only a sentence that speaks for its writer: "Bob NAKed this" is a report.
import { takenBackIn } from './condition.js';
import type { OwnLine } from './own-text.js';
import { quoteOf } from './own-text.js';

export type ObjectionKind = 'nak' | 'request-to-drop' | 'superseded-by-author' | 'question';

/** One sentence that objects. */
export interface ObjectionText {
  readonly kind: Exclude<ObjectionKind, 'question'>;
  readonly tentative: boolean;
  /** At most one line. */
  readonly quote: string;
  readonly line: number;
}

const NAK = /(?<![\w/.-])(?:NAC?K(?:[Ee][Dd]|s|ing)?|[Nn]ac?k(?:ing|s)?|[Nn]acked)(?![\w/(-]|\.\w)/;
const NAKED_BY = /(?:^|[^\w-])na(?:c)?k(?:ed)?-by:/i;
/** Someone else's, a possible, an absent or a withdrawn one. */
const NOT_OWN: readonly RegExp[] = [
  /\b(?:your|his|her|their|'s|’s|any|another|previous|earlier|old|former|no|not an?|isn't an?|without an?|despite) nac?k/i,
  /\b(?:the|that|this) nac?k(?!e?d)|\bis (?:that|this|it) an? nac?k|\breason (?:for|of)(?: the| your)? nac?k/i,
  /nac?k(?:ed)? (?:by|from) (?!me\b|my\b|us\b|our\b)/i,
  /\b(?:he|she|they|you|who|\w+ (?:has|had)) nac?k|\bwas nac?k|\bnot (?:going to )?nac?k|n['’]t nac?k|\bwould not nac?k/i,
  /\b(?:sends?|sent|sending|returns?|returned|receives?|received|gets?|got)(?: an?| the)? nac?k(?!\w*,? from (?:me|my))/i,
];
/** NAK is also an answer on I2C, USB, PCI and in network protocols. */
const PROTOCOL =
  /\b(?:device|endpoint|usb|i2c|smbus|pcie?|tlp|packet|handshake|slave|dhcp|tcp|rdma|qp|token|byte|bus|controller|firmware|transfer|retransmi\w+|ack\/nac?k|nac?k\/ack|status)\b/i;
/** A line that opens with the word speaks for its writer, whatever it speaks of. */
const LEADING_NAK = /^\W*(?:(?:so|sorry|but|well|hm+|strong|hard|definitely|firm)\W+)*nac?k\b(?![\w(]|\s*=)/i;
const TENTATIVE =
  /\bwould nac?k|nac?k\w*[^.!]{0,12}(?:\?|:-?\)|;-?\)|:-?[pPD]|\^\^)|\b(?:soft|tentative|weak|mild|half|maybe|perhaps|possibly|kind of|sort of|inclined to|tempted to|lean(?:ing)? towards?)\b[^.!?]{0,40}nac?k/i;

const DROP: readonly RegExp[] = [
  /\bplease (?:do not|don['’]t) (?:apply|merge|pull|queue|pick|take|commit)\b/i,
  /^(?:so )?(?:do not|don['’]t) (?:apply|merge|pull|queue|pick) (?:this|these|it|the)\b/i,
  /\bplease (?:drop|ignore|disregard|discard|skip) (?:this|these|the|it|my)(?: (?:whole|entire))?(?: (?:patch|patches|series|set|patchset|one|version|mail))?\b(?! (?:check|line|hunk|include|function|comment|variable|blank|tag|trailer|part|change|test|word|prefix|parameter|argument|label|sentence|paragraph))/i,
  /\b(?:this|the|these|it|that)(?: \w+){0,3}? (?:is|are|isn['’]t|['’]s) (?:not|no longer) needed(?: any ?more)?\b/i,
  /\bnot needed any ?more\b/i,
  /\bself[- ]nac?k\b/i,
  /\bplease hold off\b/i,
];
/** Said by the author, it withdraws the patch. */
const AUTHOR_GIVES_UP =
  /\b(?:this|the|my) (?:patch|series|version) (?:is|was) (?:\w+ )?(?:obsolete|superseded|withdrawn)\b|\bi(?:['’]m| am) (?:withdrawing|dropping) (?:this|the|it)\b|\bi(?:['’]ll| will) drop (?:this|the) (?:patch|series)\b/i;
/** Said by the author, it may withdraw the patch. */
const AUTHOR_DOUBTS =
  /\b(?:this|the|my) (?:patch|series|version) (?:is|was) (?:\w+ )?(?:incorrect|wrong|broken|bogus|buggy)\b/i;
const NEXT_VERSION =
  /\b(?:i(?:['’]ll| will| am going to|['’]m going to)|will|going to|let me)\b[^.!?]{0,60}\b(?:send|post|prepare|spin|submit|make|do|respin|re-?spin|resend|re-?send)\b[^.!?]{0,40}\b(?:v\d+|(?:new|next|updated|another|fixed|revised) (?:version|revision|series|patch|one)|respin|re-?spin)\b|\b(?:will|['’]ll|going to) (?:respin|re-?spin)\b|\bv\d+ (?:is )?(?:coming|on its way|will follow)\b|\b(?:will (?:be )?(?:fix|fixed|change|changed|do|done|address|addressed|update|updated|drop|dropped|remove|removed)\b[^.!?]{0,40}\bin (?:the )?(?:v\d+|next (?:version|revision|spin)))\b/i;

const NEXT_IS_OUT =
  /\bsuperseded by\b|\b(?:i(?:['’]ve| have)?|just) (?:sent|posted) (?:a |the |out )?(?:v\d+|new version|next version|respin)\b|^(?:sent|posted) v\d+\b|\bv\d+ (?:is|has been|was) (?:out|posted|sent)\b/i;

const dropIsTentative = (text: string): boolean =>
  /\?\s*$|\b(?:maybe|perhaps|could|should|can) (?:you|we|i)\b/i.test(text);

const isOfProtocol = (text: string): boolean => PROTOCOL.test(text) && !LEADING_NAK.test(text);

const readLine = (entry: OwnLine, byAuthor: boolean): ObjectionText | null => {
  const objection = objectionIn(entry, byAuthor);
  return objection === null || takenBackIn(entry.text) !== null ? null : objection;
};

const objectionIn = ({ text, line }: OwnLine, byAuthor: boolean): ObjectionText | null => {
  const make = (kind: ObjectionText['kind'], tentative: boolean): ObjectionText => ({
    kind,
    tentative,
    quote: quoteOf(text),
    line,
  });
  if (NAKED_BY.test(text)) return byAuthor ? null : make('nak', false);
  if (!byAuthor && NAK.test(text) && !isOfProtocol(text) && !NOT_OWN.some((pattern) => pattern.test(text))) {
    return make('nak', TENTATIVE.test(text));
  }
  if (byAuthor) {
    if (DROP.some((pattern) => pattern.test(text))) return make('request-to-drop', dropIsTentative(text));
    if (AUTHOR_GIVES_UP.test(text)) return make('request-to-drop', false);
    if (AUTHOR_DOUBTS.test(text)) return make('request-to-drop', true);
    if (NEXT_VERSION.test(text) || NEXT_IS_OUT.test(text))
      return make('superseded-by-author', dropIsTentative(text));
    return null;
  }
  return DROP.some((pattern) => pattern.test(text)) ? make('request-to-drop', dropIsTentative(text)) : null;
};

/**
 * The objections in a mail, at most one of each kind.
 * @param byAuthor whether the sender is the author of the patch or posted the series
 */
export const findObjections = (own: readonly OwnLine[], byAuthor: boolean): readonly ObjectionText[] => {
  const found = new Map<ObjectionKind, ObjectionText>();
  for (const entry of own) {
    const objection = readLine(entry, byAuthor);
    if (objection === null) continue;
    const held = found.get(objection.kind);
    if (held === undefined || (held.tentative && !objection.tentative)) found.set(objection.kind, objection);
  }
  return [...found.values()];
};

const SHORT_QUESTION = 12;
const QUESTION = /\?(?:\s|["')\]:;]|$)/;

/** The last question that a mail asks in its sender's own words, as one sentence; null when it asks none. */
export const lastQuestion = (own: readonly OwnLine[]): string | null => {
  const at = own.findLastIndex((entry) => QUESTION.test(entry.text) && !/^https?:/.test(entry.text));
  const asked = own[at];
  if (asked === undefined) return null;
  const text = own
    .slice(0, at + 1)
    .filter((entry) => entry.paragraph === asked.paragraph)
    .map((entry) => entry.text)
    .join(' ');
  const end = text.lastIndexOf('?') + 1;
  const startBefore = (at: number): number => {
    const stop = Math.max(...['. ', '! ', '? ', ': '].map((mark) => text.lastIndexOf(mark, at)));
    return stop < 0 ? 0 : stop + 2;
  };
  const start = startBefore(end - 3);
  // "OK?" asks about the sentence before it.
  return text.slice(end - start < SHORT_QUESTION ? startBefore(start - 3) : start, end).trim();
};
