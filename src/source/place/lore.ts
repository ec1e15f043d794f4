// A message-id, or the URL of a message: its thread is fetched from the inbox server.
import { UserError } from '../../base/error.js';
import { once, peekStream } from '../byte-stream.js';
import type { PlaceForm } from '../form.js';
import { hasScheme, messageIdIn, messageUrl, parseAddress } from '../lore/address.js';
import { DEFAULT_LORE } from '../lore/option.js';
import { fetchThread } from '../lore/thread.js';

export const lore: PlaceForm = {
  name: 'public-inbox server',
  knows: ({ kind, spec }) => kind === 'elsewhere' && (hasScheme(spec) || messageIdIn(spec) !== undefined),
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
    const bytes = await fetchThread(address, options, context);
    return readContent(await peekStream(messageUrl(address), once(bytes)), context);
  },
};
