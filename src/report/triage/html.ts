// `triage` as one self-contained page: a table for each verdict, titles linked to the archive.

import { SETTLED, type TriageResult, type TriageRow } from '../../result/triage.js';
import { DRAWING_COLOURS } from '../part/drawing.js';
import { escapeXml } from '../part/escape.js';
import { pageOf, section } from '../part/page.js';
import { archiveLink, html, told } from '../part/page-section.js';
import { PAGE_STYLE } from '../part/page-style.js';
import { FILTER, TABLE_SCRIPT } from '../part/table-script.js';
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
  wordsOf,
} from './cell.js';

/** Columns stand below one another from table to table; where there is no room for them, a line of words says the same. */
const STYLE = `${DRAWING_COLOURS}${PAGE_STYLE}
table{table-layout:fixed;width:100%}
th.state{width:2rem}
th.wide{width:5.2rem}
td.mark{overflow-wrap:normal}
th.state,td.mark{padding-left:.1rem;padding-right:.1rem}
.words{display:none}
@media (max-width:48rem){th.state,td.mark{display:none}.words{display:inline}}`;

interface PageColumn {
  readonly head: string;
  readonly meaning: string;
  readonly wide: boolean;
  readonly cell: (row: TriageRow) => string;
}

const cell = (text: string | number, bad = false): string => {
  if (text === 0) return '<td class="mark faint">0</td>';
  return `<td class="mark">${bad ? `<b class="bad">${text}</b>` : text}</td>`;
};

const wide = (head: string, meaning: string, textOf: (row: TriageRow) => string): PageColumn => ({
  head,
  meaning,
  wide: true,
  cell: (row) => cell(textOf(row)),
});

const countColumn = ({ head, meaning, bad, count }: CountColumn): PageColumn => ({
  head,
  meaning,
  wide: false,
  cell: ({ series }) => (series === null ? cell('') : cell(count(series.review), bad)),
});

const columnsOf = (result: TriageResult): readonly PageColumn[] => [
  { ...wide('rev', 'revision', revisionOf), wide: false },
  wide('age', 'since it was posted', ({ series }) => (series === null ? '' : ageOf(series.ageDays))),
  wide('patches', 'patches that are there, of those that it counts', patchesOf),
  ...filledColumns(result).map(countColumn),
  ...(result.rows.some(({ links }) => links !== null)
    ? [wide('edges', 'removed, added, remaining', edgesOf)]
    : []),
];

const rowHtml = (row: TriageRow, columns: readonly PageColumn[]): string => {
  const { series, links } = row;
  const title = series === null ? html(titleOf(row)) : archiveLink(series.messageId, html(titleOf(row)));
  const sender = series === null ? '' : `<br><span class="faint">${told(senderOf(row))}</span>`;
  const broken = (links?.broken ?? []).map(
    ({ patch, message }) => `<li><b class="bad">after ${html(patch)}</b> ${told(message)}</li>`,
  );
  return [
    `<tr><th scope="row">${title}${sender}<br><span class="words">${escapeXml(wordsOf(row))}<br></span>${told(reasonOf(row))}`,
    ...(broken.length === 0 ? [] : [`<ul class="tags">${broken.join('')}</ul>`]),
    '</th>',
    ...columns.map((column) => column.cell(row)),
    '</tr>',
  ].join('');
};

const headHtml = ({ head, meaning, wide: isWide }: PageColumn): string =>
  `<th scope="col" class="state${isWide ? ' wide' : ''}"><abbr title="${meaning}">${head}</abbr></th>`;

const sections = (result: TriageResult): readonly string[] => {
  const columns = columnsOf(result);
  return groupsOf(result).map(({ verdict, rows }, at) => {
    const table = [
      `<div class="box" tabindex="0" role="group" aria-label="series: ${verdict}"><table>`,
      `<thead><tr><th scope="col">series</th>${columns.map(headHtml).join('')}</tr></thead>`,
      `<tbody>${rows.map((row) => rowHtml(row, columns)).join('\n')}</tbody></table></div>`,
    ].join('\n');
    const body = SETTLED.has(verdict)
      ? `<details><summary>They need no action.</summary>${table}</details>`
      : table;
    return section(`verdict-${at}`, `${verdict} (${rows.length})`, body);
  });
};

export const page: Report<TriageResult> = {
  name: 'html',
  description: 'one self-contained page',
  render: (result, { run }) => {
    const pair = pairOf(result);
    const note = noteOf(result);
    return pageOf({
      title: `triage: ${summaryOf(result)}`,
      style: STYLE,
      script: TABLE_SCRIPT,
      header: [
        ...(note === '' ? [] : [`<p><b>${note}</b></p>`]),
        ...(pair === ''
          ? []
          : [`<p class="faint">edges between ${html(pair)}: − removed, + added, = remaining</p>`]),
        FILTER,
      ].join('\n'),
      sections: sections(result),
      command: 'triage',
      run,
    });
  },
};
