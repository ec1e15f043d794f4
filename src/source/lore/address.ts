// Which message a name or URL means, and on which inbox: message-ids (RFC 5322, 3.6.4), public-inbox URLs
// (public-inbox's design_www), the kernel's redirectors and patchwork's pages.

/** One message on one public-inbox. */
export interface InboxAddress {
  /** URL of the inbox, ending in `/`. */
  readonly inbox: string;
  /** Without angle brackets. */
  readonly messageId: string;
}

/** A line of a mail has at most 998 characters (RFC 5322, 2.1.1), and an id may not be folded. */
const MAX_MESSAGE_ID = 990;

/** Whether a text begins as an URL does; such a text is never a path or a message-id. */
export const hasScheme = (text: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(text);

/** Whether a text can be a message-id: nothing in it could end a header line or an URL's path. */
export const isMessageId = (text: string): boolean =>
  text.length <= MAX_MESSAGE_ID &&
  /^[^\s<>"\\\u0000-\u0020\u007f-\u009f]+@[^\s<>"\\\u0000-\u0020\u007f-\u009f]+$/.test(text);

const MESSAGE_ID_PREFIX = /^(?:id|mid|msgid|message-id|rfc822msgid):\s*/i;

/** The message-id in `<id>`, `id:id`, `rfc822msgid:id`, `Message-ID: <id>` or `id`. */
export const messageIdIn = (text: string): string | undefined => {
  const bare = text
    .trim()
    .replace(MESSAGE_ID_PREFIX, '')
    .replace(/^<(.*)>$/, '$1');
  return isMessageId(bare) && !hasScheme(bare) ? bare : undefined;
};

/** Hosts whose messages are all on the chosen inbox (lore's `all`, or a mirror of it). */
const LORE_HOSTS = new Set(['lore.kernel.org', 'lkml.kernel.org', 'msgid.link', 'patch.msgid.link']);

/** What stands behind a message-id in a public-inbox URL. */
const VIEW = /^(?:raw|t|T|t\.mbox\.gz|t\.atom|R|s|d)$/;

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/**
 * The message that an `http` or `https` URL shows, `undefined` when it shows none.
 * @param base URL of the inbox for hosts that only redirect to it.
 */
const addressInUrl = (text: string, base: string): InboxAddress | undefined => {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const at = positionOfId(segments);
  if (at === undefined) return undefined;
  const messageId = messageIdIn(decoded(segments[at] ?? ''));
  if (messageId === undefined) return undefined;
  const redirects = segments[at - 1] === 'r' && at === 1;
  if (LORE_HOSTS.has(url.hostname) || redirects || isPatchwork(segments, at)) {
    return { inbox: withSlash(base), messageId };
  }
  return {
    inbox: `${url.origin}/${segments
      .slice(0, at)
      .map((segment) => `${segment}/`)
      .join('')}`,
    messageId,
  };
};

const positionOfId = (segments: readonly string[]): number | undefined => {
  const withAt = segments.findIndex((segment) => decoded(segment).includes('@'));
  if (withAt >= 0) return withAt;
  const view = segments.findIndex((segment) => VIEW.test(segment));
  return view > 0 ? view - 1 : undefined;
};

/** `/project/linux-kvm/patch/ID/`, `/cover/ID/`, `/comment/…` and the older `/patch/ID/`. */
const isPatchwork = (segments: readonly string[], at: number): boolean =>
  ['patch', 'cover'].includes(segments[at - 1] ?? '') && (segments[0] === 'project' || at === 1);

/**
 * The message that the user means by a message-id or an URL; `undefined` when it is neither.
 * @param base URL of the inbox for what names no inbox of its own.
 */
export const parseAddress = (spec: string, base: string): InboxAddress | undefined => {
  if (hasScheme(spec)) return addressInUrl(spec, base);
  const messageId = messageIdIn(spec);
  return messageId === undefined ? undefined : { inbox: withSlash(base), messageId };
};

/** The inbox that what the user gave belongs to, `base` when it names none: where its newer revisions are. */
export const inboxOf = (spec: string, base: string): string =>
  parseAddress(spec, base)?.inbox ?? withSlash(base);

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

/** A message's URL on its inbox; `/` in the id is `%2F` there. */
export const messageUrl = ({ inbox, messageId }: InboxAddress): string =>
  `${inbox}${encodeURIComponent(messageId).replaceAll('%40', '@')}/`;

/** The message-id that a text is, or that its URL shows; undefined when it is neither. */
export const messageIdOf = (text: string): string | undefined =>
  messageIdIn(text) ?? addressInUrl(text, DEFAULT_BASE)?.messageId;

/** Any inbox does: only the message-id of the URL is wanted. */
const DEFAULT_BASE = 'https://lore.kernel.org/all/';
