// The contract of `show --messages`: the mails of a thread and which answers which, as plain data.
import { isRobot } from '../series/robot.js';
import type { Role, Thread } from '../series/thread.js';

/** One mail. Mails name each other by their place in the list. */
export interface ThreadMailDocument {
  readonly role: Role;
  /** Whether a robot sent it. */
  readonly robot: boolean;
  /** ISO 8601, in UTC; null when the mail has no date. */
  readonly date: string | null;
  /** The name of the sender. */
  readonly sender: string;
  readonly subject: string;
  /** The subject without its brackets and `Re:`. */
  readonly title: string;
  /** The mail that it answers; null when that is not in the thread. */
  readonly parent: number | null;
  /** Its answers, by date. */
  readonly children: readonly number[];
}

/** A thread, by date. Mails that answer each other in a circle have a parent each, so no root leads to them. */
export interface ThreadDocument {
  readonly mails: readonly ThreadMailDocument[];
}

/** The document of a thread. */
export const threadDocument = (thread: Thread): ThreadDocument => {
  const places = new Map(thread.mails.map((mail, at) => [mail, at]));
  return {
    mails: thread.mails.map((mail) => {
      const parent = thread.parent(mail);
      return {
        role: mail.role,
        robot: isRobot(mail.message.from),
        date: mail.message.date?.toISOString() ?? null,
        sender: mail.message.from.name,
        subject: mail.subject.full,
        title: mail.subject.title,
        parent: parent === null ? null : (places.get(parent) ?? null),
        children: thread.children(mail).flatMap((child) => places.get(child) ?? []),
      };
    }),
  };
};
