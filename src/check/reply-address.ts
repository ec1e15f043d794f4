// To whom an answer to a series goes.
import type { Mailbox } from '../mail/address.js';
import type { Person, ReplyAddress } from '../result/verdict.js';
import type { Series } from '../series/series.js';

/** A list of thousands comes from an attack. */
const MOST_PEOPLE = 100;

const isAddress = ({ address }: Mailbox): boolean => /^[^\s<>@,;]+@[^\s<>@,;]+$/.test(address);

/** The address of an answer to the cover letter, else to the first patch; nothing for a series without a mail. */
export const replyOf = (series: Series): { readonly reply?: ReplyAddress } => {
  const head = (series.cover?.mail ?? series.patches[0]?.mail)?.message;
  if (head === undefined) return {};
  const seen = new Set<string>();
  const once = (people: readonly Mailbox[]): readonly Person[] =>
    people.filter(isAddress).flatMap(({ name, address }) => {
      const key = address.toLowerCase();
      if (seen.has(key) || seen.size >= MOST_PEOPLE) return [];
      seen.add(key);
      return [{ name, address }];
    });
  const to = once([head.from]);
  const isKnown = head.messageIdGiven && head.fidelity !== 'flattened';
  const messageId = isKnown ? head.messageId : null;
  const reply = {
    to,
    cc: once([...head.to, ...head.cc]),
    subject: head.subject,
    date: head.date?.toISOString() ?? null,
    messageId,
    references: messageId === null ? [] : [...head.references.filter((id) => id !== messageId), messageId],
  };
  return { reply };
};
