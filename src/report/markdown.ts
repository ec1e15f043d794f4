// The report to paste into a reply to the list: plain text of 72 columns.
import type { CheckResult } from '../result/verdict.js';
import { shown } from './part/edge-line.js';
import { ledgerTable } from './part/ledger-table.js';
import { mailText } from './part/mail-text.js';
import { lines } from './part/pen.js';
import { everyEdge, findingLines, otherFindings, stateSummaries, titleOf } from './part/state-text.js';
import type { Report } from './report.js';

const render = (result: CheckResult): string => {
  const { failed, reason } = result.verdict;
  return mailText(`${failed ? 'FAIL' : 'ok'}: ${shown(reason)}`, (pen) => [
    lines(pen, (text) => text, titleOf(result), '', 2),
    stateSummaries(pen, result),
    result.states.length > 1 ? ledgerTable(pen, result) : [],
    everyEdge(pen, result),
    otherFindings(result).flatMap((finding) => findingLines(pen, finding)),
  ]);
};

export const markdown: Report = {
  name: 'markdown',
  description: 'plain text of 72 columns, to paste into a reply to the list',
  render,
};
