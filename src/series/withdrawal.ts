// Who took back what: a tag by a later word or NAK of its giver, an objection by a later tag or word of the objector.
import type { Mailbox } from '../mail/address.js';
import type { FollowUp } from './follow-up.js';
import { samePerson } from './identity.js';
import { findObjections } from './objection.js';
import { ownText } from './own-text.js';
import { sentencesOf } from './phrase/sentence.js';
import { takenBackBy } from './phrase/withdraw.js';
import { isRobot } from './robot.js';
import type { Thread, ThreadMail } from './thread.js';

/** One word that takes something back, or a firm NAK. */
interface Turn {
  readonly by: Mailbox;
  readonly mail: ThreadMail;
  readonly about: ThreadMail;
  readonly what: 'tag' | 'objection' | 'nak';
}

/** The withdrawals of a thread: tags and objections that people took back. */
export class Withdrawals {
  private readonly turns: readonly Turn[];

  constructor(private readonly thread: Thread) {
    this.turns = thread.mails.flatMap((mail) => this.readTurns(mail));
  }

  private readTurns(mail: ThreadMail): readonly Turn[] {
    if (mail.role !== 'reply' || isRobot(mail.message.from)) return [];
    const about = this.thread.about(mail);
    if (about === null) return [];
    const own = ownText(mail.message);
    const by = mail.message.from;
    const kinds = new Set<Turn['what']>();
    for (const sentence of sentencesOf(own)) {
      const taken = takenBackBy(sentence);
      if (taken !== null) kinds.add(taken);
    }
    if (
      kinds.size === 0 &&
      findObjections(own, false).some(({ kind, tentative }) => kind === 'nak' && !tentative)
    ) {
      kinds.add('nak');
    }
    return [...kinds].map((what) => ({ by, mail, about, what }));
  }

  /** Whether the giver of a tag on `about` took it back later, there or on a cover letter. */
  isTagTakenBack(tag: FollowUp, about: ThreadMail): boolean {
    return this.turns.some(
      (turn) =>
        turn.what !== 'objection' &&
        turn.mail.order > tag.mail.order &&
        (turn.about === about || turn.about.role === 'cover') &&
        samePerson(turn.by, tag.by),
    );
  }

  /** Whether the objector withdrew the objection in words. */
  isObjectionTakenBack(objector: ThreadMail, about: ThreadMail): boolean {
    return this.turns.some(
      (turn) =>
        turn.what === 'objection' &&
        turn.mail.order > objector.order &&
        (turn.about === about || turn.about.role === 'cover') &&
        samePerson(turn.by, objector.message.from),
    );
  }
}
