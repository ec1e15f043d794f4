// The entry of this folder: messages in, the series out.

import type { Context } from '../base/context.js';
import { counted } from '../base/count.js';
import type { Diagnostic } from '../base/diagnostic.js';
import { UserError } from '../base/error.js';
import type { MessageId } from '../base/id.js';
import type { MailInput } from '../base/mail-input.js';
import type { Mailbox } from '../mail/address.js';
import type { Message } from '../mail/message.js';
import { readMessages } from '../mail/read.js';
import { readBase, type SeriesBase } from './base.js';
import { chooseRevision, findLineages, type Lineage, type Revision } from './lineage.js';
import { type Patch, readPatch } from './patch.js';
import { groupPostings, headOf, type Posting, postedAt } from './posting.js';
import { fillHoles } from './reroll.js';
import { Thread, type ThreadMail } from './thread.js';

/** Which series of a thread to read, and in which revision. */
export interface SeriesOptions {
  /** The revision to read; without it the highest, and of that the latest posting. */
  readonly revision?: number;
  /** The message-id of a mail of the series to read; without it the series that began the thread, or the largest. */
  readonly named?: MessageId;
  /** Leave out the text above a scissors line of each patch, as `git am --scissors` does. */
  readonly scissors?: boolean;
}

/** The cover letter of a series. */
export interface Cover {
  readonly subject: string;
  readonly messageId: MessageId;
  readonly author: Mailbox;
  readonly date: Date | null;
  /** The text of the mail up to its signature. */
  readonly text: string;
  readonly mail: ThreadMail;
}

/** One revision that was found. */
interface RevisionSummary {
  readonly revision: number;
  readonly messageId: MessageId;
  readonly date: Date | null;
  readonly expected: number;
  readonly found: number;
}

/** One revision of a patch series, read from a thread. Immutable; its `diagnostics` list what is unusual. */
export interface Series {
  /** The cover letter's title, else that of the first patch. */
  readonly title: string;
  readonly revision: number;
  /** Whether some subject names the revision. */
  readonly revisionGiven: boolean;
  readonly rfc: boolean;
  readonly resend: boolean;
  /** What else stands in the brackets of the subjects (`net-next`). */
  readonly prefixes: readonly string[];
  readonly revisions: readonly RevisionSummary[];
  /** The total that the subjects name, raised by a later `6/5`. */
  readonly expected: number;
  /** Indexes of patches that are not there. */
  readonly missing: readonly number[];
  /** Whether holes were filled from an older revision. */
  readonly partialReroll: boolean;
  readonly cover: Cover | null;
  /** Those that are there, by index. */
  readonly patches: readonly Patch[];
  readonly diagnostics: readonly Diagnostic[];
  readonly base: SeriesBase;
  /** Every revision in the thread, by number, then by date. */
  readonly lineage: readonly Revision[];
  readonly thread: Thread;
}

const readCover = (mail: ThreadMail): Cover => ({
  subject: mail.subject.title,
  messageId: mail.id,
  author: mail.message.from,
  date: mail.message.date,
  text: mail.message.bodyText.split('\n-- \n', 1).join('').trimEnd(),
  mail,
});

/** What a mail holds and nothing reads. */
const leftOutOf = ({ message, subject, id }: ThreadMail): readonly Diagnostic[] =>
  message.leftOut.map((what) => ({
    severity: 'note',
    code: 'part-not-read',
    message: `${what} of "${subject.full}" is not read`,
    messageId: id,
  }));

const noPatch = (thread: Thread): UserError => {
  const pull = thread.mails.find((mail) => mail.role === 'pull-request' || mail.subject.pullRequest);
  if (pull !== undefined) {
    return new UserError(
      'input',
      `"${pull.subject.full}" is a pull request; there is no patch in its thread`,
      {
        hint: 'fetch the branch it names and check that with --range',
      },
    );
  }
  const [unread] = thread.mails.flatMap(leftOutOf);
  if (unread !== undefined) {
    return new UserError('input', `no patch in ${thread.mails.length} messages; ${unread.message}`, {
      hint: 'unpack or save what is named and give that file',
    });
  }
  const named = thread.mails.find((mail) => mail.subject.patch);
  const what = named?.role === 'cover' ? 'the cover letter of' : 'answers to';
  const about = named === undefined ? '' : `, only ${what} "${named.subject.title}"`;
  return new UserError('input', `no patch in ${counted(thread.mails.length, 'message')}${about}`, {
    hint: 'give the whole thread (on lore: t.mbox.gz), not a single answer',
  });
};

const summarise = ({ number, posting }: Revision): RevisionSummary => ({
  revision: number,
  messageId: headOf(posting).id,
  date: postedAt(posting) === 0 ? null : new Date(postedAt(posting)),
  expected: posting.expected,
  found: posting.patches.size,
});

/** A hostile `1/9999` names thousands. */
const MOST_GAPS = 50;
/** A mailbox of a whole list holds hundreds. */
const MOST_OTHERS = 10;

const reportOthers = (
  chosen: Lineage,
  lineages: readonly Lineage[],
  report: (diagnostic: Diagnostic) => void,
): void => {
  for (const fixUp of chosen.fixUps) {
    const head = headOf(fixUp);
    report({
      severity: 'note',
      code: 'fix-up-posted',
      message: `"${head.subject.full}" was posted into the thread and is not part of the series`,
      messageId: head.id,
    });
  }
  const others = lineages.filter((lineage) => lineage !== chosen);
  for (const lineage of others.slice(0, MOST_OTHERS)) {
    const first = lineage.revisions.at(-1);
    if (first === undefined) continue;
    const head = headOf(first.posting);
    report({
      severity: 'note',
      code: 'other-series',
      message: `"${head.subject.full}" is another series and is not read; --find <${head.id}> reads it`,
      messageId: head.id,
    });
  }
  if (others.length > MOST_OTHERS) {
    const more = others.length - MOST_OTHERS;
    report({ severity: 'note', code: 'other-series', message: `${more} more series are not read` });
  }
};

const holds = ({ revisions, fixUps }: Lineage, mail: ThreadMail): boolean =>
  [...revisions.map(({ posting }) => posting), ...fixUps].some(
    ({ cover, patches, duplicates }) =>
      cover === mail ||
      [...patches.values()].includes(mail) ||
      duplicates.some(({ leftOut }) => leftOut === mail),
  );

/**
 * The series of the mail `named`, or the one that it answers; undefined when nothing is named, or the mail belongs to none.
 * @throws UserError `input` when there is no such mail
 */
const namedLineage = (
  lineages: readonly Lineage[],
  thread: Thread,
  named: MessageId | undefined,
): Lineage | undefined => {
  if (named === undefined) return undefined;
  const mail = thread.get(named);
  if (mail === null) {
    throw new UserError('input', `there is no mail <${named}> in it`, {
      hint: 'look at the message-ids that "show" prints',
    });
  }
  const about = mail.role === 'reply' ? thread.about(mail) : mail;
  return about === null ? undefined : lineages.find((lineage) => holds(lineage, about));
};

/** The posting with the patch `named` in the place of the one that would be read: it was sent twice under one number. */
const withNamed = (posting: Posting, named: MessageId | undefined): Posting => {
  const twin = posting.duplicates.find(({ leftOut }) => leftOut.id === named);
  if (twin === undefined) return posting;
  const patches = new Map(posting.patches).set(twin.index, twin.leftOut);
  const duplicates = posting.duplicates.map((one) =>
    one === twin ? { index: one.index, kept: one.leftOut, leftOut: one.kept } : one,
  );
  return { ...posting, patches, duplicates };
};

const reportBySubject = (thread: Thread, report: (diagnostic: Diagnostic) => void): void => {
  for (const mail of thread.mails) {
    const named = thread.namedBySubject(mail);
    if (named === null) continue;
    report({
      severity: 'note',
      code: 'answer-by-subject',
      message: `"${mail.subject.full}" has no threading headers; read as an answer to <${named.id}> by its subject, its tags are not taken`,
      messageId: mail.id,
    });
  }
};

/** Names the series that this one stands on (`Based-on:`, `Depends-on:`); nothing here applies them. */
const reportNeeds = (base: SeriesBase, thread: Thread, report: (diagnostic: Diagnostic) => void): void => {
  const changes = base.prerequisiteChangeIds.map((id) => `the series with change-id ${id}`);
  const mails = base.prerequisiteMessageIds.map(
    (id) => `the series of <${id}>${thread.get(id) === null ? '' : ', also in this mail'}`,
  );
  for (const what of [...new Set([...mails, ...changes])].slice(0, MOST_OTHERS)) {
    report({ severity: 'note', code: 'needs-series', message: `it needs ${what}: apply that one first` });
  }
};

/**
 * The series in a set of messages: the one that began the thread, the largest when there are several threads (the others
 * are named in `diagnostics`), or the one of the mail that `options` names.
 * Diagnostics: `patch-missing`, `patch-cut`, `patch-damaged`, `patch-part-lost`, `path-escapes-tree`, `patch-flowed`, `patch-binary-missing`, `unicode-control`,
 * `duplicate-patch`, `duplicate-message`, `partial-reroll`, `revision-order`, `revision-posted-twice`,
 * `revision-assumed`, `fix-up-posted`, `other-series`, `series-elsewhere`, `part-not-read`, `letter-left-out`, `needs-series`.
 * @throws UserError `input` when there is no patch, or no such revision
 */
export const assembleSeries = (messages: readonly Message[], options: SeriesOptions): Series => {
  const diagnostics: Diagnostic[] = [];
  const thread = new Thread(messages, (diagnostic) => diagnostics.push(diagnostic));
  const lineages = findLineages(groupPostings(thread), thread);
  const lineage = namedLineage(lineages, thread, options.named) ?? lineages[0];
  if (lineage === undefined) throw noPatch(thread);
  return assembleLineage(lineage, lineages, thread, diagnostics, options);
};

/** One of the `lineages` of a thread as a series; what was odd about the thread is in `said`. */
export const assembleLineage = (
  lineage: Lineage,
  lineages: readonly Lineage[],
  thread: Thread,
  said: readonly Diagnostic[],
  options: SeriesOptions,
): Series => {
  const diagnostics = [...said];
  const report = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };
  const revision = chooseRevision(lineage, options.revision ?? null, report);
  const posting = withNamed(revision.posting, options.named);
  reportOthers(lineage, lineages, report);
  reportBySubject(thread, report);
  for (const diagnostic of thread.mails.flatMap(leftOutOf).slice(0, MOST_OTHERS)) report(diagnostic);
  if (revision.assumed) {
    report({
      severity: 'note',
      code: 'revision-assumed',
      message: `sent again without a number; taken as v${revision.number}`,
      messageId: headOf(posting).id,
    });
  }
  for (const { index, kept, leftOut } of posting.duplicates) {
    report({
      severity: 'warning',
      code: 'duplicate-patch',
      message: `patch ${index}/${posting.expected} was sent twice; <${kept.id}> is taken; --find <${leftOut.id}> takes this one`,
      messageId: leftOut.id,
    });
  }
  const { slots, partial, from } = fillHoles({ ...revision, posting }, lineage.revisions, thread);
  if (partial) {
    report({
      severity: 'note',
      code: 'partial-reroll',
      message: `v${revision.number} re-rolls ${posting.patches.size} of ${posting.expected} patches; the others come from older revisions`,
      messageId: headOf(posting).id,
    });
  }
  const coverMail = posting.cover ?? from?.cover ?? null;
  const indexes = [...slots.keys()].sort((a, b) => a - b);
  const scissors = options.scissors ?? false;
  const patches = indexes.flatMap((index) => {
    const slot = slots.get(index);
    return slot === undefined
      ? []
      : [readPatch(slot.mail, { index, fromRevision: slot.fromRevision, scissors }, report)];
  });
  const missing: number[] = [];
  // A lone `11/10` adds to a series that is not here; its ten patches are not missing from it.
  const isAddition = indexes.every((index) => index > posting.expected);
  for (let index = 1; index <= posting.expected && !isAddition; index++) {
    if (!slots.has(index)) missing.push(index);
  }
  for (const index of missing.slice(0, MOST_GAPS)) {
    report({
      severity: 'error',
      code: 'patch-missing',
      message: `patch ${index}/${posting.expected} is missing`,
    });
  }
  if (missing.length > MOST_GAPS) {
    const more = missing.length - MOST_GAPS;
    report({ severity: 'error', code: 'patch-missing', message: `${more} more patches are missing` });
  }
  if (isAddition) {
    report({
      severity: 'warning',
      code: 'series-elsewhere',
      message: `only an addition to a series of ${posting.expected}, which is not in this thread`,
      messageId: headOf(posting).id,
    });
  }
  const head = headOf(posting);
  const texts = [coverMail, slots.get(1)?.mail].flatMap((mail) => (mail ? [mail.message.bodyText] : []));
  const base = readBase(texts);
  reportNeeds(base, thread, report);
  return {
    title: (coverMail ?? head).subject.title,
    revision: revision.number,
    revisionGiven: posting.revisionGiven,
    rfc: head.subject.rfc,
    resend: head.subject.resend,
    prefixes: head.subject.prefixes,
    revisions: lineage.revisions.map(summarise),
    expected: Math.max(posting.expected, indexes.at(-1) ?? 0),
    missing,
    partialReroll: partial,
    cover: coverMail === null ? null : readCover(coverMail),
    patches,
    diagnostics,
    base,
    lineage: lineage.revisions,
    thread,
  };
};

/**
 * Reads all inputs and assembles the series in them.
 * What could not be read of the mail goes to `context.report`; what is odd in the series is in its `diagnostics`.
 * @throws UserError `input` when there is no mail, no patch, or no such revision
 */
export const readSeries = async (
  inputs: readonly MailInput[],
  options: SeriesOptions,
  context: Context,
): Promise<Series> => assembleSeries(await readMessages(inputs, context), options);
