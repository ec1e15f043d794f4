// `show` as one self-contained page: each patch with its tags and objections and a link to its mail in the archive.
import type { ObjectionDocument, ShowDocument, StaleDocument, TrailerDocument } from '../../result/series.js';
import { DRAWING_COLOURS } from '../part/drawing.js';
import { escapeXml } from '../part/escape.js';
import { pageOf, section } from '../part/page.js';
import { archiveLink, html } from '../part/page-section.js';
import { PAGE_STYLE } from '../part/page-style.js';
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

const STYLE = `${DRAWING_COLOURS}${PAGE_STYLE}`;

const tagItem = (tag: TrailerDocument): string => {
  const text = html(tagWords(tag));
  if (!isTaken(tag)) return `<li><b class="bad">not taken</b> ${text}</li>`;
  if (tag.source === 'patch') return `<li>${text}</li>`;
  return `<li><span class="good">+</span> ${archiveLink(tag.messageId, text)}</li>`;
};

const staleItem = (tag: StaleDocument): string =>
  `<li class="faint">${archiveLink(tag.messageId, html(staleWords(tag)))}</li>`;

const listOf = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul class="tags">${items.join('')}</ul>`;

const objectionItem = (objection: ObjectionDocument, series: ShowDocument): string =>
  `<li><b${objection.takenBack ? '' : ' class="bad"'}>${html(objectionWords(objection, series))}</b><br>${archiveLink(objection.messageId, html(objection.quote))}</li>`;

const patchItem = ({ index, patch }: ReturnType<typeof placesOf>[number], series: ShowDocument): string => {
  const label = `<b>${index}/${series.expected}</b>`;
  if (patch === null) return `<li>${label} <b class="bad">missing</b></li>`;
  const items = [
    ...patch.trailers.map(tagItem),
    ...patch.stale.map(staleItem),
    ...patch.objections.map((one) => objectionItem(one, series)),
  ];
  return `<li>${label} ${archiveLink(patch.messageId, html(subjectOf(patch)))}<br><span class="faint">${html(patch.author)}</span>${listOf(items)}</li>`;
};

const patchSection = (series: ShowDocument): string =>
  section(
    'patches',
    'Patches',
    `<ol class="patches">${placesOf(series)
      .map((place) => patchItem(place, series))
      .join('\n')}</ol>`,
  );

const coverSection = ({ cover, stale }: ShowDocument): string =>
  section(
    'cover',
    'Cover letter',
    listOf([
      ...(cover?.trailers ?? []).map((tag) => tagItem({ ...tag, source: 'follow-up' })),
      ...stale.map(staleItem),
    ]),
  );

/** The objections that no patch above shows. */
const objectionSection = (series: ShowDocument): string => {
  const told = new Set(series.patches.map(({ index }) => index));
  const rest = series.objections.filter(({ patch }) => patch === null || !told.has(patch));
  return section('objections', 'Objections', listOf(rest.map((one) => objectionItem(one, series))));
};

const robotSection = (series: ShowDocument): string =>
  section(
    'robots',
    'Robots',
    listOf(
      series.robots.map(
        (robot) => `<li>${archiveLink(robot.messageId, html(robotLine(robot, series)))}</li>`,
      ),
    ),
  );

const noteSection = ({ diagnostics }: ShowDocument): string =>
  section(
    'notes',
    'Notes',
    listOf(
      diagnostics.map(
        ({ severity, message }) =>
          `<li><b${severity === 'note' ? '' : ' class="bad"'}>${severity}</b> ${html(message)}</li>`,
      ),
    ),
  );

export const page: Report<ShowDocument> = {
  name: 'html',
  description: 'one self-contained page',
  render: (series, { run }) => {
    const base =
      series.baseCommit === null ? '' : `<p class="faint">base <code>${html(series.baseCommit)}</code></p>`;
    const facts = html(factsOf(series));
    return pageOf({
      title: html(titleOf(series)),
      style: STYLE,
      script: null,
      header: `<p>${series.messageId === null ? facts : archiveLink(series.messageId, facts)}</p>${base}<p><b>${escapeXml(summaryOf(series))}</b></p>`,
      sections: [
        coverSection(series),
        patchSection(series),
        objectionSection(series),
        robotSection(series),
        noteSection(series),
      ],
      command: 'show',
      run,
    });
  },
};
