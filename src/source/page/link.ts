// Message-ids in the links of a public-inbox page (design_www: /INBOX/MSGID/).
import { messageIdIn } from '../lore/address.js';

/** The message that a link (relative, or made absolute by the browser that saved the page) leads to. */
export const messageIdInLink = (href: string | undefined): string | undefined => {
  const segments =
    (href ?? '')
      .split(/[?#]/, 1)[0]
      ?.split('/')
      .filter((segment) => segment !== '') ?? [];
  const last = segments.at(-1) === 'raw' ? segments.at(-2) : segments.at(-1);
  if (last === undefined) return undefined;
  try {
    return messageIdIn(decodeURIComponent(last));
  } catch {
    return undefined;
  }
};
