// One mail for src/series: sender, date, answered mails, the text and the exact bytes of the patch part.
import { createHash } from 'node:crypto';
import { decodeWords } from 'postal-mime';
import type { MessageId } from '../base/id.js';
import type { Fidelity } from '../base/mail-input.js';
import { type Mailbox, parseMailboxes, unmangleVia } from './address.js';
import { parseAuthor } from './author.js';
import type { BodyStore } from './body-store.js';
import { decodeText } from './charset.js';
import { MAX_REFERENCES } from './limit.js';
import type { ParsedMail } from './part.js';
import { chooseText } from './text-part.js';

/** Where a mail was read: the name of the input and the line on which it begins. */
interface MailPlace {
  readonly input: string;
  readonly line: number;
}

/** One decoded mail. Immutable. */
export interface Message {
  /** Without angle brackets. When the mail has none (saved page, patch file), made from its bytes: see `messageIdGiven`. */
  readonly messageId: MessageId;
  readonly messageIdGiven: boolean;
  readonly inReplyTo: MessageId | null;
  /** Oldest first, as the header has them. */
  readonly references: readonly MessageId[];
  /** Decoded and unfolded, white space as sent. */
  readonly subject: string;
  /** The person; behind a list that rewrites From, the person named in Reply-To or X-Original-From. */
  readonly from: Mailbox;
  /** The same person, named as git names the author of a patch in this mail. */
  readonly author: Mailbox;
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  /** Null when the Date header is absent or unreadable. */
  readonly date: Date | null;
  /** The Date header as sent, for handing on with its own time zone. */
  readonly dateText: string;
  /** The list's id (RFC 2919), lower case; empty when the mail has none. */
  readonly listId: string;
  /** The transfer-decoded bytes of the text, LF line ends: of the part with the diff when there is one. */
  readonly body: Buffer;
  readonly charset: string;
  /** `body` in its charset, decoded whenever asked for. */
  readonly bodyText: string;
  /** A text part that stands before the part with the diff (a note to the list with a patch attached); else empty. */
  readonly leadText: string;
  /** What the mail holds besides and nothing reads: attached patches by their names, a text in HTML only. */
  readonly leftOut: readonly string[];
  readonly flowed: boolean;
  readonly fidelity: Fidelity;
  readonly place: MailPlace;
}

const ids = (value: string): MessageId[] =>
  [...value.matchAll(/<([^<>]+)>/g)].slice(-MAX_REFERENCES).map((found) => asMessageId(found[1] ?? ''));

const asMessageId = (text: string): MessageId => text.replace(/\s+/g, '') as MessageId;

const readMessageId = (value: string): MessageId | null => {
  const first = ids(value)[0] ?? asMessageId(value.trim());
  return first === '' ? null : first;
};

const EMPTY = Buffer.alloc(0);

/** Where a mail was read, how far its bytes can be trusted, and how its body is kept. */
export interface MailOrigin {
  readonly place: MailPlace;
  readonly fidelity: Fidelity;
  readonly store: BodyStore;
}

/** One mail by its header and its parts; without a Message-ID it gets one from its bytes. */
export const messageOf = (
  { header, parts }: ParsedMail,
  mail: Buffer,
  { place, fidelity, store }: MailOrigin,
): Message => {
  const raw = (name: string): string => header.get(name) ?? '';
  const { text, lead, leftOut } = chooseText(parts);
  const named = parseAuthor(raw('from'));
  const first = parseMailboxes(raw('from'))[0] ?? { name: '', address: '' };
  // An unquoted `Last, First <address>` looks like two mailboxes.
  const sender = first.address === '' && named.address !== '' ? named : first;
  const replyTo = raw('in-reply-to');
  const behindList = unmangleVia(sender, {
    original: raw('x-original-from'),
    replyTo: raw('reply-to'),
    cc: raw('cc'),
  });
  const date = new Date(raw('date'));
  const given = readMessageId(raw('message-id'));
  const charset = text?.charset ?? '';
  const body = store(text?.bytes ?? EMPTY);
  return {
    messageId: given ?? madeMessageId(mail),
    messageIdGiven: given !== null,
    inReplyTo: readMessageId(replyTo.replace(/^[^<]*(?=<)/, '')),
    references: ids(raw('references')),
    subject: decodeWords(raw('subject')),
    from: behindList ?? sender,
    author: behindList ?? (named.address === '' ? sender : named),
    to: parseMailboxes(raw('to')),
    cc: parseMailboxes(raw('cc')),
    date: Number.isNaN(date.getTime()) ? null : date,
    dateText: raw('date'),
    listId: (/<([^<>]+)>/.exec(raw('list-id'))?.[1] ?? raw('list-id')).trim().toLowerCase(),
    get body() {
      return body();
    },
    charset,
    // Decoded each time: a mailbox of a list holds more text than memory should hold twice.
    get bodyText() {
      return decodeText(body(), charset);
    },
    leadText: lead === null ? '' : decodeText(lead.bytes, lead.charset),
    leftOut,
    flowed: text?.flowed ?? false,
    fidelity,
    place,
  };
};

const madeMessageId = (mail: Buffer): MessageId =>
  `no-message-id-${createHash('sha1').update(mail).digest('hex').slice(0, 16)}` as MessageId;
