// The threads of a clone in which something was said lately, with all their mails: from the newest mail back to a point
// in time, and further for what those answer.
import type { Context } from '../../base/context.js';
import { Grouping } from '../../base/grouping.js';
import { type FoundMail, newestFirst } from './find-thread.js';
import { linksIn } from './link.js';
import type { ArchivedMail, InboxEpoch, RecentThreads } from './repository.js';

/** What a mail of late answers is looked for this long before: a series that sleeps longer is sent again. */
const ANCESTOR_SECONDS = 60 * 24 * 3600;

/** Mails that are looked through, some hundred bytes of memory each: a year of the busiest list. */
const MAX_MAILS = 500_000;

/** More than any header; a mail whose head is as long may have been cut before its diff. */
const WHOLE_HEAD = 60 * 1024;

const PATCH_SUBJECT = /^\s*(?:\[[^\]]*\]\s*)*\[[^\]]*\b(?:PATCH|RFC)/i;
const ENCODED = /^Content-Transfer-Encoding:\s*(?:base64|quoted-printable)/im;

/** Whether a mail may carry a diff of one of the paths: sure of a no, not of a yes. */
const mayTouch = (mail: Pick<ArchivedMail, 'head' | 'subject'>, paths: readonly string[]): boolean => {
  if (paths.length === 0) return PATCH_SUBJECT.test(mail.subject);
  const text = Buffer.from(mail.head).toString('latin1');
  if (mail.head.length >= WHOLE_HEAD || ENCODED.test(text)) return PATCH_SUBJECT.test(mail.subject);
  return paths.some((path) => [`${path}/`, `${path} `, `${path}\n`].some((end) => text.includes(`/${end}`)));
};

interface Seen extends FoundMail {
  readonly isRecent: boolean;
  readonly mayTouch: boolean;
}

/** The mails of all threads that are wanted, in the order of the archive, the oldest first. */
export const recentThreads = async (
  epochs: readonly InboxEpoch[],
  wanted: RecentThreads,
  context: Context,
): Promise<readonly FoundMail[]> => {
  const seen = new Map<string, Seen>();
  const missing = new Set<string>();
  const conversations = new Grouping<string>();
  for await (const { epoch, piece } of newestFirst(epochs, seen, MAX_MAILS, context)) {
    let used = 0;
    for (const mail of piece) {
      const isRecent = mail.time >= wanted.since;
      if (!isRecent && (missing.size === 0 || mail.time < wanted.since - ANCESTOR_SECONDS)) continue;
      used += 1;
      const { messageId, answers } = linksIn(mail.head);
      if (messageId === undefined || seen.has(messageId)) continue;
      const may = mayTouch(mail, wanted.paths);
      seen.set(messageId, { messageId, blob: mail.blob, epoch, isRecent, mayTouch: may });
      const isWanted = isRecent || missing.delete(messageId);
      for (const id of answers) {
        conversations.join(messageId, id);
        if (isWanted && !seen.has(id)) missing.add(id);
      }
    }
    // Times are those of the mails: one that was held up, or dated by a wrong clock, does not end the search.
    if (used === 0) break;
  }
  return wantedMails([...seen.values()], conversations).reverse();
};

/** The mails of conversations with a recent mail and one that may touch a path. */
const wantedMails = (seen: readonly Seen[], conversations: Grouping<string>): FoundMail[] => {
  const recent = new Set<string>();
  const touching = new Set<string>();
  for (const { messageId, isRecent, mayTouch: may } of seen) {
    const key = conversations.of(messageId);
    if (isRecent) recent.add(key);
    if (may) touching.add(key);
  }
  return seen.filter(({ messageId }) => {
    const key = conversations.of(messageId);
    return recent.has(key) && touching.has(key);
  });
};
