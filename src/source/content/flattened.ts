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
