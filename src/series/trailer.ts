// Trailer lines: `Name: value` in a commit message or a reply (git-interpret-trailers(1),
// Documentation/process/submitting-patches.rst). Any name counts: the shape of a line decides, not a list of names.
import { trimEndOf } from '../base/trim.js';
import { wordList } from '../base/word-list.js';
import type { Mailbox } from '../mail/address.js';

/** Whom or what a trailer names. */
type TrailerKind = 'person' | 'utility' | 'unknown';

/** A trailer line, taken apart. */
export interface Trailer {
  readonly name: string;
  readonly value: string;
  /** A note of the giver: `# s390` at the line's end, or a whole next line in brackets. Never compared. */
  readonly note: string | null;
  readonly kind: TrailerKind;
  /** For `person`: split at the last `<...>`, so that quotes, commas and brackets in a name stay. */
  readonly person: Mailbox | null;
  /** Line in the text that was searched, counted from 1. */
  readonly line: number;
}

const LINE = /^\s*(\w[^\s:]+):\s+(\S.*)$/;
const NOTE_LINE = /^\s*\[[^\]]+\]\s*$/;
const ADDRESS = /\S+@\S+\.\S+/;

const UTILITY = new Set(
  wordList(`
  fixes link buglink closes obsoleted-by message-id change-id base-commit based-on
`),
);
/** Names of a person's card or of mail software; never trailers. */
const NEVER = new Set(['phone', 'mail', 'email', 'e-mail', 'prerequisite-message-id']);
/** Header names that count only before any other line. */
const ONLY_FIRST = new Set(['subject', 'date', 'from']);
/** In a reply, the names that may come without an address. */
const WITHOUT_PERSON = new Set(
  wordList(`
  link buglink closes fixes subject date obsoleted-by change-id base-commit
`),
);
const WITH_URL = new Set(['link', 'buglink', 'closes']);
/** In a reply these are quoted commit or mail metadata, or commands to list software. */
const NOT_FROM_REPLY = new Set(
  wordList(`
  from author cc to date subject subscribe unsubscribe base-commit change-id message-id
`),
);

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

/** Splits `Name <address>` at the last angle bracket; a bare `<a@b>` or `a@b` has the address for a name. */
const parsePerson = (value: string): Mailbox | null => {
  const found = /^(.*?)\s*<([^<>]*)>[^<>]*$/.exec(value);
  if (found === null) {
    const bare = ADDRESS.exec(value)?.[0];
    return bare === undefined ? null : { name: bare, address: bare };
  }
  const address = (found[2] ?? '').trim();
  const name = (found[1] ?? '').trim().replace(/^"(.*)"$/, '$1');
  return { name: name === '' ? address : name, address };
};

/** A full stop, or prose behind a comma or dash. Words and parentheses right behind the address are the giver's note. */
const PROSE_BEHIND = /(@[^\s<>]*[^\s<>.,;!]>?)(?:[.,;!]+\s*|\s*[,;.!–—]\s.*|\s+-+\s.*)$/;

/** Links to an address, as web mail and Markdown write them: the address stays, once. */
const withoutMailto = (value: string): string => {
  const plain = value.replace(/\[([^[\]]+)\]\(mailto:[^()]*\)/gi, '$1');
  const alone = plain.replace(/\s*<mailto:[^<>]*>/gi, '');
  return ADDRESS.test(alone) ? alone : plain.replace(/<mailto:([^<>]*)>/gi, '<$1>');
};

/** A tag in bold or code, or with a blank before its colon, as people write it into an answer. */
const withoutMarkup = (line: string): string => {
  const [, open = '', name = '', value = ''] =
    /^\s*([*_`]{0,3})(\w\S*-by)\s?:[*_`]{0,3}\s+(\S.*)$/i.exec(line) ?? [];
  if (name === '') return line;
  return `${name}: ${open === '' ? value : trimEndOf(value, '*_` ')}`;
};

const makeTrailer = (name: string, rawValue: string, line: number): Trailer => {
  const clean = withoutMailto(rawValue)
    .replace(/^<(\S+@\S+)>$/, '$1')
    .replace(PROSE_BEHIND, '$1')
    .trim();
  const noted = /^(.*\S)(\s+#[^#]+)$/.exec(clean);
  const value = noted === null ? clean : (noted[1] ?? clean);
  const kind: TrailerKind =
    UTILITY.has(name.toLowerCase()) || value.includes('://')
      ? 'utility'
      : ADDRESS.test(value)
        ? 'person'
        : 'unknown';
  return {
    name,
    value,
    note: noted === null ? null : (noted[2] ?? '').trim(),
    kind,
    person: kind === 'person' ? parsePerson(value) : null,
    line,
  };
};

/** The words of a sentence that only mentions a tag: "Tested-by: tag is missing (see x@example.org)". */
const PROSE = /^(?:tag|tags|line|lines|trailer|is|was|are|when|stamp|should|instead)\b/i;
const isProse = (value: string): boolean => PROSE.test(value) || /^[^<]*\([^)]*@[^)]*$/.test(value);

const isAllowedInReply = (name: string, value: string): boolean => {
  const lower = name.toLowerCase();
  if (!isAscii(name) || NOT_FROM_REPLY.has(lower)) return false;
  if (/^[a-z-]+-by$/.test(lower) && isProse(value)) return false;
  if (lower === 'fixes') return /^[0-9a-f]{6,}/i.test(value);
  if (!ADDRESS.test(value) && !WITHOUT_PERSON.has(lower)) return false;
  return WITH_URL.has(lower) || !/https?:\/\//i.test(value);
};

/** Joins a name and its address, or the halves of a `Fixes:`, when the mailer wrapped between them. */
const joinWrapped = (lines: readonly string[]): { readonly text: string; readonly line: number }[] => {
  const joined: { text: string; line: number }[] = [];
  for (let index = 0; index < lines.length; index++) {
    const text = lines[index] ?? '';
    const next = lines[index + 1] ?? '';
    const wrappedPerson = /^\w\S*:\s+[^<]+$/.test(text) && /^<[^>]+>\s*$/.test(next);
    const wrappedFixes = /^fixes:\s+[0-9a-f]+\s+\([^)]+$/i.test(text) && /^[^\n]+\)\s*$/.test(next);
    if (wrappedPerson || wrappedFixes) {
      joined.push({ text: `${text.trimEnd()} ${next.trim()}`, line: index + 1 });
      index++;
    } else {
      joined.push({ text, line: index + 1 });
    }
  }
  return joined;
};

/** A line longer than this is no trailer; it keeps the patterns from walking a 10 MB line. */
const MAX_TRAILER_LINE = 2000;

/** Everything before the signature mark. */
const withoutSignature = (text: string): string => {
  const at = text.startsWith('-- \n') ? 0 : text.indexOf('\n-- \n');
  return at < 0 ? text : text.slice(0, at);
};

/** The trailers of a text, and its other lines. */
export interface FoundTrailers {
  readonly trailers: readonly Trailer[];
  /** Lines that are no trailers, in order. */
  readonly others: readonly string[];
}

const trailerLine = (line: string, place: 'reply' | 'message'): RegExpExecArray | null =>
  line.length > MAX_TRAILER_LINE ? null : LINE.exec(place === 'reply' ? withoutMarkup(line) : line);

/**
 * Finds trailers in a text.
 * @param place `reply`: tags that a person wrote into an answer (the stricter rules); `message`: a commit message
 */
export const findTrailers = (text: string, place: 'reply' | 'message'): FoundTrailers => {
  const trailers: Trailer[] = [];
  const others: string[] = [];
  let open: Trailer | null = null;
  const body = withoutSignature(text).replace(/\r/g, '').trimEnd();
  for (const { text: line, line: at } of joinWrapped(body.split('\n'))) {
    const found = trailerLine(line, place);
    if (found !== null) {
      const [name, value] = [found[1] ?? '', found[2] ?? ''];
      const lower = name.toLowerCase();
      const first = others.every((other) => other.trim() === '');
      if (NEVER.has(lower) || (ONLY_FIRST.has(lower) && !first)) {
        if (place === 'message') others.push(line);
        continue;
      }
      if (place === 'reply' && !isAllowedInReply(name, value)) continue;
      open = makeTrailer(name, value, at);
      trailers.push(open);
      continue;
    }
    if (open !== null && open.note === null && NOTE_LINE.test(line)) {
      trailers[trailers.length - 1] = { ...open, note: line.trim() };
      open = null;
      continue;
    }
    open = null;
    others.push(line);
  }
  return { trailers, others };
};

/** Equal for trailers that say the same. */
export const trailerKey = (trailer: Pick<Trailer, 'name' | 'value'>): string => {
  const name = trailer.name.toLowerCase();
  if (name === 'link') {
    const target = /^https?:\/\/[^/]+\/(?:[^/]+\/)*([^/]+@[^/]+?)\/?(?:T|t|raw)?\/?(?:#.*)?$/.exec(
      trailer.value,
    );
    if (target !== null) return `link:${decodePercent(target[1] ?? '').toLowerCase()}`;
  }
  return `${name}:${trailer.value.toLowerCase()}`;
};

const decodePercent = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** As it stands in a commit message, its note on the same or on the next line. */
export const formatTrailer = (trailer: Pick<Trailer, 'name' | 'value' | 'note'>): string => {
  const line = `${trailer.name}: ${trailer.value}`;
  if (trailer.note === null) return line;
  return trailer.note.startsWith('#') ? `${line} ${trailer.note}` : `${line}\n${trailer.note}`;
};
