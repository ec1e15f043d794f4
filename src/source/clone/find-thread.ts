// Finds a thread in the epochs of a clone without an index: from the newest mail back until the one that is meant
// and all that it answers are found. What answers it is newer, so it has been seen by then.
import type { Context } from '../../base/context.js';
import { Grouping } from '../../base/grouping.js';
import { linksIn } from './link.js';
import type { ArchivedMail, InboxEpoch } from './repository.js';

/** What is looked for. */
export type Wanted =
  | { readonly kind: 'message-id'; readonly messageId: string }
  | { readonly kind: 'subject'; readonly subject: string };

/** A mail of a clone, by its blob. */
export interface FoundMail {
  readonly messageId: string;
  readonly blob: string;
  readonly epoch: InboxEpoch;
}

/** The thread that a search in a clone found. */
export interface FoundThread {
  /** In the order of the archive, the oldest first. */
  readonly mails: readonly FoundMail[];
  /** Threads with the wanted subject; the newest is the one found. */
  readonly matches: number;
}

/** What a mail answers is looked for this long before it: a series is not answered a year later. */
const ANCESTOR_SECONDS = 120 * 24 * 3600;

/** Mails that are looked through, some hundred bytes of memory each: lore's busy lists of ten years. */
const MAX_MAILS = 1_000_000;

interface Seen extends FoundMail {
  readonly answers: readonly string[];
}

const bare = (subject: string): string =>
  subject
    .replace(/^(?:(?:re|aw|fwd?):\s*)+/i, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();

/** @returns `undefined` when no epoch has what is wanted. */
export const findThread = async (
  epochs: readonly InboxEpoch[],
  wanted: Wanted,
  context: Context,
): Promise<FoundThread | undefined> => {
  const isWanted = matcher(wanted);
  const seen = new Map<string, Seen>();
  const above = new Above((id) => seen.get(id)?.answers);
  let target: { readonly messageId: string; readonly time: number } | undefined;
  let matches = 0;

  search: for await (const { epoch, piece } of newestFirst(epochs, seen, MAX_MAILS, context))
    for (const mail of piece) {
      const { messageId, answers } = linksIn(mail.head);
      if (messageId === undefined || seen.has(messageId)) continue;
      seen.set(messageId, { messageId, answers, blob: mail.blob, epoch });
      above.found(messageId);
      if (isWanted(mail, messageId)) {
        if (answers.length === 0) matches += 1;
        if (target === undefined) above.need(messageId);
        target ??= { messageId, time: mail.time };
      }
      if (target && (above.isComplete || mail.time < target.time - ANCESTOR_SECONDS)) break search;
    }
  if (target === undefined) return undefined;
  return {
    mails: componentOf([...seen.values()], target.messageId).reverse(),
    matches: Math.max(1, matches),
  };
};

/** The mails of an archive in pieces, the newest first, until `seen` holds more than `most`. */
export async function* newestFirst(
  epochs: readonly InboxEpoch[],
  seen: ReadonlyMap<string, unknown>,
  most: number,
  context: Context,
): AsyncGenerator<{ readonly epoch: InboxEpoch; readonly piece: readonly ArchivedMail[] }> {
  for (const epoch of epochs)
    for await (const piece of epoch.mails(context)) {
      context.signal.throwIfAborted();
      yield { epoch, piece };
      context.progress(`looked through ${seen.size} mails of the archive`);
      if (seen.size > most) return;
    }
}

const matcher = (wanted: Wanted): ((mail: ArchivedMail, messageId: string) => boolean) => {
  if (wanted.kind === 'message-id') return (_mail, messageId) => messageId === wanted.messageId;
  const subject = bare(wanted.subject);
  return (mail) => bare(mail.subject).includes(subject);
};

/** What a mail answers, directly or not, as far as it has not been seen yet. */
class Above {
  private readonly missing = new Set<string>();
  private readonly needed = new Set<string>();

  constructor(private readonly answersOf: (messageId: string) => readonly string[] | undefined) {}

  get isComplete(): boolean {
    return this.missing.size === 0;
  }

  need(messageId: string): void {
    const open = [messageId];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (this.needed.has(id)) continue;
      this.needed.add(id);
      const answers = this.answersOf(id);
      if (answers === undefined) this.missing.add(id);
      else open.push(...answers);
    }
  }

  found(messageId: string): void {
    if (!this.missing.delete(messageId)) return;
    this.needed.delete(messageId);
    this.need(messageId);
  }
}

/** All mails connected to one by answers, in either direction. */
const componentOf = (seen: readonly Seen[], messageId: string): FoundMail[] => {
  const conversations = new Grouping<string>();
  for (const mail of seen) for (const id of mail.answers) conversations.join(mail.messageId, id);
  const wanted = conversations.of(messageId);
  return seen.filter((mail) => conversations.of(mail.messageId) === wanted);
};
