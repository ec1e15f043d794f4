// `show` for a comment on a forge: the patches with their tags, objections and robots as tables (GitHub Flavored Markdown).
import type { ShowDocument, StaleDocument, TrailerDocument } from '../../result/series.js';
import { shown } from '../part/edge-line.js';
import { escapeMarkdown } from '../part/escape.js';
import { folded, table } from '../part/forge.js';
import type { Report } from '../report.js';
import {
  factsOf,
  isTaken,
  objectionWords,
  placesOf,
  robotLine,
  staleWords,
  subjectOf,
  summaryOf,
  tagWords,
  titleOf,
} from './word.js';

const safe = (text: string): string => escapeMarkdown(shown(text.replace(/\s+/g, ' ')));

const tagCell = (tags: readonly TrailerDocument[], stale: readonly StaleDocument[]): string =>
  [
    ...tags.map((tag) => {
      const mark = isTaken(tag) ? (tag.source === 'patch' ? '' : '**+** ') : '**!** ';
      return mark + safe(tagWords(tag));
    }),
    ...stale.map((tag) => `~~${safe(staleWords(tag))}~~`),
  ].join('<br>');

const patchTable = (series: ShowDocument): readonly string[] =>
  table(
    ['', 'patch', 'tags'],
    placesOf(series).map(({ index, patch }) => [
      `${index}/${series.expected}`,
      patch === null ? '**missing**' : safe(subjectOf(patch)),
      patch === null ? '' : tagCell(patch.trailers, patch.stale),
    ]),
  );

const objectionTable = (series: ShowDocument): readonly string[] =>
  series.objections.length === 0
    ? []
    : [
        '',
        ...table(
          ['objection', 'in their words'],
          series.objections.map((one) => [safe(objectionWords(one, series)), safe(one.quote)]),
        ),
      ];

export const githubMarkdown: Report<ShowDocument> = {
  name: 'github-markdown',
  description: 'Markdown with tables, for a comment on a forge',
  render: (series) => {
    const cover = tagCell(
      (series.cover?.trailers ?? []).map((tag) => ({ ...tag, source: 'follow-up' })),
      series.stale,
    );
    const notes = series.diagnostics.map(({ severity, message }) => `- **${severity}** ${safe(message)}`);
    return [
      `### ${safe(titleOf(series))}`,
      '',
      safe(factsOf(series)),
      '',
      ...(cover === '' ? [] : [`Cover letter: ${cover}`, '']),
      ...patchTable(series),
      ...objectionTable(series),
      '',
      ...(series.robots.length === 0
        ? []
        : [...series.robots.map((robot) => `- ${safe(robotLine(robot, series))}`), '']),
      ...(notes.length === 0 ? [] : folded('Notes', notes)),
      escapeMarkdown(summaryOf(series)),
      '',
    ].join('\n');
  },
};
