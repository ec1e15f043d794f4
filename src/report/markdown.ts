// The report to paste into a reply to the list: plain text of 72 columns (Documentation/process/email-clients.rst),
// everything below its first line in one indented block, so that it is literal where Markdown is rendered too.
import type { CheckResult } from '../check/verdict.js';
import { shown } from './part/edge-line.js';
import { ledgerTable } from './part/ledger-table.js';
import { lines, penOf } from './part/pen.js';
import { everyEdge, findingLines, otherFindings, stateSummaries, titleOf } from './part/state-text.js';
import { wrap } from './part/wrap.js';
import { PLAIN_VIEW, type Report } from './report.js';

const MAIL_COLUMNS = 72;
const INDENT = '    ';

const render = (result: CheckResult): string => {
  const pen = penOf({ ...PLAIN_VIEW, columns: MAIL_COLUMNS - INDENT.length, ascii: true });
  const { failed, reason } = result.verdict;
  const parts = [
    lines(pen, (text) => text, titleOf(result), '', 2),
    stateSummaries(pen, result),
    result.states.length > 1 ? ledgerTable(pen, result) : [],
    everyEdge(pen, result),
    otherFindings(result).flatMap((finding) => findingLines(pen, finding)),
  ];
  const block = parts
    .filter((part) => part.length > 0)
    .map((part) => part.map((line) => `${INDENT}${line}`.trimEnd()).join('\n'));
  // The only line that is not in the block begins with words of our own, so no text of the mail begins a line.
  const verdict = wrap(
    `${failed ? 'FAIL' : 'ok'}: ${shown(reason).replace(/[<>]/g, '?')}`,
    MAIL_COLUMNS,
    'kvm-vfio-series: ',
    2,
  );
  return `${[verdict.join('\n'), ...block].join('\n\n')}\n`;
};

export const markdown: Report = {
  name: 'markdown',
  description: 'plain text of 72 columns, to paste into a reply to the list',
  render,
};
