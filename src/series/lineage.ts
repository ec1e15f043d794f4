// Which postings are revisions of one series, and which are something else in the same thread (fix-ups, rival patches).

import type { Diagnostic } from '../base/diagnostic.js';
import { UserError } from '../base/error.js';
import { groupBy } from '../base/group.js';
import { Grouping } from '../base/grouping.js';
import { byCodeUnit } from '../base/order.js';
import { headOf, type Posting, postedAt } from './posting.js';
import { type Thread, type ThreadMail, titleKey } from './thread.js';

/** A posting with the revision number under which it is shown. */
export interface Revision {
  /** The number under which it goes; larger than the written one when an author sent again without a number. */
  readonly number: number;
  readonly posting: Posting;
  /** Whether `number` was assumed. */
  readonly assumed: boolean;
}

/** The revisions of one series in a thread. */
export interface Lineage {
  /** By number, then by date; the last is the latest. */
  readonly revisions: readonly Revision[];
  /** Single patches posted into the thread of a larger posting; no revisions of it. */
  readonly fixUps: readonly Posting[];
}

const CHANGE_ID = /^change-id:\s+(\S+)/im;

const changeIdOf = (posting: Posting): string | null => {
  const mail = posting.cover ?? posting.patches.get(1);
  return mail === undefined ? null : (CHANGE_ID.exec(`\n${mail.message.bodyText}`)?.[1] ?? null);
};

const titlesOf = (posting: Posting): ReadonlySet<string> =>
  new Set([...posting.patches.values()].map((patch) => titleKey(patch.subject.title)));

const authorOf = (posting: Posting): string => headOf(posting).message.from.address.toLowerCase();

interface Traits {
  readonly posting: Posting;
  readonly changeId: string | null;
  readonly titles: ReadonlySet<string>;
  readonly coverTitle: string | null;
  readonly author: string;
  readonly root: ThreadMail;
  /** Every mail above a patch of the posting. */
  readonly above: ReadonlySet<ThreadMail>;
}

const traitsOf = (posting: Posting, thread: Thread): Traits => {
  const above = new Set<ThreadMail>();
  for (const mail of [...posting.patches.values(), ...(posting.cover === null ? [] : [posting.cover])]) {
    for (const ancestor of thread.ancestors(mail)) above.add(ancestor);
  }
  return {
    posting,
    changeId: changeIdOf(posting),
    titles: titlesOf(posting),
    coverTitle: posting.cover === null ? null : titleKey(posting.cover.subject.title),
    author: authorOf(posting),
    root: thread.root(headOf(posting)),
    above,
  };
};

const mailsOf = (posting: Posting): readonly ThreadMail[] => [
  ...(posting.cover === null ? [] : [posting.cover]),
  ...posting.patches.values(),
];

/**
 * Two postings that share one of these are of one lineage: the change-id, a title by one author or in one thread, or all
 * titles of several patches, whoever sent them.
 */
const keysOf = ({ changeId, coverTitle, titles, author, root }: Traits): readonly string[] => [
  ...(changeId === null ? [] : [`change ${changeId}`]),
  ...(titles.size < 2 ? [] : [`all ${[...titles].sort(byCodeUnit).join('\n')}`]),
  ...[author, root.id].flatMap((owner) => [
    ...(coverTitle === null ? [] : [`cover ${owner} ${coverTitle}`]),
    ...[...titles].map((title) => `patch ${owner} ${title}`),
  ]),
];

/** Single patches posted into a thread after a series of several. */
const fixUpsOf = (group: readonly Traits[]): ReadonlySet<Traits> => {
  const began = new Map<ThreadMail, number>();
  for (const { posting, root } of group) {
    if (posting.expected < 2) continue;
    began.set(root, Math.min(headOf(posting).order, began.get(root) ?? Number.POSITIVE_INFINITY));
  }
  return new Set(
    group.filter(
      ({ posting, root }) =>
        !posting.countersGiven && headOf(posting).order > (began.get(root) ?? Number.POSITIVE_INFINITY),
    ),
  );
};

/** Whether somebody else sent the next numbered version of as many patches as an answer to the one before. */
const takesOver = ({ posting }: Traits, { posting: older }: Traits): boolean =>
  posting.revisionGiven && posting.revision > older.revision && posting.expected === older.expected;

const sharesTitle = (a: Traits, b: Traits): boolean =>
  (a.coverTitle !== null && a.coverTitle === b.coverTitle) ||
  [...a.titles].some((title) => b.titles.has(title));

const projectOf = ({ posting }: Traits): string =>
  headOf(posting)
    .subject.prefixes.map((prefix) => prefix.toLowerCase())
    .join(' ');

/**
 * Whether a posting that answers an older one of the same author is a revision of it, and no series beside it. One
 * patch without counters may be a fix-up, which `fixUpsOf` tells. Another title with another total is another series,
 * unless it has the next number and nothing else is its predecessor; so is one for another project.
 */
const continues = (newer: Traits, older: Traits, hasPredecessor: boolean): boolean => {
  const { posting } = newer;
  if (!posting.countersGiven || sharesTitle(newer, older)) return true;
  if (projectOf(newer) !== projectOf(older)) return false;
  if (posting.revisionGiven && posting.revision > older.posting.revision) return !hasPredecessor;
  return posting.expected === older.posting.expected;
};

/** Groups connected by equal keys, or by an author's answer to an own posting. */
const connected = (traits: readonly Traits[]): readonly (readonly Traits[])[] => {
  const groups = new Grouping<Traits>();
  const holders = new Map<string, Traits>();
  const owners = new Map<ThreadMail, Traits>();
  const withPredecessor = new Set<Traits>();
  for (const trait of traits) {
    for (const mail of mailsOf(trait.posting)) owners.set(mail, trait);
    for (const key of keysOf(trait)) {
      const holder = holders.get(key);
      if (holder === undefined) holders.set(key, trait);
      else {
        groups.join(trait, holder);
        withPredecessor.add(trait);
      }
    }
  }
  for (const trait of traits) {
    for (const mail of trait.above) {
      const older = owners.get(mail);
      if (older === undefined || older === trait) continue;
      const isOwn = older.author === trait.author;
      const joins = isOwn ? continues(trait, older, withPredecessor.has(trait)) : takesOver(trait, older);
      if (joins) groups.join(trait, older);
    }
  }
  return [...groupBy(traits, (trait) => groups.of(trait)).values()];
};

const byNumberThenDate = (a: Revision, b: Revision): number =>
  a.number - b.number ||
  a.posting.minor - b.posting.minor ||
  postedAt(a.posting) - postedAt(b.posting) ||
  headOf(a.posting).order - headOf(b.posting).order;

/** Numbers postings; one that an author sent again without a number (and without RESEND) counts as the next revision. */
const numberRevisions = (group: readonly Traits[]): readonly Revision[] => {
  const revisions: Revision[] = [];
  const taken = new Set<string>();
  let highest = 0;
  for (const { posting, author } of group) {
    const head = headOf(posting);
    const again =
      head.subject.patch &&
      !posting.countersGiven &&
      !posting.revisionGiven &&
      !head.subject.resend &&
      taken.has(`${posting.revision} ${author}`);
    const number = again ? highest + 1 : posting.revision;
    highest = Math.max(highest, number);
    if (!posting.countersGiven) taken.add(`${number} ${author}`);
    revisions.push({ number, posting, assumed: again });
  }
  return revisions.sort(byNumberThenDate);
};

const size = (lineage: Lineage): number =>
  lineage.revisions.reduce((most, { posting }) => Math.max(most, posting.patches.size), 0);

/** Whether a series was posted in the discussion of another one: its thread begins with a mail of that one. */
const asides = (lineages: readonly Lineage[], thread: Thread): ReadonlySet<Lineage> => {
  const owners = new Map<ThreadMail, Lineage>();
  for (const lineage of lineages) {
    for (const { posting } of lineage.revisions) {
      for (const mail of mailsOf(posting)) owners.set(mail, lineage);
    }
  }
  const begunElsewhere = (lineage: Lineage): boolean =>
    lineage.revisions.every(({ posting }) => {
      const owner = owners.get(thread.root(headOf(posting)));
      return owner !== undefined && owner !== lineage;
    });
  return new Set(lineages.filter(begunElsewhere));
};

/**
 * Postings with patches, as lineages: those that began their thread before those posted into the thread of another, then
 * the largest first, then the one that began first.
 */
export const findLineages = (postings: readonly Posting[], thread: Thread): readonly Lineage[] => {
  const traits = postings
    .filter((posting) => posting.patches.size > 0)
    .map((posting) => traitsOf(posting, thread));
  const lineages = connected(traits).map((group) => {
    const fixUps = fixUpsOf(group);
    return {
      revisions: numberRevisions(group.filter((trait) => !fixUps.has(trait))),
      fixUps: [...fixUps].map(({ posting }) => posting),
    };
  });
  const began = (lineage: Lineage): number =>
    lineage.revisions.reduce(
      (first, { posting }) => Math.min(first, headOf(posting).order),
      Number.POSITIVE_INFINITY,
    );
  const aside = asides(lineages, thread);
  const rank = (lineage: Lineage): number => (aside.has(lineage) ? 1 : 0);
  return lineages.sort((a, b) => rank(a) - rank(b) || size(b) - size(a) || began(a) - began(b));
};

/**
 * The revision to read: `wanted`, else the highest number, and of that the latest posting.
 * @throws UserError `input` when there is no revision `wanted`
 */
export const chooseRevision = (
  lineage: Lineage,
  wanted: number | null,
  report: (diagnostic: Diagnostic) => void,
): Revision => {
  const { revisions } = lineage;
  const numbers = [...new Set(revisions.map(({ number }) => number))];
  const number = wanted ?? Math.max(...numbers);
  const candidates = revisions.filter((revision) => revision.number === number);
  const chosen = candidates.at(-1);
  if (chosen === undefined) {
    throw new UserError('input', `there is no revision v${number} of this series`, {
      hint: `found: ${numbers.map((known) => `v${known}`).join(', ')}`,
    });
  }
  const whole = candidates.filter(({ posting }) => posting.minor === chosen.posting.minor);
  if (whole.length > 1) {
    report({
      severity: 'warning',
      code: 'revision-posted-twice',
      message: `v${number} was posted ${whole.length} times; the latest posting is taken`,
      messageId: headOf(chosen.posting).id,
    });
  }
  const newest = revisions.reduce((a, b) => (postedAt(b.posting) > postedAt(a.posting) ? b : a));
  if (wanted === null && newest.number < number) {
    report({
      severity: 'warning',
      code: 'revision-order',
      message: `v${number} is taken for its number, though v${newest.number} was posted later`,
      messageId: headOf(newest.posting).id,
    });
  }
  return chosen;
};
