// One page that stands alone: graph with a slider over the states, ledger, series, findings, edges with their code.
import type { CheckResult } from '../check/verdict.js';
import { DRAWING_COLOURS, DRAWING_STYLE, drawGraph } from './part/drawing.js';
import { shown } from './part/edge-line.js';
import { escapeXml } from './part/escape.js';
import { graphOf } from './part/graph.js';
import { pageOf } from './part/page.js';
import { PAGE_SCRIPT } from './part/page-script.js';
import {
  edgesSection,
  findingsSection,
  html,
  ledgerSection,
  seriesSection,
  stateName,
} from './part/page-section.js';
import { PAGE_STYLE } from './part/page-style.js';
import { titleOf } from './part/state-text.js';
import type { Report } from './report.js';

const STYLE = `${DRAWING_COLOURS}${DRAWING_STYLE}${PAGE_STYLE}`;

const graphSection = (result: CheckResult): string => {
  const last = result.states.length - 1;
  const names = result.states.map((state) => `<span data-state-name="${html(stateName(state))}"></span>`);
  const lastName = html(result.states[last] ? stateName(result.states[last]) : '');
  return [
    '<section aria-labelledby="graph-title"><h2 id="graph-title">Graph</h2>',
    `<div class="stepper"${last === 0 ? ' hidden' : ''}><label for="state">State</label><input id="state" type="range" min="0" max="${last}" step="1" value="${last}" aria-valuetext="${lastName}"><output id="now" for="state">${lastName}</output></div>`,
    `<p class="unscripted faint">After the last state. The ledger below shows every state.</p>`,
    `<div class="box" id="graph" tabindex="0" role="group" aria-label="picture of the graph">${drawGraph(graphOf(result), last, 'modules and edges')}</div>`,
    '<p id="detail" class="mono" aria-live="polite">Point at an edge, or move to it with the Tab key, to see where it is.</p>',
    '<ul class="key"><li>solid: linked</li><li>dashed: looked up at run time</li><li>dotted: header included</li><li><b class="bad">+ added</b></li><li><s class="faint">− removed</s></li></ul>',
    `<div hidden>${names.join('')}</div></section>`,
  ].join('\n');
};

const render = (result: CheckResult): string => {
  const { failed, reason } = result.verdict;
  const title = escapeXml(titleOf(result));
  const base = result.base === undefined ? '' : `<p class="faint">base <code>${html(result.base)}</code></p>`;
  return pageOf({
    title,
    style: STYLE,
    script: PAGE_SCRIPT,
    header: `${base}<p class="verdict ${failed ? 'failed' : 'held'}">${failed ? 'fails' : 'holds'}: ${escapeXml(shown(reason))}</p>`,
    sections: [
      graphSection(result),
      ledgerSection(result),
      findingsSection(result),
      seriesSection(result),
      edgesSection(result),
    ],
    command: 'check',
  });
};

export const page: Report = { name: 'html', description: 'one page that stands alone', render };
