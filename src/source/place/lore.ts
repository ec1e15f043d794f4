// A message-id, or the URL of a message: its thread is fetched from the inbox server.
import { UserError } from '../../base/error.js';
import { collect, once, peekStream } from '../byte-stream.js';
import { unpack } from '../content/gzip.js';
import type { PlaceForm } from '../form.js';
import { hasScheme, messageIdIn, messageUrl, parseAddress } from '../lore/address.js';
import { DEFAULT_LORE } from '../lore/option.js';
import { ownThread } from '../lore/same-subject.js';
import { fetchThread } from '../lore/thread.js';

/** lore's longest threads have some ten MB. */
const MAX_THREAD_BYTES = 256 * 1024 * 1024;

export const lore: PlaceForm = {
  name: 'public-inbox server',
  recognises: ({ kind, spec }) =>
    kind === 'elsewhere' && (hasScheme(spec) || messageIdIn(spec) !== undefined),
  open: async ({ spec }, { lore: options }, readContent, context) => {
    const base = options?.base ?? DEFAULT_LORE;
    if (!/^https?:\/\//i.test(base) || !URL.canParse(base)) {
      throw new UserError('usage', `${base}: not the URL of an inbox`, {
        hint: `Give it as ${DEFAULT_LORE}.`,
      });
    }
    const address = parseAddress(spec, base);
    if (address === undefined) {
      throw new UserError('input', `${spec}: no message in this URL`, {
        hint: 'Give the URL of one message (https://lore.kernel.org/LIST/MESSAGE-ID/), or its message-id.',
      });
    }
    if (options === undefined) {
      throw new UserError('usage', `${spec}: threads cannot be fetched here`, { hint: 'Give a file.' });
    }
    const url = messageUrl(address);
    const packed = await fetchThread(address, options, context);
    const hint = 'Save the part of the thread that is meant and give the file.';
    const mbox = await collect(url, unpack(url, once(packed)), MAX_THREAD_BYTES, hint);
    const { bytes, others } = ownThread(mbox, address.messageId);
    for (const subject of others) {
      context.report({
        severity: 'note',
        code: 'lore-other-thread',
        message: `another author's thread of the same subject is left out: ${subject}`,
        messageId: address.messageId,
      });
    }
    return readContent(await peekStream(url, once(bytes)), context);
  },
};
