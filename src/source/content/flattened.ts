// A thread copied as text out of a public-inbox page, with leading white space and empty lines gone or not.
import { createHash } from 'node:crypto';
import { UserError } from '../../base/error.js';
import type { MailInput } from '../../base/mail-input.js';
import { collect } from '../byte-stream.js';
import { cutMessages } from '../flattened/cut.js';
import { quotedFrom } from '../flattened/quote.js';
import { treeOf } from '../flattened/tree.js';
import type { ContentForm } from '../form.js';
import { headText, PAGE_FROM } from '../head.js';
import { addressesOf } from '../shown-address.js';
import { ancestorsOf } from '../thread.js';
import { mailDate, writtenMail } from '../written-mail.js';

/** lore's longest threads have a few MB; what a person copies has less. */
export const MAX_TEXT_BYTES = 32 * 1024 * 1024;

interface Part {
  readonly subject: string;
  readonly name: string;
  readonly date: string;
  readonly body: string;
}

export const flattened: ContentForm = {
  name: 'copied text',
  recognises: (head) => PAGE_FROM.test(headText(head)),
  read: async ({ name, bytes }, _readContent, context) => {
    const hint = 'Give the mbox of the thread ("mbox.gz" on its page).';
    const text = Buffer.from(await collect(name, bytes, MAX_TEXT_BYTES, hint)).toString('utf8');
    const messages = cutMessages(text);
    if (messages.length === 0) {
      throw new UserError('input', `${name}: copied from a thread, but no message in it`, { hint });
    }
    const { parents, named } = treeOf(messages);
    context.report({
      severity: 'note',
      code: 'source-copied-text',
      message: `${messages.length} messages of a copied text; message-ids and white space are not those that were sent`,
      path: name,
    });
    for (const message of cutWords(text, messages, named === undefined ? 0 : 1)) {
      context.report({ severity: 'warning', code: 'source-cut', message, path: name });
    }
    const replies = messages.filter((_message, index) => parents[index] === 'named');
    const parts: Part[] =
      named === undefined ? [...messages] : [{ ...named, body: quotedFrom(replies) }, ...messages];
    if (named !== undefined) {
      context.report({
        severity: 'note',
        code: 'source-message-from-quotes',
        message: `"${named.subject}" is not in the text; taken from the overview and the quotes of its replies`,
        path: name,
      });
    }
    const offset = named === undefined ? 0 : 1;
    const parentOf = parents.map((parent) =>
      parent === 'named' ? 0 : parent === undefined ? undefined : parent + offset,
    );
    return writeParts(name, parts, named === undefined ? parentOf : [undefined, ...parentOf]);
  },
};

/** The line that a page puts below each message. */
const FOOTER = /^\^ permalink raw reply\b.*$/gm;
const TOTAL = /\b(\d{1,4})\+? messages? in thread\b/;

/** What a text shows to be cut off: the end of its last message, or messages that it counts and does not have. */
const cutWords = (text: string, messages: readonly Part[], quoted: number): readonly string[] => {
  const last = messages.at(-1);
  if (last === undefined) return [];
  const footers = [...text.matchAll(FOOTER)];
  const begin = text.lastIndexOf(`From: ${last.name} @ `);
  const isOpen = (footers.at(-1)?.index ?? -1) < begin && (footers.length > 0 || messages.length === 1);
  const missing = Number(TOTAL.exec(text)?.[1] ?? 0) - messages.length - quoted;
  return [
    ...(isOpen
      ? [`the text ends within the message "${last.subject}" of ${last.name}: its end is cut off`]
      : []),
    ...(missing > 0 ? [`${missing} or more messages of the thread are not in the text`] : []),
  ];
};

const writeParts = (
  name: string,
  parts: readonly Part[],
  parents: readonly (number | undefined)[],
): readonly MailInput[] => {
  const ids = messageIds(parts);
  const idAt = (index: number | undefined): string | undefined =>
    index === undefined ? undefined : ids[index];
  const parentById = new Map(ids.map((id, index) => [id, idAt(parents[index])]));
  const addressOf = addressesOf(parts.map(({ body }) => body));
  return parts.map((part, index) =>
    writtenMail(name, 'flattened', {
      messageId: ids[index],
      parent: idAt(parents[index]),
      references: ancestorsOf(ids[index], (id) => parentById.get(id)),
      name: part.name,
      address: addressOf(part.name, part.body),
      subject: part.subject,
      date: mailDate(part.date),
      body: part.body,
    }),
  );
};

/**
 * Ids that stay the same however often the text is read. The domain is one that no host can have (RFC 2606, 2).
 */
const messageIds = (parts: readonly Part[]): readonly string[] => {
  const times = new Map<string, number>();
  return parts.map(({ subject, name, date }) => {
    const key = `${date}\n${name}\n${subject}`;
    const time = times.get(key) ?? 0;
    times.set(key, time + 1);
    const hash = createHash('sha256').update(`${key}\n${time}`).digest('hex').slice(0, 16);
    return `${hash}@copied-text.invalid`;
  });
};
