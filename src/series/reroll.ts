// Partial re-rolls: `[PATCH v2 3/5]` sent alone as an answer to 3/5 of v1. The holes are filled from older revisions.

import type { Revision } from './lineage.js';
import { headOf, type Posting } from './posting.js';
import type { Thread, ThreadMail } from './thread.js';

/** A patch of the series and, if it was carried over, its older revision. */
export interface Slot {
  readonly mail: ThreadMail;
  /** The revision it comes from, when that is not the one read. */
  readonly fromRevision: number | null;
}

/**
 * Whether patches answer, over any number of replies, the patch of the same place in an older posting, or that posting's
 * cover letter when the new one has none.
 */
const answerTheirPlaces = (newer: Posting, older: readonly Posting[], thread: Thread): boolean => {
  const counters = new Map<ThreadMail, number>();
  for (const posting of older) for (const [counter, mail] of posting.patches) counters.set(mail, counter);
  const covers = new Set(newer.cover === null ? older.map(({ cover }) => cover) : []);
  const isPlace = (ancestor: ThreadMail, { subject }: ThreadMail): boolean =>
    counters.get(ancestor) === subject.counter && ancestor.subject.expected === subject.expected;
  return [...newer.patches.values()].every((mail) => {
    for (const ancestor of thread.ancestors(mail)) {
      if (covers.has(ancestor) || isPlace(ancestor, mail)) return true;
    }
    return false;
  });
};

/** The patches of a revision by index, holes of a partial re-roll filled from the nearest older revision that has them. */
export const fillHoles = (
  revision: Revision,
  all: readonly Revision[],
  thread: Thread,
): {
  readonly slots: ReadonlyMap<number, Slot>;
  readonly partial: boolean;
  readonly from: Posting | null;
} => {
  const { posting } = revision;
  const slots = new Map<number, Slot>();
  for (const [index, mail] of posting.patches) slots.set(index, { mail, fromRevision: null });
  const older = all
    .slice(
      0,
      all.findIndex(({ posting: own }) => headOf(own) === headOf(posting)),
    )
    .filter((other) => other.posting.expected === posting.expected)
    .reverse();
  const isWhole = (): boolean => {
    for (let index = 1; index <= posting.expected; index++) if (!slots.has(index)) return false;
    return true;
  };
  const postings = older.map((other) => other.posting);
  const partial = !isWhole() && older.length > 0 && answerTheirPlaces(posting, postings, thread);
  if (!partial) return { slots, partial: false, from: null };
  for (const other of older) {
    for (const [index, mail] of other.posting.patches) {
      if (!slots.has(index)) slots.set(index, { mail, fromRevision: other.number });
    }
  }
  return { slots, partial: true, from: postings.find(({ cover }) => cover !== null) ?? postings[0] ?? null };
};
