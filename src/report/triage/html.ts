// `triage` as one page that stands alone: a table for each verdict, titles linked to the archive.

import type { TriageResult, TriageRow } from '../../check/triage/result.js';
import { DRAWING_COLOURS } from '../part/drawing.js';
import { pageOf } from '../part/page.js';
import { archiveLink, html } from '../part/page-section.js';
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
} from './cell.js';

const STYLE = `${DRAWING_COLOURS}${PAGE_STYLE}`;

const HEADS: readonly (readonly [string, string])[] = [
  ['rev', 'latest revision'],
  ['age', 'since it was posted'],
  ['patches', 'patches that are there, of those that it counts'],
  ['R', 'people who reviewed'],
  ['A', 'people who acked'],
  ['T', 'people who tested'],
  ['N', 'open NAKs'],
  ['?', 'questions without an answer'],
  ['!', 'failures from robots'],
  ['edges', 'removed, added, remaining'],
];

const cell = (text: string | number, bad = false): string =>
  `<td class="mark">${bad && text !== 0 ? `<b class="bad">${text}</b>` : text}</td>`;

const rowHtml = (row: TriageRow): string => {
  const { series, links } = row;
  const title = series === null ? html(titleOf(row)) : archiveLink(series.messageId, html(titleOf(row)));
  const author = series === null ? '' : `<br><span class="faint">${html(series.author)}</span>`;
  const broken = (links?.broken ?? []).map(
    ({ patch, message }) => `<li><b class="bad">after ${html(patch)}</b> ${html(message)}</li>`,
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
    `<tr><th scope="row">${title}${author}<br>${html(reasonOf(row))}`,
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
    [
      `<section aria-labelledby="verdict-${at}"><h2 id="verdict-${at}">${verdict} (${rows.length})</h2>`,
      `<div class="box" tabindex="0" role="group" aria-label="series: ${verdict}"><table>`,
      `<thead><tr><th scope="col">series</th>${HEADS.map(([head, meaning]) => `<th scope="col" class="state"><abbr title="${meaning}">${head}</abbr></th>`).join('')}</tr></thead>`,
      `<tbody>${rows.map(rowHtml).join('\n')}</tbody></table></div></section>`,
    ].join('\n'),
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
