// What a subject line says: reply or not, revision, counters, prefixes, title. The rules are those that b4 and
// patchwork agree on, and where one of them reads more, the wider reading (`PATCH1/8`, `1 of 8`, `(v2)`, `RFCv2`, `V1.1`).

/** A subject line, taken apart. */
export interface Subject {
  /** Decoded, white space collapsed. */
  readonly full: string;
  /** Without the leading brackets, and without `Re:` and its kin. */
  readonly title: string;
  readonly reply: boolean;
  /** A bracket says `PATCH`, `RFC` or `RESEND`. */
  readonly patch: boolean;
  readonly rfc: boolean;
  readonly resend: boolean;
  readonly pullRequest: boolean;
  /** 1 when the subject names none. */
  readonly revision: number;
  /** The `1` of `V1.1`: one patch of a revision sent again; 0 otherwise. */
  readonly minor: number;
  readonly revisionGiven: boolean;
  /** 0 is the cover letter. */
  readonly counter: number;
  /** As written: `6/5` keeps 5. */
  readonly expected: number;
  readonly countersGiven: boolean;
  /** What else stands in the brackets (`net-next`, `kvm`, `6.12.y`), as written. */
  readonly prefixes: readonly string[];
}

/** RFC 5322 allows longer ones; a subject beyond this is an attack on the bracket rules. */
const MAX_SUBJECT = 2000;

/** `Re:`, `Aw:`, `Fwd:`, and the forms that mail programs write in other languages. */
const REPLY_WORD = /^(?:re|aw|fwd|fw|回复|回覆|答复|答覆|转发|轉寄)(?:\[\d+\])?[:：]\s*/i;
/** Any local form of two or three letters before a bracket. */
const REPLY_BEFORE_BRACKET = /^(?:\w{2,3}|antw):\s*(?=\[)/i;
/** What a mail gateway puts before the subject of an answer: `[EXTERNAL] Re: ...`, `bug#123: [PATCH]`. */
const GATEWAY =
  /^(?:\[(?![^\]]*\b(?:patch|rfc|resend))[^\]]{1,30}\]|bug#\d+:|\(?external\)?[:-]?)\s*(?=(?:re|aw|fwd|fw|回复|答复)[:：])/i;
const VERSION_IN_TITLE = /\s*\((v\d{1,3})\)\s*$/i;

interface Marks {
  patch: boolean;
  rfc: boolean;
  resend: boolean;
  pullRequest: boolean;
  revision: number | null;
  minor: number;
  counters: readonly [number, number] | null;
  readonly prefixes: string[];
}

const readChunk = (chunk: string, marks: Marks): void => {
  const counters = /^(\d{1,4})\/(\d{1,4})$/.exec(chunk);
  if (counters !== null) {
    marks.counters = [Number(counters[1]), Number(counters[2])];
    return;
  }
  const revision = /^v(\d{1,4})(?:\.(\d{1,3}))?$/i.exec(chunk);
  if (revision !== null) {
    marks.revision = Number(revision[1]);
    marks.minor = Number(revision[2] ?? 0);
    return;
  }
  const lower = chunk.toLowerCase();
  if (lower.startsWith('rfc')) marks.rfc = true;
  else if (lower.startsWith('resend')) marks.resend = true;
  else if (lower.startsWith('patch')) marks.patch = true;
  else if (lower === 'pull' || lower === 'pull-request') marks.pullRequest = true;
  else if (lower !== 'git') marks.prefixes.push(chunk);
};

const readBracket = (bracket: string, marks: Marks): void => {
  const spread = bracket
    .replace(/(patch|rfc|resend)(v\d)/gi, '$1 $2')
    .replace(/(patch)(\d{1,4}\/\d{1,4})/gi, '$1 $2')
    .replace(/\b(\d{1,4}) of (\d{1,4})\b/gi, '$1/$2');
  for (const chunk of spread.split(/[\s,;]+/)) if (chunk !== '') readChunk(chunk, marks);
};

/** `[PATCH [net] 1/2]` becomes `[PATCH net 1/2]`: only the outer pair stays. */
const flattenBrackets = (text: string): string => {
  if (!text.startsWith('[')) return text;
  let depth = 0;
  let flat = '';
  for (const char of text) {
    if (char === '[') {
      depth++;
      if (depth > 1) continue;
    } else if (char === ']' && depth > 0) {
      depth--;
      if (depth > 0) continue;
    }
    flat += char;
  }
  return depth === 0 ? flat : text;
};

/** Reads a decoded subject. Never fails: a subject without marks is a title. */
export const parseSubject = (subject: string): Subject => {
  const full = subject.slice(0, MAX_SUBJECT).replace(/\s+/g, ' ').trim();
  let rest = full;
  let reply = false;
  for (;;) {
    const shorter = rest.replace(GATEWAY, '').replace(REPLY_WORD, '').replace(REPLY_BEFORE_BRACKET, '');
    if (shorter === rest) break;
    reply = true;
    rest = shorter;
  }
  rest = flattenBrackets(rest);
  const marks: Marks = {
    patch: false,
    rfc: false,
    resend: false,
    pullRequest: false,
    revision: null,
    minor: 0,
    counters: null,
    prefixes: [],
  };
  // Git takes a "Re:" behind the brackets off as well (its mailinfo.c: cleanup_subject).
  const bracket = /^\[([^\]]*)\]\s*(?:re:\s*)*/i;
  for (let found = bracket.exec(rest); found !== null; found = bracket.exec(rest)) {
    readBracket(found[1] ?? '', marks);
    rest = rest.slice(found[0].length);
  }
  const inTitle = VERSION_IN_TITLE.exec(rest);
  if (inTitle !== null && marks.revision === null && marks.patch) {
    marks.revision = Number((inTitle[1] ?? '').slice(1));
    rest = rest.slice(0, inTitle.index);
  }
  return {
    full,
    title: rest.trim(),
    reply,
    patch: marks.patch || marks.rfc || marks.resend,
    rfc: marks.rfc,
    resend: marks.resend,
    pullRequest: marks.pullRequest,
    revision: marks.revision ?? 1,
    minor: marks.minor,
    revisionGiven: marks.revision !== null,
    counter: marks.counters?.[0] ?? 1,
    expected: marks.counters?.[1] ?? 1,
    countersGiven: marks.counters !== null,
    prefixes: marks.prefixes,
  };
};
