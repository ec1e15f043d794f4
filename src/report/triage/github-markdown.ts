// The report for a comment or an issue on a forge: a table for each verdict (GitHub Flavored Markdown Spec).

import { SETTLED, type TriageResult, type TriageRow } from '../../result/triage.js';
import { escapeMarkdown } from '../part/escape.js';
import { folded, table } from '../part/forge.js';
import type { Report } from '../report.js';
import {
  ageOf,
  type CountColumn,
  edgesOf,
  filledColumns,
  groupsOf,
  noteOf,
  pairOf,
  patchesOf,
  reasonOf,
  revisionOf,
  senderOf,
  summaryOf,
  titleOf,
  type VerdictGroup,
} from './cell.js';

/** A comment may have 65,536 characters; this many rows of ordinary titles fit. */
const MOST_ROWS = 150;

const escapeHead = (head: string): string => head.replace('!', '\\!');

const headsOf = (columns: readonly CountColumn[]): readonly string[] => [
  'series',
  'rev',
  'age',
  'patches',
  ...columns.map(({ head }) => escapeHead(head)),
  'edges',
  'why',
  'from',
];

const cellsOf = (row: TriageRow, columns: readonly CountColumn[]): readonly string[] => {
  const { series } = row;
  return [
    escapeMarkdown(titleOf(row)),
    revisionOf(row),
    series === null ? '' : ageOf(series.ageDays),
    patchesOf(row),
    ...columns.map(({ count }) => (series === null ? '' : String(count(series.review)))),
    escapeMarkdown(edgesOf(row)),
    escapeMarkdown(reasonOf(row)),
    escapeMarkdown(senderOf(row)),
  ];
};

const groupLines = ({ verdict, rows }: VerdictGroup, columns: readonly CountColumn[]): readonly string[] => {
  const lines = table(
    headsOf(columns),
    rows.map((row) => cellsOf(row, columns)),
  );
  return SETTLED.has(verdict)
    ? ['', ...folded(`${verdict} (${rows.length})`, lines)]
    : ['', `#### ${verdict}`, '', ...lines];
};

export const githubMarkdown: Report<TriageResult> = {
  name: 'github-markdown',
  description: 'Markdown with tables, for a comment on a forge',
  render: (result) => {
    const rows = result.rows.slice(0, MOST_ROWS);
    const left = result.rows.length - rows.length;
    const columns = filledColumns({ rows });
    const tables = groupsOf({ ...result, rows }).flatMap((group) => groupLines(group, columns));
    const pair = pairOf(result);
    const note = noteOf(result);
    const legend = columns.map(({ head, meaning }) => `${escapeHead(head)} ${meaning}`).join(', ');
    return [
      `### ${escapeMarkdown(summaryOf(result))}`,
      ...(note === '' ? [] : ['', note]),
      ...tables,
      ...(left > 0 ? ['', `${left} more series are not shown.`] : []),
      ...(legend === '' ? [] : ['', `${legend}.`]),
      ...(pair === '' ? [] : ['', `Edges between ${escapeMarkdown(pair)}: - removed, + added, = remaining.`]),
      '',
    ].join('\n');
  },
};
