// Which mails were sent together: one posting is a cover letter and its patches under one revision number.
// Keyed by thread, author, revision and total, never by revision alone: two v2 postings of one day must not merge.
import type { MessageId } from '../base/id.js';
import { findSequences, type Sequence, stem } from './sequence.js';
import { type Thread, type ThreadMail, titleKey } from './thread.js';

interface Duplicate {
  readonly index: number;
  readonly kept: ThreadMail;
  readonly leftOut: ThreadMail;
}

/** One sending of a series: a cover letter and patches with the same revision. */
export interface Posting {
  readonly revision: number;
  /** The `1` of `V1.1`. */
  readonly minor: number;
  /** Whether the number was written, not taken from the cover letter or assumed. */
  readonly revisionGiven: boolean;
  /** The total as written in the subjects; 1 for a patch without counters. */
  readonly expected: number;
  readonly countersGiven: boolean;
  readonly cover: ThreadMail | null;
  readonly patches: ReadonlyMap<number, ThreadMail>;
  readonly duplicates: readonly Duplicate[];
}

interface Draft {
  revision: number;
  minor: number;
  revisionGiven: boolean;
  expected: number;
  countersGiven: boolean;
  cover: ThreadMail | null;
  readonly patches: Map<number, ThreadMail>;
  readonly duplicates: Duplicate[];
  /** Those of its mails. */
  readonly sequences: Set<Sequence>;
  /** Its cover letter, else its lowest patch. */
  head: ThreadMail;
  /** What its patches answer. */
  readonly above: Set<MessageId>;
}

/** Mails of one unthreaded posting leave `git send-email` within this time. */
const SAME_POSTING_MS = 24 * 60 * 60 * 1000;

/** Candidates for the posting of a mail that nothing ties to it: the latest ones of its author. */
const MOST_CANDIDATES = 100;

const lowestOf = ({ patches }: Pick<Posting, 'patches'>): ThreadMail | undefined => {
  let lowest = Number.POSITIVE_INFINITY;
  for (const index of patches.keys()) lowest = Math.min(lowest, index);
  return patches.get(lowest);
};

/** The first mail of a posting: its cover letter, else its lowest patch. */
export const headOf = (posting: Pick<Posting, 'cover' | 'patches'>): ThreadMail => {
  const first = posting.cover ?? lowestOf(posting);
  if (first === undefined) throw new Error('a posting has at least one mail');
  return first;
};

/** When the patches went out: the date of the first patch, else of the cover letter; 0 when no mail has a date. */
export const postedAt = (posting: Pick<Posting, 'cover' | 'patches'>): number => {
  const first = lowestOf(posting) ?? posting.cover;
  return first?.message.date?.getTime() ?? 0;
};

const sameAuthor = (a: ThreadMail, b: ThreadMail): boolean =>
  a.message.from.address.toLowerCase() === b.message.from.address.toLowerCase();

const isAgain = (mail: ThreadMail, held: ThreadMail | undefined): boolean =>
  held !== undefined &&
  (mail.message.inReplyTo !== null || titleKey(held.subject.title) === titleKey(mail.subject.title));

/** Whether another sequence of the draft has a place for which this one has a mail as well. */
const rivals = (sequence: Sequence | undefined, draft: Draft): boolean => {
  if (sequence === undefined || draft.sequences.size === 0) return false;
  const taken = new Set([...draft.sequences].flat().map(({ subject }) => subject.counter));
  return sequence.some(({ subject }) => taken.has(subject.counter));
};

/** Mails of one posting agree in this. */
const kindOf = ({ message, subject }: ThreadMail, revision: number): string =>
  `${message.from.address.toLowerCase()} ${revision}.${subject.minor} ${subject.expected}`;

/** Divides the patches of a thread into postings. */
class Grouper {
  readonly drafts: Draft[] = [];
  private readonly home = new Map<ThreadMail, Draft>();
  private readonly bySequence = new Map<Sequence, Draft>();
  /** By author and numbers, in the order in which they were opened. */
  private readonly byKind = new Map<string, Draft[]>();
  private readonly sequences: ReadonlyMap<ThreadMail, Sequence>;

  constructor(private readonly thread: Thread) {
    this.sequences = findSequences(thread);
  }

  add(mail: ThreadMail): void {
    const revision = this.revisionOf(mail);
    const draft = this.findHome(mail, revision) ?? this.open(mail, revision);
    this.home.set(mail, draft);
    const sequence = this.sequences.get(mail);
    if (sequence !== undefined) {
      draft.sequences.add(sequence);
      this.bySequence.set(sequence, draft);
    }
    if (mail.role === 'cover') {
      draft.cover = mail;
      draft.head = mail;
      return;
    }
    const index = mail.subject.counter;
    const { inReplyTo, references } = mail.message;
    for (const id of [inReplyTo, references[0]]) if (id) draft.above.add(id);
    if (draft.cover === null && index < draft.head.subject.counter) draft.head = mail;
    const held = draft.patches.get(index);
    if (held === undefined) draft.patches.set(index, mail);
    else draft.duplicates.push({ index, kept: held, leftOut: mail });
  }

  /** Written, or that of the cover letter or first patch which this mail answers. */
  private revisionOf(mail: ThreadMail): number {
    const { subject } = mail;
    if (subject.revisionGiven) return subject.revision;
    const parent = this.thread.parent(mail);
    if (parent === null || parent.role === 'reply') return subject.revision;
    const isCover = parent.hasDiffstat && !parent.hasDiff;
    const isFirst = subject.counter > 0 && parent.hasDiff && parent.subject.counter === 1;
    return isCover || isFirst ? parent.subject.revision : subject.revision;
  }

  private findHome(mail: ThreadMail, revision: number): Draft | null {
    const { subject } = mail;
    if (!subject.countersGiven) return null;
    const fits = (draft: Draft): boolean =>
      draft.countersGiven &&
      draft.revision === revision &&
      draft.minor === subject.minor &&
      draft.expected === subject.expected &&
      (mail.role !== 'cover' || draft.cover === null);
    for (const ancestor of this.thread.ancestors(mail)) {
      if (ancestor.role === 'reply') break;
      const draft = this.home.get(ancestor);
      if (draft !== undefined && fits(draft)) return draft;
    }
    const sequence = this.sequences.get(mail);
    if (sequence !== undefined) {
      const own = this.bySequence.get(sequence);
      if (own !== undefined) return own;
    }
    const fitting = (this.byKind.get(kindOf(mail, revision)) ?? [])
      .slice(-MOST_CANDIDATES)
      .filter((draft) => fits(draft) && !rivals(sequence, draft) && this.belongs(mail, draft))
      .reverse();
    const open = fitting.filter((draft) => !draft.patches.has(subject.counter));
    const near = open.find((draft) => stem(draft.head) === stem(mail)) ?? open[0];
    // Another patch under the same number begins another posting; the same patch again is a duplicate.
    return near ?? fitting.find((draft) => isAgain(mail, draft.patches.get(subject.counter))) ?? null;
  }

  private belongs(mail: ThreadMail, draft: Draft): boolean {
    const { head } = draft;
    if (!sameAuthor(mail, head)) return false;
    if (this.sharesMissingParent(mail, draft)) return true;
    if (mail.role === 'cover') return draft.above.has(mail.id);
    // A whole set sent again has a cover letter of its own, under which its patches were found already.
    if (this.thread.root(mail) === this.thread.root(head)) return true;
    const unthreaded = this.thread.parent(mail) === null || this.thread.root(head) === head;
    const apart = Math.abs((mail.message.date?.getTime() ?? 0) - (head.message.date?.getTime() ?? 0));
    return (
      unthreaded &&
      mail.message.inReplyTo === null &&
      apart <= SAME_POSTING_MS &&
      !draft.patches.has(mail.subject.counter)
    );
  }

  /** Whether patches answer one mail that is not here: a cover letter that was left out of the input. */
  private sharesMissingParent(mail: ThreadMail, draft: Draft): boolean {
    const above = mail.message.inReplyTo ?? mail.message.references[0] ?? null;
    return above !== null && this.thread.get(above) === null && draft.above.has(above);
  }

  private open(mail: ThreadMail, revision: number): Draft {
    const { subject } = mail;
    const draft: Draft = {
      revision,
      minor: subject.minor,
      revisionGiven: subject.revisionGiven || revision !== subject.revision,
      expected: subject.expected,
      countersGiven: subject.countersGiven,
      cover: null,
      patches: new Map(),
      duplicates: [],
      sequences: new Set(),
      head: mail,
      above: new Set(),
    };
    this.drafts.push(draft);
    const kind = kindOf(mail, revision);
    const held = this.byKind.get(kind);
    if (held === undefined) this.byKind.set(kind, [draft]);
    else held.push(draft);
    return draft;
  }

  /** A cover letter without counters: what the first patch answers, when the same author began the thread with it. */
  adoptNakedCover(draft: Draft): void {
    if (draft.cover !== null || draft.patches.size === 0) return;
    const first = draft.head;
    const parent = this.thread.parent(first);
    if (parent === null || parent.hasDiff || this.home.has(parent) || parent.role === 'pull-request') return;
    const ownRoot =
      sameAuthor(parent, first) && parent.role !== 'reply' && this.thread.parent(parent) === null;
    if (!(parent.hasDiffstat && parent.role !== 'reply') && !ownRoot) return;
    if (!draft.countersGiven && !parent.hasDiffstat) return;
    draft.cover = parent;
    this.home.set(parent, draft);
  }
}

const isPosted = ({ role }: ThreadMail): boolean => role === 'cover' || role === 'patch';

/**
 * The covers and patches of a thread by date, but none before the one that it answers: `git format-patch` dates mails by
 * their commits.
 */
const parentsFirst = (thread: Thread): Iterable<ThreadMail> => {
  const ordered = new Set<ThreadMail>();
  for (const mail of thread.mails) {
    const waiting = new Set<ThreadMail>();
    for (
      let at: ThreadMail | null = mail;
      at !== null && isPosted(at) && !ordered.has(at) && !waiting.has(at);
      at = thread.parent(at)
    ) {
      waiting.add(at);
    }
    for (const next of [...waiting].reverse()) ordered.add(next);
  }
  return ordered;
};

/** All postings of a thread, in the order of their first mails. */
export const groupPostings = (thread: Thread): readonly Posting[] => {
  const grouper = new Grouper(thread);
  for (const mail of parentsFirst(thread)) grouper.add(mail);
  for (const draft of grouper.drafts) grouper.adoptNakedCover(draft);
  return grouper.drafts;
};
