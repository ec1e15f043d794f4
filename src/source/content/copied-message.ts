// The view of one message of a public-inbox, copied as text: its header as it was sent, with the page's links in it.
import { UserError } from '../../base/error.js';
import { collect } from '../byte-stream.js';
import { copiedMessageIn } from '../flattened/single.js';
import type { ContentForm } from '../form.js';
import { headText } from '../head.js';
import { writtenMail } from '../written-mail.js';
import { MAX_TEXT_BYTES } from './flattened.js';

export const copiedMessage: ContentForm = {
  name: 'copied message',
  recognises: (head) => {
    const text = headText(head);
    return /^Date: .*\[thread overview\]\s*$/m.test(text) && /^Message-ID: <[^<>]*> \(raw\)/im.test(text);
  },
  read: async ({ name, bytes }, _readContent, context) => {
    const hint = 'Give the mail itself ("raw" on its page).';
    const text = Buffer.from(await collect(name, bytes, MAX_TEXT_BYTES, hint)).toString('utf8');
    const message = copiedMessageIn(text);
    if (message === undefined) {
      throw new UserError('input', `${name}: copied from a page, but no message in it`, { hint });
    }
    context.report({
      severity: 'note',
      code: 'source-copied-text',
      message: 'a message copied as text; its white space is not that which was sent',
      path: name,
    });
    return [writtenMail(name, 'flattened', message)];
  },
};
