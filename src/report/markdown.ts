// The report to paste into a reply to the list: plain text of 72 columns.
import type { CheckResult } from '../result/verdict.js';
import { checkSections } from './part/check-section.js';
import { shown } from './part/edge-line.js';
import { mailText } from './part/mail-text.js';
import type { Report } from './report.js';

const render = (result: CheckResult): string => {
  const { failed, reason } = result.verdict;
  return mailText(`${failed ? 'FAIL' : 'ok'}: ${shown(reason)}`, (pen) => checkSections(pen, result, false));
};

export const markdown: Report = {
  name: 'markdown',
  description: 'plain text of 72 columns, to paste into a reply to the list',
  render,
};
