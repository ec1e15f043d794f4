// A series as an mbox for `git am`: one mail a patch, with the tags of the review in the commit message.
// git am undoes no `>From ` quoting and strips CR, so a body with either is written in quoted-printable, which it decodes
// to the exact bytes (git-am(1), git-mailsplit(1); RFC 2045, 6.7).
import { UserError } from '../base/error.js';
import type { Mailbox } from '../mail/address.js';
import { startsInBody } from './body.js';
import type { Patch } from './patch.js';
import type { Review, ReviewTrailer } from './review.js';
import type { Series } from './series.js';
import { formatTrailer, trailerKey } from './trailer.js';

/**
 * Whose tags from answers go in.
 * - `matched`: only where the address is the sender's
 * - `same-person`: also the same person by another address
 * - `anybody`: whoever gave them (b4's --sloppy-trailers)
 * - `nobody`: only what the patch itself has
 */
export const TRAILER_POLICIES = ['matched', 'same-person', 'anybody', 'nobody'] as const;
/** Whose tags `am` takes from replies. */
export type TrailerPolicy = (typeof TRAILER_POLICIES)[number];

/** What `am` puts into the mails that it writes. */
export interface AmOptions {
  readonly trailersFrom: TrailerPolicy;
  readonly coverTrailers: boolean;
  /** A `Link:` with the Message-ID put for `%s`; null: none. */
  readonly linkMask: string | null;
  /** Whose Signed-off-by goes last; null: none. */
  readonly signoff: Mailbox | null;
  /** Indexes to write; null: all. */
  readonly pick: readonly number[] | null;
  readonly allowUnicodeControl: boolean;
}

/** What `am` does without options. */
export const AM_DEFAULTS: AmOptions = {
  trailersFrom: 'same-person',
  coverTrailers: true,
  linkMask: null,
  signoff: null,
  pick: null,
  allowUnicodeControl: false,
};

/** The files that `am` writes, and the trailers that it added. */
export interface AmResult {
  /** File name without extension, safe on any file system. */
  readonly slug: string;
  readonly mbox: Buffer;
  /** The cover letter as a mail; null when there is none. */
  readonly cover: Buffer | null;
  /** Per patch written, the trailers that were added. */
  readonly added: readonly {
    readonly index: number;
    readonly subject: string;
    readonly trailers: readonly string[];
  }[];
}

const FROM_LINE = 'From git@z Thu Jan  1 00:00:00 1970\n';
const HEADER_TEXT = /[\x00-\x1f\x7f]+/g;

const headerText = (text: string): string => text.replace(HEADER_TEXT, ' ').trim();

const mailboxText = ({ name, address }: Mailbox): string => {
  const shown = headerText(name).replace(/[<>]/g, '');
  if (shown === '' || shown === address) return headerText(address);
  const quoted = /[^\w\s\u0080-\uffff'-]/.test(shown) ? `"${shown.replace(/["\\]/g, '\\$&')}"` : shown;
  return `${quoted} <${headerText(address)}>`;
};

const isWanted = (entry: ReviewTrailer, options: AmOptions): boolean => {
  if (entry.source === 'patch') return false;
  if (entry.withdrawn || options.trailersFrom === 'nobody') return false;
  if (entry.source === 'cover' && !options.coverTrailers) return false;
  if (options.trailersFrom === 'anybody') return true;
  return (
    entry.match === 'matched' || (entry.match === 'same-person' && options.trailersFrom === 'same-person')
  );
};

const HEX = Buffer.from('0123456789ABCDEF');
const [NEWLINE, SPACE, TAB, EQUALS, LETTER_F] = [0x0a, 0x20, 0x09, 0x3d, 0x46];
/** RFC 2045 allows 76 characters; the last one may be the `=` of a soft line break. */
const LINE_ROOM = 75;

/** Lines of at most 76 characters; every byte that mail software touches is written as a code. */
export const quotedPrintable = (bytes: Uint8Array): Buffer => {
  const out = Buffer.allocUnsafe(bytes.length * 4 + 4);
  let end = 0;
  let column = 0;
  const makeRoom = (length: number): void => {
    if (column + length <= LINE_ROOM) return;
    out[end++] = EQUALS;
    out[end++] = NEWLINE;
    column = 0;
  };
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === NEWLINE) {
      out[end++] = NEWLINE;
      column = 0;
      continue;
    }
    const next = bytes[at + 1];
    const isSpace = byte === SPACE || byte === TAB;
    const isPlain =
      (byte > SPACE && byte < 0x7f && byte !== EQUALS) || (isSpace && next !== NEWLINE && next !== undefined);
    if (isPlain) makeRoom(1);
    // A line that begins with F, be it after a soft break, could be "From " and split the mbox.
    if (isPlain && !(byte === LETTER_F && column === 0)) {
      out[end++] = byte;
      column++;
      continue;
    }
    makeRoom(3);
    out[end++] = EQUALS;
    out[end++] = HEX[byte >> 4] ?? 0;
    out[end++] = HEX[byte & 15] ?? 0;
    column += 3;
  }
  return out.subarray(0, end);
};

const needsEncoding = (body: Buffer): boolean =>
  body.includes('\r') ||
  body.includes('\0') ||
  body.includes('\nFrom ') ||
  body.subarray(0, 5).equals(Buffer.from('From '));

const writeMail = (header: readonly string[], body: Buffer): Buffer => {
  const encoded = needsEncoding(body);
  const lines = [
    ...header,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Transfer-Encoding: ${encoded ? 'quoted-printable' : '8bit'}`,
    '',
    '',
  ];
  const written = encoded ? quotedPrintable(body) : body;
  const end = written.at(-1) === 0x0a ? '\n' : '\n\n';
  return Buffer.concat([Buffer.from(FROM_LINE + lines.join('\n')), written, Buffer.from(end)]);
};

const subjectOf = (patch: Patch, series: Series): string => {
  const marks = [
    'PATCH',
    ...(series.rfc ? ['RFC'] : []),
    ...(series.revisionGiven || series.revision > 1 ? [`v${series.revision}`] : []),
    ...(series.expected > 1 || patch.mail.subject.countersGiven ? [`${patch.index}/${series.expected}`] : []),
  ];
  return `[${marks.join(' ')}] ${headerText(patch.subject)}`;
};

const KNOWN = /^(?:\S+-by|fixes|link|closes|buglink|cc|message-id|change-id)$/i;

/** The commit message with trailers after its last ones. */
const withTrailers = (patch: Patch, added: readonly string[]): string => {
  if (added.length === 0) return patch.message;
  const last = patch.message.split('\n\n').at(-1) ?? '';
  const lines = last.split('\n').length;
  const isBlock =
    patch.trailers.some(({ name }) => KNOWN.test(name)) ||
    (patch.trailers.length > 0 && patch.trailers.length >= lines && patch.message.includes('\n\n'));
  const gap = patch.message === '' ? '' : isBlock ? '\n' : '\n\n';
  return `${patch.message}${gap}${added.join('\n')}`;
};

/** The trailers of answers, and those that the options ask for, that a patch does not have yet. */
export const addedTrailers = (patch: Patch, review: Review, options: AmOptions): readonly string[] => {
  const entries = review.patches.find(({ index }) => index === patch.index)?.trailers ?? [];
  const held = new Set(patch.trailers.map(trailerKey));
  const added: string[] = [];
  const add = (trailer: Parameters<typeof formatTrailer>[0]): void => {
    const key = trailerKey(trailer);
    if (held.has(key)) return;
    held.add(key);
    added.push(formatTrailer(trailer));
  };
  for (const entry of entries) if (isWanted(entry, options)) add(entry.trailer);
  if (options.linkMask !== null && patch.mail.message.messageIdGiven) {
    add({ name: 'Link', value: options.linkMask.replace('%s', patch.messageId), note: null });
  }
  if (options.signoff !== null) {
    const own = {
      name: 'Signed-off-by',
      value: `${options.signoff.name} <${options.signoff.address}>`,
      note: null,
    };
    held.delete(trailerKey(own));
    const line = formatTrailer(own);
    const at = added.indexOf(line);
    if (at >= 0) added.splice(at, 1);
    if (patch.trailers.at(-1) === undefined || trailerKey(patch.trailers.at(-1) ?? own) !== trailerKey(own)) {
      add(own);
    }
  }
  return added;
};

const writePatch = (patch: Patch, series: Series, added: readonly string[]): Buffer => {
  const text = withTrailers(patch, added);
  // Git would read the first lines of such a message as header; behind an in-body header it does not.
  const message = startsInBody(text) ? `From: ${mailboxText(patch.author)}\n\n${text}` : text;
  const notes = patch.notes === '' ? '' : `${patch.notes}\n`;
  const body = Buffer.concat([
    Buffer.from(`${message}${message === '' ? '' : '\n'}---\n${notes}\n`),
    patch.diff,
    Buffer.from(patch.diff.at(-1) === 0x0a ? '-- \n' : '\n-- \n'),
  ]);
  return writeMail(
    [
      `Subject: ${subjectOf(patch, series)}`,
      `From: ${mailboxText(patch.author)}`,
      ...(patch.date === null ? [] : [`Date: ${headerText(patch.dateText)}`]),
      ...(patch.mail.message.messageIdGiven ? [`Message-Id: <${headerText(patch.messageId)}>`] : []),
    ],
    body,
  );
};

const writeCover = (series: Series): Buffer | null => {
  const { cover } = series;
  if (cover === null) return null;
  const { message, subject } = cover.mail;
  return writeMail(
    [
      `Subject: ${headerText(subject.full)}`,
      `From: ${mailboxText(cover.author)}`,
      ...(cover.date === null ? [] : [`Date: ${headerText(message.dateText)}`]),
      ...(message.messageIdGiven ? [`Message-Id: <${headerText(cover.messageId)}>`] : []),
    ],
    Buffer.from(`${cover.text}\n`),
  );
};

const MAX_SLUG = 100;

/** `v2_20260407_author_title`, as b4 names its files. */
const slugOf = (series: Series): string => {
  const head = series.cover?.mail ?? series.patches[0]?.mail;
  const day = head?.message.date?.toISOString().slice(0, 10).replace(/-/g, '') ?? 'undated';
  const local = head?.message.from.address.split('@', 1).join('') ?? '';
  const plain = `${day}_${local}_${series.title}`
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
  return `${series.revision > 1 ? `v${series.revision}_` : ''}${plain}`.slice(0, MAX_SLUG);
};

/** A hostile `1/9999` must not fill the screen. */
const MOST_LISTED = 12;

const listed = (indexes: readonly number[]): string =>
  indexes.length <= MOST_LISTED
    ? indexes.join(', ')
    : `${indexes.slice(0, MOST_LISTED).join(', ')} and ${indexes.length - MOST_LISTED} more`;

const refuse = (series: Series, patches: readonly Patch[], options: AmOptions): void => {
  const ids = new Set(patches.map(({ messageId }) => messageId as string));
  const stops = series.diagnostics.find(
    ({ code, severity, messageId }) =>
      messageId !== undefined &&
      ids.has(messageId) &&
      (severity === 'error' ||
        code === 'patch-damaged' ||
        (code === 'unicode-control' && !options.allowUnicodeControl)),
  );
  if (stops !== undefined) {
    throw new UserError('input', stops.message, {
      hint:
        stops.code === 'unicode-control'
          ? 'look at the line; --allow-unicode-control writes it all the same'
          : 'ask the author for the patch again, or leave it out with --cherry-pick',
    });
  }
  if (options.pick === null && series.missing.length > 0) {
    throw new UserError(
      'input',
      `the series is not whole: ${listed(series.missing)} of ${series.expected} missing`,
      {
        hint: 'get the whole thread, or name the patches with --cherry-pick',
      },
    );
  }
};

/** A patch that the options choose, with the trailers that it gets. */
export interface ChosenPatch {
  readonly patch: Patch;
  readonly trailers: readonly string[];
}

/**
 * The patches that the options choose, in their order.
 * @throws UserError `input` when the series is not whole, or a patch is damaged or names a path outside the tree
 */
export const choosePatches = (series: Series, review: Review, options: AmOptions): readonly ChosenPatch[] => {
  const patches = series.patches.filter(({ index }) => options.pick === null || options.pick.includes(index));
  refuse(series, patches, options);
  return patches.map((patch) => ({ patch, trailers: addedTrailers(patch, review, options) }));
};

/** Writes a series for `git am`. Throws as `choosePatches`. */
export const writeAm = (series: Series, review: Review, options: AmOptions): AmResult => {
  const chosen = choosePatches(series, review, options);
  return {
    slug: slugOf(series),
    mbox: Buffer.concat(chosen.map(({ patch, trailers }) => writePatch(patch, series, trailers))),
    cover: writeCover(series),
    added: chosen.map(({ patch: { index, subject }, trailers }) => ({ index, subject, trailers })),
  };
};

/** The commit message of a patch with more trailers: subject, empty line, text. */
export const commitMessage = (patch: Patch, trailers: readonly string[]): string => {
  const text = withTrailers(patch, trailers);
  return text === '' ? patch.subject : `${patch.subject}\n\n${text}`;
};
