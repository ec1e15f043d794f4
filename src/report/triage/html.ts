// `triage` as one page that stands alone: a table for each verdict, titles linked to the archive.

import type { TriageResult, TriageRow } from '../../result/triage.js';
import { DRAWING_COLOURS } from '../part/drawing.js';
import { escapeXml } from '../part/escape.js';
import { pageOf, section } from '../part/page.js';
import { archiveLink, html, told } from '../part/page-section.js';
import { PAGE_STYLE } from '../part/page-style.js';
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

const HEADS: readonly (readonly [string, string, 'wide'?])[] = [
  ['rev', 'latest revision'],
  ['age', 'since it was posted', 'wide'],
  ['patches', 'patches that are there, of those that it counts', 'wide'],
  ['R', 'people who reviewed'],
  ['A', 'people who acked'],
  ['T', 'people who tested'],
  ['N', 'open NAKs'],
  ['?', 'questions without an answer'],
  ['!', 'failures from robots'],
  ['edges', 'removed, added, remaining', 'wide'],
];

const cell = (text: string | number, bad = false): string => {
  if (text === 0) return '<td class="mark faint">0</td>';
  return `<td class="mark">${bad ? `<b class="bad">${text}</b>` : text}</td>`;
};

const rowHtml = (row: TriageRow): string => {
  const { series, links } = row;
  const title = series === null ? html(titleOf(row)) : archiveLink(series.messageId, html(titleOf(row)));
  const author = series === null ? '' : `<br><span class="faint">${html(series.author)}</span>`;
  const broken = (links?.broken ?? []).map(
    ({ patch, message }) => `<li><b class="bad">after ${html(patch)}</b> ${told(message)}</li>`,
  );
  const counts =
    series === null
      ? Array.from({ length: 6 }, () => cell(''))
      : [
          cell(series.review.reviewed),
          cell(series.review.acked),
          cell(series.review.tested),
          cell(series.review.naks, true),
          cell(series.review.questions),
          cell(series.review.robotFailures, true),
        ];
  return [
    `<tr><th scope="row">${title}${author}<br><span class="words">${escapeXml(wordsOf(row))}<br></span>${told(reasonOf(row))}`,
    ...(broken.length === 0 ? [] : [`<ul class="tags">${broken.join('')}</ul>`]),
    '</th>',
    cell(revisionOf(row)),
    cell(series === null ? '' : ageOf(series.ageDays)),
    cell(patchesOf(row)),
    ...counts,
    cell(edgesOf(row)),
    '</tr>',
  ].join('');
};

const sections = (result: TriageResult): readonly string[] =>
  groupsOf(result).map(({ verdict, rows }, at) =>
    section(
      `verdict-${at}`,
      `${verdict} (${rows.length})`,
      [
        `<div class="box" tabindex="0" role="group" aria-label="series: ${verdict}"><table>`,
        `<thead><tr><th scope="col">series</th>${HEADS.map(([head, meaning, wide]) => `<th scope="col" class="state${wide === undefined ? '' : ' wide'}"><abbr title="${meaning}">${head}</abbr></th>`).join('')}</tr></thead>`,
        `<tbody>${rows.map(rowHtml).join('\n')}</tbody></table></div>`,
      ].join('\n'),
    ),
  );

export const page: Report<TriageResult> = {
  name: 'html',
  description: 'one page that stands alone',
  render: (result) => {
    const pair = pairOf(result);
    return pageOf({
      title: `triage: ${summaryOf(result)}`,
      style: STYLE,
      script: null,
      header:
        pair === ''
          ? ''
          : `<p class="faint">edges between ${html(pair)}: − removed, + added, = remaining</p>`,
      sections: sections(result),
      command: 'triage',
    });
  },
};
