// `show` for people: the series, each patch with its tags, and what speaks against it.
import type { Diagnostic } from '../../base/diagnostic.js';
import type { Pen } from '../../report/part/pen.js';
import { formatMailbox } from '../../series/document.js';
import {
  isTaken,
  type Objection,
  type Review,
  type ReviewTrailer,
  type StaleTag,
} from '../../series/review.js';
import type { Series } from '../../series/series.js';
import { formatTrailer } from '../../series/trailer.js';
import { day, entry } from './line.js';

const NAMES = {
  nak: 'NAK',
  'request-to-drop': 'asked to drop',
  'superseded-by-author': 'author announces another version',
  question: 'unanswered question',
} as const;

const remarks = (tag: ReviewTrailer): string => {
  const words = [
    ...(tag.source === 'cover' ? ['to the cover letter'] : []),
    ...(tag.fromRevision === null ? [] : [`to v${tag.fromRevision}, same patch`]),
    ...(tag.match === 'same-person' && tag.by !== null ? [`sent from ${tag.by.address}`] : []),
    ...(tag.match === 'somebody-else' && tag.by !== null
      ? [`sent by ${formatMailbox(tag.by)}: not taken`]
      : []),
    ...(tag.conditional ? ['under a condition'] : []),
    ...(tag.withdrawn ? ['taken back'] : []),
    ...(tag.scope.kind === 'unknown' ? [`for "${tag.scope.words}": scope unknown, not spread`] : []),
    ...(tag.scope.kind === 'patches' && tag.source === 'cover'
      ? [`for ${tag.scope.indexes.join(', ')}`]
      : []),
  ];
  return words.length === 0 ? '' : ` (${words.join('; ')})`;
};

const tagLine = (pen: Pen, tag: ReviewTrailer): readonly string[] => {
  const text = formatTrailer(tag.trailer) + remarks(tag);
  if (!isTaken(tag)) return entry(pen, text, '     ! ', pen.ink.yellow);
  if (tag.source === 'patch') return entry(pen, text, '       ');
  return entry(pen, text, '     + ', pen.ink.green);
};

const staleLine = (pen: Pen, tag: StaleTag): readonly string[] =>
  entry(
    pen,
    `${formatTrailer(tag.trailer)} (to v${tag.fromRevision}; changed since: stale)`,
    '     ~ ',
    pen.ink.dim,
  );

const objectionLines = (pen: Pen, objection: Objection, series: Series): readonly string[] => {
  const where = objection.patch === null ? 'the series' : `${objection.patch}/${series.expected}`;
  const marks = [
    ...(objection.tentative ? ['tentative'] : []),
    ...(objection.revision === series.revision ? [] : [`to v${objection.revision}`]),
    ...(objection.takenBack ? ['taken back'] : []),
  ];
  const state = marks.length === 0 ? '' : ` (${marks.join(', ')})`;
  const ink = objection.takenBack ? pen.ink.dim : objection.kind === 'nak' ? pen.ink.red : pen.ink.yellow;
  return [
    ...entry(
      pen,
      `${NAMES[objection.kind]}${state} on ${where}: ${formatMailbox(objection.by)}, ${day(objection.date)}`,
      '  ',
      ink,
    ),
    ...entry(pen, `"${objection.quote}"`, '    '),
    ...entry(pen, `<${objection.messageId}>`, '    ', pen.ink.dim),
  ];
};

const heading = (pen: Pen, series: Series): readonly string[] => {
  const head = series.cover?.mail ?? series.patches[0]?.mail;
  const numbers = [...new Set(series.revisions.map(({ revision }) => revision))];
  const facts = [
    ...(head === undefined ? [] : [formatMailbox(head.message.from), day(head.message.date)]),
    `${series.patches.length} of ${series.expected} patches`,
    ...(numbers.length > 1 ? [`revisions ${numbers.map((one) => `v${one}`).join(', ')}`] : []),
  ];
  const marks = [
    `v${series.revision}`,
    ...(series.rfc ? ['RFC'] : []),
    ...(series.resend ? ['RESEND'] : []),
    ...series.prefixes,
  ];
  return [
    ...entry(pen, `[${marks.join(' ')}] ${series.title}`, '', pen.ink.bold),
    ...entry(pen, facts.join('; '), '  '),
    ...(head === undefined ? [] : entry(pen, `<${head.id}>`, '  ', pen.ink.dim)),
    ...(series.base.baseCommit === null ? [] : entry(pen, `base-commit: ${series.base.baseCommit}`, '  ')),
    ...(series.base.changeId === null ? [] : entry(pen, `change-id: ${series.base.changeId}`, '  ')),
  ];
};

const coverLines = (pen: Pen, review: Review): readonly string[] =>
  review.cover.length + review.stale.length === 0
    ? []
    : [
        pen.ink.bold('cover letter'),
        ...review.cover.flatMap((tag) => tagLine(pen, { ...tag, source: 'follow-up' })),
        ...review.stale.flatMap((tag) => staleLine(pen, tag)),
      ];

const patchLines = (pen: Pen, series: Series, review: Review): readonly string[] => {
  const width = String(series.expected).length;
  const all: string[] = [];
  for (let index = 1; index <= Math.min(series.expected, 9999); index++) {
    const patch = series.patches.find((one) => one.index === index);
    const number = `${String(index).padStart(width)}/${series.expected} `;
    if (patch === undefined) {
      if (series.missing.includes(index)) all.push(...entry(pen, 'missing', number, pen.ink.red));
      continue;
    }
    const from = patch.fromRevision === null ? '' : ` (from v${patch.fromRevision})`;
    const state = review.patches.find((one) => one.index === index);
    all.push(
      ...entry(pen, `${patch.subject}${from}`, number, pen.ink.bold),
      ...(state?.trailers ?? []).flatMap((tag) => tagLine(pen, tag)),
      ...(state?.stale ?? []).flatMap((tag) => staleLine(pen, tag)),
    );
  }
  return all;
};

const robotLines = (pen: Pen, series: Series, review: Review): readonly string[] =>
  review.robots.flatMap((robot) => {
    const where = robot.patch === null ? '' : ` on ${robot.patch}/${series.expected}`;
    return [
      ...entry(pen, `${robot.kind}${where}: ${formatMailbox(robot.by)}, ${day(robot.date)}`, '  '),
      ...entry(pen, `<${robot.messageId}>`, '    ', pen.ink.dim),
    ];
  });

const diagnosticLines = (pen: Pen, diagnostic: Diagnostic): readonly string[] => {
  const ink =
    diagnostic.severity === 'error'
      ? pen.ink.red
      : diagnostic.severity === 'warning'
        ? pen.ink.yellow
        : pen.ink.dim;
  const id = diagnostic.messageId === undefined ? '' : ` <${diagnostic.messageId}>`;
  return entry(pen, `${diagnostic.severity}: ${diagnostic.message}${id}`, '  ', ink);
};

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

const summary = (series: Series, review: Review): string => {
  const tags = new Set<string>();
  for (const { trailers } of review.patches) {
    for (const tag of trailers) {
      if (tag.source !== 'patch' && isTaken(tag)) tags.add(`${tag.messageId} ${formatTrailer(tag.trailer)}`);
    }
  }
  const open = review.objections.filter(({ takenBack }) => !takenBack);
  const questions = open.filter(({ kind }) => kind === 'question').length;
  return [
    count(series.patches.length, 'patch', 'patches'),
    ...(series.missing.length === 0 ? [] : [`${series.missing.length} missing`]),
    `${count(tags.size, 'tag')} from answers`,
    count(open.length - questions, 'open objection'),
    count(questions, 'unanswered question'),
  ].join(', ');
};

/** The whole text of `show`. */
export const seriesText = (
  pen: Pen,
  series: Series,
  review: Review,
  notes: readonly Diagnostic[],
): string => {
  const section = (title: string, body: readonly string[]): readonly string[] =>
    body.length === 0 ? [] : [pen.ink.bold(title), ...body];
  const parts = [
    heading(pen, series),
    coverLines(pen, review),
    patchLines(pen, series, review),
    section(
      'objections',
      review.objections.flatMap((one) => objectionLines(pen, one, series)),
    ),
    section('robots', robotLines(pen, series, review)),
    section(
      'notes',
      [...notes, ...series.diagnostics].flatMap((one) => diagnosticLines(pen, one)),
    ),
    entry(pen, summary(series, review), '', pen.ink.bold),
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`;
};
