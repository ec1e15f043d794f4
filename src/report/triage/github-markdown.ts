// The report for a comment or an issue on a forge: a table for each verdict (GitHub Flavored Markdown Spec).

import type { TriageResult, TriageRow } from '../../result/triage.js';
import { escapeMarkdown } from '../part/escape.js';
import { table } from '../part/forge.js';
import type { Report } from '../report.js';
import {
  ageOf,
  edgesOf,
  groupsOf,
  pairOf,
  patchesOf,
  reasonOf,
  revisionOf,
  summaryOf,
  titleOf,
} from './cell.js';

/** A comment may have 65,536 characters; this many rows of ordinary titles fit. */
const MOST_ROWS = 150;

const HEADS = ['series', 'rev', 'age', 'patches', 'R', 'A', 'T', 'N', '?', '\\!', 'edges', 'why'];

const cellsOf = (row: TriageRow): readonly string[] => {
  const review = row.series?.review;
  const counts = review && [
    review.reviewed,
    review.acked,
    review.tested,
    review.naks,
    review.questions,
    review.robotFailures,
  ];
  return [
    escapeMarkdown(titleOf(row)),
    revisionOf(row),
    row.series === null ? '' : ageOf(row.series.ageDays),
    patchesOf(row),
    ...(counts?.map(String) ?? Array.from({ length: 6 }, () => '')),
    escapeMarkdown(edgesOf(row)),
    escapeMarkdown(reasonOf(row)),
  ];
};

export const githubMarkdown: Report<TriageResult> = {
  name: 'github-markdown',
  description: 'Markdown with tables, for a comment on a forge',
  render: (result) => {
    const rows = result.rows.slice(0, MOST_ROWS);
    const left = result.rows.length - rows.length;
    const tables = groupsOf({ ...result, rows }).flatMap(({ verdict, rows: some }) => [
      '',
      `#### ${verdict}`,
      '',
      ...table(HEADS, some.map(cellsOf)),
    ]);
    const pair = pairOf(result);
    return [
      `### ${escapeMarkdown(summaryOf(result))}`,
      ...tables,
      ...(left > 0 ? ['', `${left} more series are not shown.`] : []),
      '',
      'R reviewed, A acked, T tested (people), N open NAKs, ? questions without an answer, \\! failures from robots',
      ...(pair === '' ? [] : ['', `Edges between ${escapeMarkdown(pair)}: - removed, + added, = remaining.`]),
      '',
    ].join('\n');
  },
};
