// One page that stands alone, without script: the graph of the edges, and each edge; of many, their number by pair.
import type { EdgeList } from '../../check/edge-list.js';
import { DRAWING_COLOURS, DRAWING_STYLE } from '../part/drawing.js';
import { drawEdges } from '../part/edge-drawing.js';
import { asResult, countText, listTitle, MOST_LISTED, pairsOf } from '../part/edge-list.js';
import { escapeXml } from '../part/escape.js';
import { pageOf } from '../part/page.js';
import { edgesSection, html } from '../part/page-section.js';
import { PAGE_STYLE } from '../part/page-style.js';
import type { PieceReport } from '../report.js';

const graphSection = (list: EdgeList): string => {
  const drawing = drawEdges(list, 'modules and edges');
  const picture = drawing.drawn
    ? `<div class="box" id="graph" tabindex="0" role="group" aria-label="picture of the graph">${drawing.svg}</div>\n<ul class="key"><li>solid: linked</li><li>dashed: looked up at run time</li><li>dotted: header included</li></ul>`
    : `<p>A picture of ${drawing.arrows} arrows cannot be read; ask for fewer modules, or lay it out with Graphviz (<code>--format dot</code>).</p>`;
  return `<section aria-labelledby="graph-title"><h2 id="graph-title">Graph</h2>\n${picture}</section>`;
};

const KINDS = ['link', 'dynamic', 'include'] as const;

function* pairsSection(list: EdgeList): Iterable<string> {
  yield '<section aria-labelledby="pairs"><h2 id="pairs">Pairs of modules</h2>\n<div class="box" tabindex="0" role="group" aria-label="table of pairs"><table>\n';
  yield `<thead><tr><th scope="col">consumer</th><th scope="col">provider</th>${KINDS.map((kind) => `<th scope="col" class="state">${kind}</th>`).join('')}</tr></thead><tbody>\n`;
  for (const { consumer, provider, counts } of pairsOf(list)) {
    const cells = KINDS.map((kind) => `<td class="mark">${counts[kind] ?? ''}</td>`).join('');
    yield `<tr><th scope="row">${html(consumer)}</th><td>${html(provider)}</td>${cells}</tr>\n`;
  }
  yield '</tbody></table></div></section>\n';
}

const render = (list: EdgeList): Iterable<string> => [
  pageOf({
    title: escapeXml(listTitle(list)),
    style: `${DRAWING_COLOURS}${DRAWING_STYLE}${PAGE_STYLE}`,
    script: null,
    header: `<p class="faint">commit <code>${html(list.commit)}</code></p><p>${escapeXml(countText(list))}</p>`,
    sections: [
      graphSection(list),
      list.edges.length > MOST_LISTED ? [...pairsSection(list)].join('') : edgesSection(asResult(list)),
    ],
    command: 'edges',
  }),
];

export const page: PieceReport<EdgeList> = {
  name: 'html',
  description: 'one page that stands alone; of many edges, their number by pair',
  render,
};
