// The view of one message: its own header fields and body in <pre id=b>, the thread around it below.
import type { Preformatted } from './html.js';
import { parentsIn } from './overview.js';
import type { ShownMessage } from './thread-page.js';

/** A field that one person or message fills is no longer. */
const MAX_FIELD = 2000;

/** The message of a page, `undefined` when it is no view of one message. */
export const messageOfMessagePage = (pres: readonly Preformatted[]): ShownMessage | undefined => {
  const shown = pres.find(({ id }) => id === 'b');
  if (shown === undefined) return undefined;
  const headerEnd = shown.text.indexOf('\n\n');
  if (headerEnd < 0) return undefined;
  const header = shown.text.slice(0, headerEnd).replaceAll(/\n[ \t]+/g, ' ');
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}: ?(.*)$`, 'im').exec(header)?.[1]?.slice(0, MAX_FIELD);
  const messageId = /<([^<>]+)>/.exec(field('Message-ID') ?? '')?.[1];
  const [, name = field('From') ?? '', address] = /^(.*?)\s*<([^<>\s]+)>\s*$/.exec(field('From') ?? '') ?? [];
  const overview = pres.find(({ marks }) => marks.some(({ tag, id }) => tag === 'a' && id === 'r'));
  const parent =
    /<([^<>]+)>/.exec(field('In-Reply-To') ?? '')?.[1] ??
    (overview === undefined || messageId === undefined
      ? undefined
      : parentsIn(overview, messageId).get(messageId));
  return {
    messageId,
    parent,
    name: name.replace(/^"(.*)"$/, '$1'),
    address,
    subject: field('Subject') ?? '',
    // A tab parts the date from the link to the overview.
    date: (field('Date') ?? '').split('\t', 1)[0] ?? '',
    body: shown.text.slice(headerEnd + 2),
  };
};
