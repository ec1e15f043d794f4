// Patches that stand next to each other in the input and count on from one to the next, as `git format-patch --stdout`
// writes them without `--thread` (git-format-patch(1)) and as `b4 am` leaves them: nothing in their headers ties them
// together, their dates are those of the commits, and each is from the author of its patch.
import { type Thread, type ThreadMail, titleKey } from './thread.js';

/** The mails of one sequence, in the order of their counters. */
export type Sequence = readonly ThreadMail[];

/** The From field names the sender, and one person sends all patches of a series. */
const mayBeOneSending = (a: ThreadMail, b: ThreadMail): boolean =>
  a.message.from.address.toLowerCase() === b.message.from.address.toLowerCase() ||
  (a.message.listId === '' && b.message.listId === '');

const isTied = ({ message }: ThreadMail): boolean =>
  message.inReplyTo !== null || message.references.length > 0;

const isCounted = (mail: ThreadMail): boolean =>
  (mail.role === 'cover' || mail.role === 'patch') && mail.subject.countersGiven && !isTied(mail);

const countsOn = (a: ThreadMail, b: ThreadMail): boolean =>
  b.place === a.place + 1 &&
  b.subject.counter === a.subject.counter + 1 &&
  b.subject.expected === a.subject.expected &&
  b.subject.revision === a.subject.revision &&
  b.subject.minor === a.subject.minor &&
  mayBeOneSending(a, b);

/** The part of a subject before its first colon, which the patches of one series often share: `kvm`. */
export const stem = (mail: ThreadMail): string => titleKey(mail.subject.title).split(':', 1).join('');

const placeKey = ({ subject }: ThreadMail, counter: number, ofStem: string): string =>
  `${subject.revision}.${subject.minor} ${counter}/${subject.expected} ${ofStem}`;

/** The sequence of each mail that stands in one of two mails or more. */
export const findSequences = ({ mails }: Thread): ReadonlyMap<ThreadMail, Sequence> => {
  const sequences: ThreadMail[][] = [];
  const taken = new Set(mails.map((mail) => placeKey(mail, mail.subject.counter, stem(mail))));
  // Two series of one total, interleaved: another mail with the stem of the first has that place.
  const isRivalled = (a: ThreadMail, b: ThreadMail): boolean =>
    stem(a) !== stem(b) && taken.has(placeKey(a, b.subject.counter, stem(a)));
  for (const mail of mails.filter(isCounted).sort((a, b) => a.place - b.place)) {
    const open = sequences.at(-1);
    const last = open?.at(-1);
    if (open !== undefined && last !== undefined && countsOn(last, mail) && !isRivalled(last, mail))
      open.push(mail);
    else sequences.push([mail]);
  }
  return new Map(
    sequences.flatMap((sequence) =>
      sequence.length < 2 ? [] : sequence.map((mail): [ThreadMail, Sequence] => [mail, sequence]),
    ),
  );
};
