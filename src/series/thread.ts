// Messages tied together by In-Reply-To and References (RFC 5322, 3.6.4), each with what its subject and body make it.

import type { Diagnostic } from '../base/diagnostic.js';
import type { MessageId } from '../base/id.js';
import { hasDiff } from '../mail/has-diff.js';
import type { Message } from '../mail/message.js';
import { parseSubject, type Subject } from './subject.js';

/** What a mail is in its thread. `other`: neither an answer nor part of a posting (a report, a question). */
export type Role = 'cover' | 'patch' | 'reply' | 'pull-request' | 'other';

/** One mail of a thread, with its role in the series. */
export interface ThreadMail {
  readonly message: Message;
  readonly id: MessageId;
  readonly subject: Subject;
  readonly role: Role;
  readonly hasDiff: boolean;
  readonly hasDiffstat: boolean;
  /** Place in the thread by date, counted from 0. */
  readonly order: number;
  /** Place among the messages as they were given, counted from 0; of several copies of one, that of the first. */
  readonly place: number;
}

const DIFFSTAT = /^[ \t]*\d+ files? changed.*\d+ (?:insertion|deletion)/m;
const PULL_REQUEST = /^The following changes since commit [0-9a-f]{7,64}/m;
/** Archives that keep mail as it was sent come first; a list that adds a footer breaks signatures. */
const PREFERRED_LISTS = [/\.feeds\.kernel\.org$/, /\.linux\.dev$/, /\.kernel\.org$/];

const roleOf = (message: Message, subject: Subject, text: string, diff: boolean, diffstat: boolean): Role => {
  if (subject.reply) return 'reply';
  // Pull requests to KVM carry each patch as `[GIT PULL n/m]`, under a cover letter `[GIT PULL 0/m]`.
  const isNumbered = subject.countersGiven && (diff || subject.counter === 0);
  if ((subject.pullRequest && !isNumbered) || (!diff && !isNumbered && PULL_REQUEST.test(text))) {
    return 'pull-request';
  }
  if (!diff && subject.counter === 0 && subject.countersGiven) return 'cover';
  if (diff) return subject.counter === 0 && subject.countersGiven ? 'cover' : 'patch';
  if (message.inReplyTo !== null && !(subject.patch && diffstat)) return 'reply';
  return 'other';
};

const listRank = (message: Message): number => {
  const rank = PREFERRED_LISTS.findIndex((list) => list.test(message.listId));
  return rank < 0 ? PREFERRED_LISTS.length : rank;
};

/** No discussion is deeper; it keeps the cost of each mail independent of how many there are. */
const MOST_ANCESTORS = 200;

/** A set of messages in order of date, with its tree. */
export class Thread {
  readonly mails: readonly ThreadMail[];
  private readonly byId = new Map<MessageId, ThreadMail>();
  private readonly answers = new Map<MessageId, ThreadMail[]>();
  private readonly roots = new Map<MessageId, ThreadMail>();
  private readonly abouts = new Map<MessageId, ThreadMail | null>();
  private readonly taggeds = new Map<MessageId, ThreadMail | null>();
  /** The one patch or cover letter of a title; null when several have it. */
  private readonly byTitle = new Map<string, ThreadMail | null>();

  /** Reports `duplicate-message` when two mails under one Message-ID have different texts. */
  constructor(messages: readonly Message[], report: (diagnostic: Diagnostic) => void) {
    const chosen = new Map<MessageId, Message>();
    for (const message of messages) {
      const held = chosen.get(message.messageId);
      if (held === undefined) chosen.set(message.messageId, message);
      else {
        if (listRank(message) < listRank(held)) chosen.set(message.messageId, message);
        if (held.bodyText.trim() !== message.bodyText.trim()) {
          report({
            severity: 'note',
            code: 'duplicate-message',
            message:
              'two mails have this Message-ID and different texts; the copy of the more faithful list is read',
            messageId: message.messageId,
          });
        }
      }
    }
    this.mails = inDateOrder([...chosen.values()]).map(({ message, at: place }, order) => {
      const subject = parseSubject(message.subject);
      const text = message.bodyText;
      const diff = hasDiff(text);
      const diffstat = DIFFSTAT.test(text);
      const role = roleOf(message, subject, text, diff, diffstat);
      const id = message.messageId;
      return { message, id, subject, role, hasDiff: diff, hasDiffstat: diffstat, order, place };
    });
    for (const mail of this.mails) this.byId.set(mail.id, mail);
    for (const mail of this.mails) this.noteTitle(mail);
    for (const mail of this.mails) {
      const parent = this.parent(mail);
      if (parent === null) continue;
      const siblings = this.answers.get(parent.id);
      if (siblings === undefined) this.answers.set(parent.id, [mail]);
      else siblings.push(mail);
    }
  }

  private noteTitle(mail: ThreadMail): void {
    if (mail.role !== 'patch' && mail.role !== 'cover') return;
    const key = answerKey(mail.subject);
    this.byTitle.set(key, this.byTitle.has(key) ? null : mail);
  }

  /**
   * The patch or cover letter that an answer without In-Reply-To and References names by its subject, as old mail
   * programs answer. Null for any other mail, and when several mails have that subject.
   */
  namedBySubject(mail: ThreadMail): ThreadMail | null {
    const { inReplyTo, references } = mail.message;
    if (mail.role !== 'reply' || inReplyTo !== null || references.length > 0) return null;
    const named = this.byTitle.get(answerKey(mail.subject)) ?? null;
    return named !== null && named.order < mail.order ? named : null;
  }

  get(id: MessageId): ThreadMail | null {
    return this.byId.get(id) ?? null;
  }

  /**
   * The mail that this one answers: by In-Reply-To; when that one is not here, the nearest known of References; without
   * both headers, the one that the subject names.
   */
  parent(mail: ThreadMail): ThreadMail | null {
    const { inReplyTo, references } = mail.message;
    const direct = inReplyTo === null ? undefined : this.byId.get(inReplyTo);
    if (direct !== undefined) return direct === mail ? null : direct;
    const known = references.findLast((id) => id !== mail.id && this.byId.has(id));
    return known === undefined ? this.namedBySubject(mail) : (this.byId.get(known) ?? null);
  }

  /** The direct answers, by date. */
  children(mail: ThreadMail): readonly ThreadMail[] {
    return this.answers.get(mail.id) ?? [];
  }

  /** From the parent up to the root, at most `MOST_ANCESTORS`. Ends at a loop of hostile headers. */
  *ancestors(mail: ThreadMail): Generator<ThreadMail> {
    const seen = new Set([mail.id]);
    for (let at = this.parent(mail); at !== null && !seen.has(at.id); at = this.parent(at)) {
      if (seen.size > MOST_ANCESTORS) return;
      seen.add(at.id);
      yield at;
    }
  }

  /**
   * The mail that this one answers by b4's rule, for tags: In-Reply-To or nothing; only without that header the first
   * known of References. A tag must not land on a patch by a guess.
   */
  private strictParent(mail: ThreadMail): ThreadMail | null {
    const { inReplyTo, references } = mail.message;
    const id = inReplyTo ?? references.find((one) => one !== mail.id && this.byId.has(one));
    const parent = id === undefined ? undefined : this.byId.get(id);
    return parent === undefined || parent === mail ? null : parent;
  }

  /** The patch, cover letter or other first mail that an answer is about: the nearest mail upwards that is no answer. */
  about(answer: ThreadMail): ThreadMail | null {
    return this.firstAbove(answer, this.abouts, (mail) => this.parent(mail));
  }

  /** The mail to which the tags of an answer are given, by b4's rule. */
  tagged(answer: ThreadMail): ThreadMail | null {
    return this.firstAbove(answer, this.taggeds, (mail) => this.strictParent(mail));
  }

  private firstAbove(
    answer: ThreadMail,
    known: Map<MessageId, ThreadMail | null>,
    up: (mail: ThreadMail) => ThreadMail | null,
  ): ThreadMail | null {
    const path: ThreadMail[] = [];
    let found: ThreadMail | null = null;
    for (let at: ThreadMail | null = answer; at !== null; at = up(at)) {
      const held = known.get(at.id);
      if (held !== undefined) {
        found = held;
        break;
      }
      if (at.role !== 'reply' && at !== answer) {
        found = at;
        break;
      }
      path.push(at);
      // Marks the way, so that a loop of hostile headers ends.
      known.set(at.id, null);
    }
    for (const step of path) known.set(step.id, found);
    return found;
  }

  /** The top of the tree, found also over mails that are not here: by the oldest entry of References. */
  root(mail: ThreadMail): ThreadMail {
    const path: ThreadMail[] = [];
    let top = mail;
    for (let at: ThreadMail | null = mail; at !== null; ) {
      const known = this.roots.get(at.id);
      if (known !== undefined) {
        top = known;
        break;
      }
      top = at;
      path.push(at);
      this.roots.set(at.id, at);
      at = this.parent(at) ?? this.oldestKnown(at);
    }
    for (const step of path) this.roots.set(step.id, top);
    return top;
  }

  private oldestKnown(mail: ThreadMail): ThreadMail | null {
    for (const reference of mail.message.references) {
      const older = this.byId.get(reference);
      if (older !== undefined && older.order < mail.order) return older;
    }
    return null;
  }
}

/** By date; a mail without one stands after the mail before it in the input. */
const inDateOrder = (
  messages: readonly Message[],
): readonly { readonly message: Message; readonly at: number }[] => {
  let last = 0;
  const dated = messages.map((message, at) => {
    last = message.date?.getTime() ?? last;
    return { message, at, time: last };
  });
  return dated.sort((a, b) => a.time - b.time || a.at - b.at);
};

/** Equal for a mail and the answers to it: title, revision and counters. */
const answerKey = (subject: Subject): string =>
  `${subject.revision} ${subject.counter}/${subject.expected} ${titleKey(subject.title)}`;

/** For comparing titles: case, white space and the full stop at the end do not count. */
export const titleKey = (title: string): string =>
  title.toLowerCase().replace(/\s+/g, ' ').replace(/\.$/, '').trim();
