// `diff` as one self-contained page: patches with tags, objections, edges side by side, the range-diff folded by patch.
import type { ComparedRevision, Comparison, PatchComparison } from '../../result/comparison.js';
import type { Tag } from '../../result/verdict.js';
import { DRAWING_COLOURS } from '../part/drawing.js';
import { escapeXml } from '../part/escape.js';
import type { Mark } from '../part/ledger.js';
import { pageOf, section } from '../part/page.js';
import { archiveLink, html } from '../part/page-section.js';
import { PAGE_STYLE } from '../part/page-style.js';
import type { Report } from '../report.js';
import { type DiffRow, type Entry, edgeRows, symbolRows } from './row.js';
import {
  CHANGES,
  edgeWords,
  endWords,
  labelOf,
  leftOutWords,
  lostNote,
  MARKS,
  namesOf,
  objectionHead,
  objectorOf,
  pairLabel,
  reasonWords,
  revisionWords,
  subjectOf,
  summaryOf,
  tagWords,
  titleOf,
} from './word.js';

const STYLE = `${DRAWING_COLOURS}${PAGE_STYLE}
td .change{white-space:nowrap}
ul.plain{list-style:none;padding:0;margin:0}
td ul.plain li{padding-left:1.1em;text-indent:-1.1em}`;

const MARK: { readonly [mark in Mark]: string } = {
  there: '',
  added: '<b class="bad">+</b> <span class="unseen">added</span>',
  removed: '<b class="good">−</b> <span class="unseen">removed</span>',
  gone: '',
};

const tableOf = (label: string, heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    `<div class="box" tabindex="0" role="group" aria-label="${label}"><table>`,
    `<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>`,
    ...rows.map(
      ([first = '', ...rest]) =>
        `<tr><th scope="row">${first}</th>${rest.map((one) => `<td>${one}</td>`).join('')}</tr>`,
    ),
    '</tbody></table></div>',
  ].join('\n');

const listOf = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul class="plain">${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;

/** To gain a tag is good, unlike an edge. */
const tagList = ({ tags, change }: Pick<PatchComparison, 'tags' | 'change'>): string => {
  const words = (tag: Tag): string => escapeXml(tagWords(tag));
  return listOf([
    ...tags.gained.map((tag) => `<b class="good">+</b> <span class="unseen">gained</span>${words(tag)}`),
    ...tags.lost.map(
      (tag) =>
        `<b class="bad">−</b> <span class="unseen">lost</span>${words(tag)} <span class="faint">(${lostNote(change)})</span>`,
    ),
  ]);
};

const revisionItem = (name: string, revision: ComparedRevision): string =>
  `<li><b>${name}</b> ${archiveLink(revision.messageId, html(revision.title))}: ${escapeXml(revisionWords(revision))}</li>`;

const patchSection = (comparison: Comparison): string => {
  const rows = comparison.patches.map((pair) => {
    const patch = pair.after ?? pair.before;
    const subject = escapeXml(subjectOf(pair));
    return [
      labelOf(pair.before, comparison.before),
      labelOf(pair.after, comparison.after),
      patch === null ? subject : archiveLink(patch.messageId, subject),
      `<span class="change"><span class="mono" aria-hidden="true">${escapeXml(MARKS[pair.change])}</span> ${CHANGES[pair.change]}</span>`,
      tagList(pair),
    ];
  });
  const cover = tagList({ tags: comparison.cover, change: 'changed' });
  const letter = cover === '' ? '' : `<h3>Cover letter</h3>${cover}`;
  return section(
    'patches',
    'Patches',
    tableOf('table of patches', [...namesOf(comparison), 'patch', 'change', 'tags'], rows) + letter,
  );
};

const objectionSection = (comparison: Comparison): string =>
  section(
    'objections',
    'Objections',
    comparison.objections.length === 0
      ? ''
      : tableOf(
          'table of objections',
          ['objection', 'by', 'in their words', 'state'],
          comparison.objections.map((one) => [
            objectionHead(one, comparison),
            escapeXml(objectorOf(one)),
            archiveLink(one.messageId, html(one.quote)),
            `<b class="${one.state === 'answered' ? 'good' : 'bad'}">${one.state}</b>: ${reasonWords(one)}${one.again === null ? '' : ` ${archiveLink(one.again, 'there')}`}`,
          ]),
        ),
  );

const cellOf = (entries: readonly Entry[]): string =>
  listOf(entries.map(({ mark, text }) => (mark === null ? '' : MARK[mark]) + escapeXml(text)));

const rowsOf = (rows: readonly DiffRow[]): readonly (readonly string[])[] =>
  rows.map(({ label, before, after }) => [escapeXml(label), cellOf(before), cellOf(after)]);

const edgeSection = (comparison: Comparison): string => {
  const { edges } = comparison;
  if (edges === null) return '';
  const names = namesOf(comparison);
  const { rows, leftOut } = edgeRows(comparison);
  const ends = [edges.before, edges.after].flatMap((one, at) => {
    const words = endWords(one);
    return words === null ? [] : [`<p><b>${names[at]}</b> ${escapeXml(words)}</p>`];
  });
  const left = edges.left;
  const only =
    left === null
      ? []
      : [
          ...left.onlyBefore.map((edge) => `only in ${names[0]}: ${escapeXml(edgeWords(edge))}`),
          ...left.onlyAfter.map((edge) => `only in ${names[1]}: ${escapeXml(edgeWords(edge))}`),
        ];
  return section(
    'edges',
    'Edges',
    [
      rows.length === 0 ? '' : tableOf('table of edges', ['after', ...names], rowsOf(rows)),
      leftOut === 0 ? '' : `<p class="faint">${leftOutWords(leftOut)}.</p>`,
      only.length === 0 ? '' : `<h3>After the last patch</h3>${listOf(only)}`,
      ...ends,
    ].join(''),
  );
};

const symbolSection = (comparison: Comparison): string => {
  const rows = symbolRows(comparison);
  return section(
    'symbols',
    'Lookups and exports, by the lines of the patches alone',
    rows.length === 0
      ? ''
      : tableOf('table of lookups and exports', ['patch', ...namesOf(comparison)], rowsOf(rows)),
  );
};

const codeLine = (line: string): string => {
  const text = line.split('\t').map(escapeXml).join('\t');
  if (line.startsWith('@@')) return `<span class="faint">${text}</span>`;
  if (line.startsWith('+')) return `<span class="good">${text}</span>`;
  return line.startsWith('-') ? `<span class="bad">${text}</span>` : text;
};

const rangeSection = (comparison: Comparison): string =>
  section(
    'range-diff',
    'Range-diff',
    comparison.patches
      .filter(({ lines }) => lines.length > 0)
      .map((pair) => {
        const label = escapeXml(pairLabel(pair, comparison));
        return `<details><summary>${label} ${escapeXml(subjectOf(pair))}</summary><pre tabindex="0" role="group" aria-label="range-diff of ${label}">${pair.lines.map(codeLine).join('\n')}</pre></details>`;
      })
      .join('\n'),
  );

export const page: Report<Comparison> = {
  name: 'html',
  description: 'one self-contained page',
  render: (comparison, { run }) => {
    const [old, now] = namesOf(comparison);
    return pageOf({
      title: escapeXml(titleOf(comparison)),
      style: STYLE,
      script: null,
      header: `<ul class="plain">${revisionItem(old, comparison.before)}${revisionItem(now, comparison.after)}</ul><p><b>${escapeXml(summaryOf(comparison))}</b></p>`,
      sections: [
        patchSection(comparison),
        objectionSection(comparison),
        edgeSection(comparison),
        symbolSection(comparison),
        rangeSection(comparison),
      ],
      command: 'diff',
      run,
    });
  },
};
