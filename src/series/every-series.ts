// All series in a mailbox with many threads. Each gets the mails of its own threads only, so the cost of a query about a
// series depends on its threads and not on the mailbox.
import { groupBy } from '../base/group.js';
import { Grouping } from '../base/grouping.js';
import type { MessageId } from '../base/id.js';
import type { Message } from '../mail/message.js';
import { findLineages, type Lineage } from './lineage.js';
import { groupPostings, headOf } from './posting.js';
import { assembleLineage, type Series } from './series.js';
import { Thread } from './thread.js';

/** All series of a mailbox, and the mails that belong to none. */
export interface Mailbox {
  /** In the order of their first mails. A series whose revisions came in several threads is one series. */
  readonly series: readonly Series[];
  /** Messages of threads without any patch. */
  readonly others: readonly Message[];
}

/** Groups of messages connected by the ids that they name, also through a mail that is missing. */
const conversationsOf = (messages: readonly Message[]): Grouping<MessageId> => {
  const conversations = new Grouping<MessageId>();
  for (const { messageId, inReplyTo, references } of messages) {
    for (const id of references) conversations.join(messageId, id);
    if (inReplyTo !== null) conversations.join(messageId, inReplyTo);
  }
  return conversations;
};

const idsOf = ({ revisions, fixUps }: Lineage): readonly MessageId[] =>
  [...revisions.map(({ posting }) => posting), ...fixUps].flatMap(({ cover, patches }) => [
    ...(cover === null ? [] : [cover.id]),
    ...[...patches.values()].map(({ id }) => id),
  ]);

const assembleAlone = (messages: readonly Message[], head: MessageId): Series => {
  const diagnostics: Parameters<typeof assembleLineage>[3][number][] = [];
  const thread = new Thread(messages, (diagnostic) => diagnostics.push(diagnostic));
  const lineages = findLineages(groupPostings(thread), thread);
  const lineage = lineages.find((one) => idsOf(one).includes(head));
  if (lineage === undefined) throw new Error(`the series of <${head}> is lost among its own mails`);
  return assembleLineage(lineage, [lineage], thread, diagnostics, {});
};

/** Every series in a set of messages, each read at its latest revision; what is odd of one is in its `diagnostics`. */
export const everySeries = (messages: readonly Message[]): Mailbox => {
  const whole = new Thread(messages, () => {});
  const conversations = conversationsOf(messages);
  // Keep the order of the mailbox: the role of some mails depends on their neighbours.
  const places = new Map(messages.map((message, place) => [message, place]));
  const placeOf = (message: Message): number => places.get(message) ?? 0;
  const byConversation = groupBy(messages, ({ messageId }) => conversations.of(messageId));
  const used = new Set<MessageId>();
  const found = findLineages(groupPostings(whole), whole).flatMap((lineage) => {
    const last = lineage.revisions.at(-1);
    if (last === undefined) return [];
    const keys = new Set(idsOf(lineage).map((id) => conversations.of(id)));
    for (const key of keys) used.add(key);
    const own = [...keys]
      .flatMap((key) => byConversation.get(key) ?? [])
      .sort((a, b) => placeOf(a) - placeOf(b));
    const head = headOf(last.posting);
    return [{ order: head.order, series: assembleAlone(own, head.id) }];
  });
  return {
    series: found.sort((a, b) => a.order - b.order).map(({ series }) => series),
    others: [...byConversation].flatMap(([key, mails]) => (used.has(key) ? [] : mails)),
  };
};
