// One page that stands alone: the graph of the edges, and each edge; of many, their number by pair.
import { EDGE_KIND_NAMES } from '../../base/edge.js';
import type { EdgeList } from '../../result/edge-list.js';
import { DRAWING_COLOURS, DRAWING_STYLE } from '../part/drawing.js';
import { asResult, countText, listTitle, MOST_LISTED, pairsOf } from '../part/edge-list.js';
import { escapeXml } from '../part/escape.js';
import { graphSection } from '../part/graph-section.js';
import { pageOf, section } from '../part/page.js';
import { GRAPH_SCRIPT } from '../part/page-script.js';
import { edgesSection, html } from '../part/page-section.js';
import { PAGE_STYLE } from '../part/page-style.js';
import type { PieceReport, View } from '../report.js';

const pairsSection = (list: EdgeList): string => {
  const heads = EDGE_KIND_NAMES.map((kind) => `<th scope="col" class="state">${kind}</th>`);
  const rows = pairsOf(list).map(({ consumer, provider, counts }) => {
    const cells = EDGE_KIND_NAMES.map((kind) => `<td class="mark">${counts[kind] ?? ''}</td>`);
    return `<tr><th scope="row">${html(consumer)}</th><td>${html(provider)}</td>${cells.join('')}</tr>`;
  });
  const table = [
    '<div class="box" tabindex="0" role="group" aria-label="table of pairs"><table>',
    `<thead><tr><th scope="col">consumer</th><th scope="col">provider</th>${heads.join('')}</tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table></div>`,
  ];
  return section('pairs', 'Pairs of modules', table.join('\n'));
};

const render = (list: EdgeList, { run }: View): Iterable<string> => {
  const result = asResult(list);
  return [
    pageOf({
      title: escapeXml(listTitle(list)),
      style: `${DRAWING_COLOURS}${DRAWING_STYLE}${PAGE_STYLE}`,
      script: GRAPH_SCRIPT,
      header: `<p class="faint">commit <code>${html(list.commit)}</code></p><p>${escapeXml(countText(list))}</p>`,
      sections: [
        graphSection(result, 0),
        list.edges.length > MOST_LISTED ? pairsSection(list) : edgesSection(result),
      ],
      command: 'edges',
      run,
    }),
  ];
};

export const page: PieceReport<EdgeList> = {
  name: 'html',
  description: 'one self-contained page; of many edges, their number by pair',
  render,
};
