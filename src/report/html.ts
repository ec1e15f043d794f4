// One page that stands alone: graph with a slider over the states, ledger, series, findings, edges with their code.
import type { CheckResult } from '../result/verdict.js';
import { DRAWING_COLOURS, DRAWING_STYLE } from './part/drawing.js';
import { escapeXml } from './part/escape.js';
import { graphSection } from './part/graph-section.js';
import { pageOf } from './part/page.js';
import { PAGE_SCRIPT } from './part/page-script.js';
import {
  archiveLink,
  edgesSection,
  findingsSection,
  html,
  ledgerSection,
  linked,
  seriesSection,
  stateName,
  told,
} from './part/page-section.js';
import { PAGE_STYLE } from './part/page-style.js';
import { titleOf } from './part/state-text.js';
import type { Report, View } from './report.js';

const STYLE = `${DRAWING_COLOURS}${DRAWING_STYLE}${PAGE_STYLE}`;

const stepperOf = ({ states }: CheckResult, last: number): string => {
  const names = states.map((state) => html(stateName(state)));
  const lastName = names[last] ?? '';
  return [
    `<div class="stepper"${last === 0 ? ' hidden' : ''}><label for="state">State</label><input id="state" type="range" min="0" max="${last}" step="1" value="${last}" aria-valuetext="${lastName}"><output id="now" for="state">${lastName}</output></div>`,
    '<p class="unscripted faint">After the last state. The ledger below shows every state.</p>',
    `<div hidden>${names.map((name) => `<span data-state-name="${name}"></span>`).join('')}</div>`,
  ].join('\n');
};

/** The archive's link to the cover letter, or to the first patch. */
const listLink = ({ series }: CheckResult): string => {
  const id = series?.mails?.find(({ messageId }) => messageId !== null)?.messageId;
  return id === undefined || id === null ? '' : `, ${archiveLink(id, 'the series on lore')}`;
};

/** What people object to and ask: it comes before what the analysis found. */
const objectionList = (result: CheckResult): string => {
  const items = result.findings
    .filter(({ kind }) => kind === 'objection')
    .map((one) => `<li>${one.state === undefined ? '' : `${html(one.state)}: `}${linked(one)}</li>`);
  return items.length === 0 ? '' : `<ul class="objections">${items.join('')}</ul>`;
};

const render = (result: CheckResult, { run }: View): string => {
  const { failed, reason } = result.verdict;
  const title = escapeXml(titleOf(result));
  const last = result.states.length - 1;
  const base = result.base === undefined ? '' : `base <code>${html(result.base)}</code>`;
  return pageOf({
    title,
    style: STYLE,
    script: PAGE_SCRIPT,
    run,
    header: [
      `<p class="faint">${base}${listLink(result)}</p>`,
      `<p class="verdict ${failed ? 'failed' : 'held'}">${failed ? 'FAIL' : 'ok'}: ${told(reason)}</p>`,
      objectionList(result),
    ].join('\n'),
    sections: [
      graphSection(result, last, stepperOf(result, last)),
      ledgerSection(result),
      findingsSection(result),
      seriesSection(result),
      edgesSection(result),
    ],
    command: 'check',
  });
};

export const page: Report = { name: 'html', description: 'one self-contained page', render };
