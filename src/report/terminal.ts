// The report for people: a line for each state, the ledger, where each edge is, findings, one verdict line.
import type { CheckResult } from '../result/verdict.js';
import { ledgerTable } from './part/ledger-table.js';
import { lines, type Pen, penOf } from './part/pen.js';
import { sheet } from './part/sheet.js';
import {
  everyEdge,
  findingLines,
  otherFindings,
  stateListing,
  stateSummaries,
  titleOf,
  verdictLines,
} from './part/state-text.js';
import type { Report, View } from './report.js';

const findings = (pen: Pen, result: CheckResult): readonly string[] => {
  const others = otherFindings(result);
  return others.length === 0
    ? []
    : [pen.ink.bold('findings'), ...others.flatMap((finding) => findingLines(pen, finding))];
};

const render = (result: CheckResult, view: View): string => {
  const pen = penOf(view);
  if (view.detail === 'quiet') return sheet(pen, [verdictLines(pen, result)]);
  const title = lines(pen, pen.ink.bold, titleOf(result), '', 2);
  // One column says nothing that the list of edges does not say.
  const table = result.states.length > 1 ? ledgerTable(pen, result) : [];
  const edges =
    view.detail === 'verbose'
      ? result.states.map((state) => stateListing(pen, state))
      : [everyEdge(pen, result)];
  return sheet(pen, [
    title,
    stateSummaries(pen, result, view.detail !== 'verbose'),
    table,
    ...edges,
    findings(pen, result),
    verdictLines(pen, result),
  ]);
};

export const terminal: Report = {
  name: 'terminal',
  description: 'for people (the default)',
  render,
};
