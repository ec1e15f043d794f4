// The parts of `show` as lines of text: the series, each patch with its tags, and what speaks against it. The terminal
// report and the mail report share them.
import type { Diagnostic } from '../../base/diagnostic.js';
import type { ObjectionDocument, ShowDocument, StaleDocument, TrailerDocument } from '../../result/series.js';
import { entry } from '../part/mail-line.js';
import type { Pen } from '../part/pen.js';
import {
  factsOf,
  isTaken,
  objectionWords,
  placesOf,
  robotWords,
  staleWords,
  subjectOf,
  summaryOf,
  tagWords,
  titleOf,
} from './word.js';

const tagLine = (pen: Pen, tag: TrailerDocument): readonly string[] => {
  const text = tagWords(tag);
  if (!isTaken(tag)) return entry(pen, text, '     ! ', pen.ink.yellow);
  if (tag.source === 'patch') return entry(pen, text, '       ');
  return entry(pen, text, '     + ', pen.ink.green);
};

const staleLine = (pen: Pen, tag: StaleDocument): readonly string[] =>
  entry(pen, staleWords(tag), '     ~ ', pen.ink.dim);

const objectionLines = (pen: Pen, objection: ObjectionDocument, series: ShowDocument): readonly string[] => {
  const ink = objection.takenBack ? pen.ink.dim : objection.kind === 'nak' ? pen.ink.red : pen.ink.yellow;
  return [
    ...entry(pen, objectionWords(objection, series), '  ', ink),
    ...entry(pen, `"${objection.quote}"`, '    '),
    ...entry(pen, `<${objection.messageId}>`, '    ', pen.ink.dim),
  ];
};

const heading = (pen: Pen, series: ShowDocument): readonly string[] => [
  ...entry(pen, titleOf(series), '', pen.ink.bold),
  ...entry(pen, factsOf(series), '  '),
  ...(series.messageId === null ? [] : entry(pen, `<${series.messageId}>`, '  ', pen.ink.dim)),
  ...(series.baseCommit === null ? [] : entry(pen, `base-commit: ${series.baseCommit}`, '  ')),
  ...(series.changeId === null ? [] : entry(pen, `change-id: ${series.changeId}`, '  ')),
];

const coverLines = (pen: Pen, { cover, stale }: ShowDocument): readonly string[] => {
  const tags = cover?.trailers ?? [];
  return tags.length + stale.length === 0
    ? []
    : [
        pen.ink.bold('cover letter'),
        ...tags.flatMap((tag) => tagLine(pen, { ...tag, source: 'follow-up' })),
        ...stale.flatMap((tag) => staleLine(pen, tag)),
      ];
};

const patchLines = (pen: Pen, series: ShowDocument): readonly string[] => {
  const width = String(series.expected).length;
  return placesOf(series).flatMap(({ index, patch }) => {
    const number = `${String(index).padStart(width)}/${series.expected} `;
    if (patch === null) return entry(pen, 'missing', number, pen.ink.red);
    return [
      ...entry(pen, subjectOf(patch), number, pen.ink.bold),
      ...patch.trailers.flatMap((tag) => tagLine(pen, tag)),
      ...patch.stale.flatMap((tag) => staleLine(pen, tag)),
    ];
  });
};

const robotLines = (pen: Pen, series: ShowDocument): readonly string[] =>
  series.robots.flatMap((robot) => [
    ...entry(pen, robotWords(robot, series), '  '),
    ...(robot.summary === '' ? [] : entry(pen, `"${robot.summary}"`, '    ')),
    ...entry(pen, `<${robot.messageId}>`, '    ', pen.ink.dim),
  ]);

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

/** All parts, without the summary; some may be empty. */
export const seriesParts = (pen: Pen, series: ShowDocument): readonly (readonly string[])[] => {
  const section = (title: string, body: readonly string[]): readonly string[] =>
    body.length === 0 ? [] : [pen.ink.bold(title), ...body];
  return [
    heading(pen, series),
    coverLines(pen, series),
    patchLines(pen, series),
    section(
      'objections',
      series.objections.flatMap((one) => objectionLines(pen, one, series)),
    ),
    section('robots', robotLines(pen, series)),
    section(
      'notes',
      series.diagnostics.flatMap((one) => diagnosticLines(pen, one)),
    ),
  ];
};

/** The last line. */
export const summaryLines = (pen: Pen, series: ShowDocument): readonly string[] =>
  entry(pen, summaryOf(series), '', pen.ink.bold);
