// A page of a public-inbox server (lore.kernel.org), saved by a browser: a thread or one message as HTML.
import { UserError } from '../../base/error.js';
import { collect } from '../byte-stream.js';
import type { ContentForm } from '../form.js';
import { headText } from '../head.js';
import { messageOfMessagePage } from '../page/message-page.js';
import { messagesOfThreadPage, type ShownMessage } from '../page/thread-page.js';
import { addressesOf } from '../shown-address.js';
import { ancestorsOf } from '../thread.js';
import { mailDate, writtenMail } from '../written-mail.js';

/** lore's longest pages have a few MB; a page is read as a whole. */
const MAX_PAGE_BYTES = 32 * 1024 * 1024;

export const page: ContentForm = {
  name: 'saved page',
  recognises: (head) =>
    /^(?:<\?xml[^>]*>\s*)?<(?:!--|(?:!doctype\s+html|html|head|body|form|ul|pre)\b)/i.test(headText(head)),
  read: async ({ name, bytes }, _readContent, context) => {
    const hint = 'Give the mbox of the thread ("mbox.gz" on the page).';
    const html = Buffer.from(await collect(name, bytes, MAX_PAGE_BYTES, hint)).toString('utf8');
    // Loaded when there is a page: the HTML parser is not what others wait for.
    const { preformattedOf } = await import('../page/html.js');
    const pres = preformattedOf(name, html);
    const single = messageOfMessagePage(pres);
    const messages = single === undefined ? messagesOfThreadPage(pres) : [single];
    if (messages.length === 0) {
      throw new UserError('input', `${name}: an HTML page, but no message of a public-inbox in it`, { hint });
    }
    for (const { messageId, subject } of messages) {
      if (messageId !== undefined) continue;
      context.report({
        severity: 'warning',
        code: 'page-without-message-id',
        message: `the page does not tell the message-id of "${subject}"`,
        path: name,
      });
    }
    return writeMessages(name, messages);
  },
};

const writeMessages = (name: string, messages: readonly ShownMessage[]) => {
  const addressOf = addressesOf(messages.map(({ body }) => body));
  const parents = new Map(messages.map(({ messageId, parent }) => [messageId, parent]));
  return messages.map((message) =>
    writtenMail(name, 'page', {
      ...message,
      address: message.address ?? addressOf(message.name, message.body),
      references: ancestorsOf(message.messageId, (id) => parents.get(id)),
      date: message.date.includes(',') ? message.date : mailDate(message.date),
    }),
  );
};
