// The words of `show` for a series and its review, shared by all reports for people.
import { counted } from '../../base/count.js';
import type { ObjectionDocument, ShowDocument, StaleDocument, TrailerDocument } from '../../result/series.js';
import { day } from '../part/mail-line.js';

const KINDS = {
  nak: 'NAK',
  'request-to-drop': 'asked to drop',
  'superseded-by-author': 'author announces another version',
  question: 'unanswered question',
} as const;

/** A hostile `1/9999` names thousands. */
const MOST_PATCHES = 9999;

/** The address of `Name <address>`. */
const addressOf = (mailbox: string): string => /<([^<>]*)>$/.exec(mailbox)?.[1] ?? mailbox;

/** Whether a tag goes into the commit. */
export const isTaken = ({ match, withdrawn }: TrailerDocument): boolean =>
  match !== 'somebody-else' && !withdrawn;

const lineOf = ({ name, value, note }: Pick<TrailerDocument, 'name' | 'value' | 'note'>): string => {
  const line = `${name}: ${value}`;
  if (note === null) return line;
  return note.startsWith('#') ? `${line} ${note}` : `${line}\n${note}`;
};

const remarks = (tag: TrailerDocument): string => {
  const words = [
    ...(tag.source === 'cover' ? ['to the cover letter'] : []),
    ...(tag.fromRevision === null ? [] : [`to v${tag.fromRevision}, same patch`]),
    ...(tag.match === 'same-person' && tag.by !== null ? [`sent from ${addressOf(tag.by)}`] : []),
    ...(tag.match === 'somebody-else' && tag.by !== null ? [`sent by ${tag.by}: not taken`] : []),
    ...(tag.conditional ? ['under a condition'] : []),
    ...(tag.withdrawn ? ['taken back'] : []),
    ...(tag.scope.kind === 'unknown' ? [`for "${tag.scope.words}": scope unknown, not spread`] : []),
    ...(tag.scope.kind === 'patches' && tag.source === 'cover'
      ? [`for ${tag.scope.indexes.join(', ')}`]
      : []),
  ];
  return words.length === 0 ? '' : ` (${words.join('; ')})`;
};

/** `Reviewed-by: Ann Author <ann@example.org> (to the cover letter)`. */
export const tagWords = (tag: TrailerDocument): string => lineOf(tag) + remarks(tag);

/** A tag to an older revision of what has changed since. */
export const staleWords = ({ name, value, fromRevision }: StaleDocument): string =>
  `${name}: ${value} (to v${fromRevision}; changed since: stale)`;

/** `NAK (tentative) on 1/3: Bo Reviewer <bo@example.org>, 2026-04-07`. */
export const objectionWords = (objection: ObjectionDocument, series: ShowDocument): string => {
  const where = objection.patch === null ? 'the series' : `${objection.patch}/${series.expected}`;
  const marks = [
    ...(objection.tentative ? ['tentative'] : []),
    ...(objection.revision === series.revision ? [] : [`to v${objection.revision}`]),
    ...(objection.takenBack ? ['taken back'] : []),
  ];
  const state = marks.length === 0 ? '' : ` (${marks.join(', ')})`;
  return `${KINDS[objection.kind]}${state} on ${where}: ${objection.by}, ${day(objection.date)}`;
};

/** `[v2 RFC] title`. */
export const titleOf = (series: ShowDocument): string => {
  const marks = [
    `v${series.revision}`,
    ...(series.rfc ? ['RFC'] : []),
    ...(series.resend ? ['RESEND'] : []),
    ...series.prefixes,
  ];
  return `[${marks.join(' ')}] ${series.title}`;
};

/** Who sent it when, how much of it is there, and which revisions are. */
export const factsOf = (series: ShowDocument): string =>
  [
    ...(series.sender === null ? [] : [series.sender, day(series.date)]),
    `${series.patches.length} of ${series.expected} patches`,
    ...(series.revisions.length > 1
      ? [`revisions ${series.revisions.map((one) => `v${one}`).join(', ')}`]
      : []),
  ].join('; ');

/** A patch of the series, or the place of one that is missing. */
export type PatchPlace = {
  readonly index: number;
  readonly patch: ShowDocument['patches'][number] | null;
};

/** By number; those that a later one leaves out without counting them are not there. */
export const placesOf = (series: ShowDocument): readonly PatchPlace[] => {
  const places: PatchPlace[] = [];
  for (let index = 1; index <= Math.min(series.expected, MOST_PATCHES); index++) {
    const patch = series.patches.find((one) => one.index === index) ?? null;
    if (patch !== null || series.missing.includes(index)) places.push({ index, patch });
  }
  return places;
};

/** `title (from v1)`. */
export const subjectOf = ({ subject, fromRevision }: ShowDocument['patches'][number]): string =>
  `${subject}${fromRevision === null ? '' : ` (from v${fromRevision})`}`;

/** `build failure on 1/3: robot <robot@example.org>, 2026-04-07`. */
export const robotWords = (robot: ShowDocument['robots'][number], series: ShowDocument): string => {
  const where = robot.patch === null ? '' : ` on ${robot.patch}/${series.expected}`;
  return `${robot.kind}${where}: ${robot.by}, ${day(robot.date)}`;
};

/** The same with what it found. */
export const robotLine = (robot: ShowDocument['robots'][number], series: ShowDocument): string =>
  `${robotWords(robot, series)}${robot.summary === '' ? '' : `: "${robot.summary}"`}`;

/** Everything in one line. */
export const summaryOf = (series: ShowDocument): string => {
  const tags = new Set<string>();
  for (const { trailers } of series.patches) {
    for (const tag of trailers) {
      if (tag.source !== 'patch' && isTaken(tag)) tags.add(`${tag.messageId} ${lineOf(tag)}`);
    }
  }
  const open = series.objections.filter(({ takenBack }) => !takenBack);
  const questions = open.filter(({ kind }) => kind === 'question').length;
  return [
    counted(series.patches.length, 'patch', 'patches'),
    ...(series.missing.length === 0 ? [] : [`${series.missing.length} missing`]),
    `${counted(tags.size, 'tag')} from answers`,
    counted(open.length - questions, 'open objection'),
    counted(questions, 'unanswered question'),
  ].join(', ');
};
