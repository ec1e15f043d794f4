// The views of a whole thread, flat (/T/) and nested (/t/): one <pre> a message, an overview at the end.
import { PAGE_FROM } from '../head.js';
import type { Preformatted } from './html.js';
import { messageIdInLink } from './link.js';
import { type Parents, parentsIn } from './overview.js';

/** A message as a page shows it. */
export interface ShownMessage {
  readonly messageId: string | undefined;
  readonly parent: string | undefined;
  readonly name: string;
  /** `undefined` where the page leaves it out. */
  readonly address: string | undefined;
  readonly subject: string;
  /** As shown. */
  readonly date: string;
  readonly body: string;
}

const ANCHOR = /^m[0-9a-f]{8,64}$/;
const END_ANCHOR = /^e[0-9a-f]{8,64}$/;

interface Shown extends Omit<ShownMessage, 'parent'> {
  readonly anchor: string;
}

/** The messages of a page in its order; none when it is no view of a thread. */
export const messagesOfThreadPage = (pres: readonly Preformatted[]): readonly ShownMessage[] => {
  const shown = pres.flatMap((pre) => {
    const message = messageIn(pre);
    return message === undefined ? [] : [message];
  });
  const parents: Parents = new Map(
    pres
      .filter(({ marks }) => marks.some(({ id }) => id === 't'))
      .flatMap((pre) => [...parentsIn(pre, undefined)]),
  );
  const idOf = new Map(shown.map(({ anchor, messageId }) => [anchor, messageId]));
  return shown.map(({ anchor, ...message }) => {
    const parent = parents.get(anchor);
    return { ...message, parent: parent === undefined ? undefined : (idOf.get(parent) ?? notAnchor(parent)) };
  });
};

const notAnchor = (name: string): string | undefined => (ANCHOR.test(name) ? undefined : name);

const messageIn = ({ text, marks }: Preformatted): Shown | undefined => {
  const anchor = marks.find(({ tag, id }) => tag === 'a' && id !== undefined && ANCHOR.test(id));
  const subject = marks.find(({ tag }) => tag === 'b');
  const from = PAGE_FROM.exec(text);
  const end = marks.findLast(({ tag, id }) => tag === 'a' && id !== undefined && END_ANCHOR.test(id));
  if (anchor?.id === undefined || anchor.start > 0 || subject === undefined || from === null)
    return undefined;
  const permalink = marks.find(
    ({ tag, start, href }) => tag === 'a' && start > from.index && messageIdInLink(href) !== undefined,
  );
  const bodyStart = text.indexOf('\n\n', from.index);
  if (bodyStart < 0) return undefined;
  // An empty line stands between the body and the links below it.
  const bodyEnd = end === undefined ? text.length : end.start - 1;
  const [, name = '', date = ''] = /^From: (.*) @ (\d{4}-\d\d-\d\d +\d?\d:\d\d) UTC/.exec(from[0]) ?? [];
  return {
    anchor: anchor.id,
    messageId: messageIdInLink(permalink?.href),
    name,
    address: undefined,
    subject: text.slice(subject.start, subject.end),
    date,
    body: text.slice(bodyStart + 2, Math.max(bodyStart + 2, bodyEnd)),
  };
};
