// Tags that people gave in answers, each with the patch or cover letter it was given to.
import { pushTo } from '../base/group.js';
import type { MessageId } from '../base/id.js';
import type { Mailbox } from '../mail/address.js';

import { type Match, matchSender, samePerson } from './identity.js';
import { originalBelow, ownText } from './own-text.js';
import { isConditional } from './phrase/condition.js';
import { type Scope, scopeOf } from './phrase/scope.js';
import type { Thread, ThreadMail } from './thread.js';
import { findTrailers, type Trailer } from './trailer.js';

/** A tag from an answer. */
export interface FollowUp {
  readonly trailer: Trailer;
  readonly by: Mailbox;
  readonly date: Date | null;
  readonly messageId: MessageId;
  readonly match: Match;
  /** Given under a condition ("with that fixed"). */
  readonly conditional: boolean;
  /** For which patches a tag on a cover letter is meant. */
  readonly scope: Scope;
  readonly mail: ThreadMail;
}

/** A `Nacked-by:` is an objection, never a tag. */
const isNak = (trailer: Pick<Trailer, 'name'>): boolean =>
  /^(?:nac?k(?:ed)?|not-(?:acked|reviewed))-by$/i.test(trailer.name);

/**
 * Leaves out the sender's own tags of a commit message in the answer: a block with the sender's Signed-off-by above a
 * diff belongs to that diff. The tags of others in it stay, as tags that somebody else gave.
 */
const withoutEmbedded = (trailers: readonly Trailer[], mail: ThreadMail): readonly Trailer[] => {
  if (!mail.hasDiff) return trailers;
  const blocks: Trailer[][] = [];
  for (const trailer of trailers) {
    const last = blocks.at(-1);
    if (last !== undefined && trailer.line - (last.at(-1)?.line ?? 0) <= 1) last.push(trailer);
    else blocks.push([trailer]);
  }
  const isSenders = (trailer: Trailer): boolean =>
    trailer.person === null || samePerson(trailer.person, mail.message.from);
  const isOwnMessage = (block: readonly Trailer[]): boolean =>
    block.some((trailer) => trailer.name.toLowerCase() === 'signed-off-by' && isSenders(trailer));
  return blocks.flatMap((block) =>
    isOwnMessage(block) ? block.filter((trailer) => !isSenders(trailer)) : block,
  );
};

/**
 * The tags that one answer gives.
 * @param total how many patches the series of the answered mail has
 */
const tagsIn = (mail: ThreadMail, total: number): readonly FollowUp[] => {
  const { message } = mail;
  const whole = message.leadText === '' ? message.bodyText : `${message.leadText}\n${message.bodyText}`;
  const lines = whole.split('\n');
  const text = lines.slice(0, originalBelow(lines)).join('\n');
  const trailers = withoutEmbedded(findTrailers(text, 'reply').trailers, mail).filter(
    (trailer) => !isNak(trailer),
  );
  if (trailers.length === 0) return [];
  const own = ownText(message);
  return trailers.map((trailer) => ({
    trailer,
    by: message.from,
    date: message.date,
    messageId: mail.id,
    match: matchSender(trailer, message.from),
    conditional: trailer.kind === 'person' && isConditional(own, trailer.line, trailer.note),
    scope: scopeOf(own, trailer.line, trailer.note, total),
    mail,
  }));
};

/** All tags of a thread by the mail that they are about. */
export const collectFollowUps = (thread: Thread): ReadonlyMap<ThreadMail, readonly FollowUp[]> => {
  const collected = new Map<ThreadMail, FollowUp[]>();
  for (const mail of thread.mails) {
    if (mail.role !== 'reply') continue;
    const about = thread.tagged(mail);
    if (about === null) continue;
    const tags = tagsIn(mail, about.subject.expected);
    if (tags.length > 0) pushTo(collected, about, ...tags);
  }
  return collected;
};
