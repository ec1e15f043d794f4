// The report to paste into a reply to the list: plain text of 72 columns.
import type { CheckResult } from '../result/verdict.js';
import { checkSections } from './part/check-section.js';
import { shown } from './part/edge-line.js';
import { mailReport } from './part/mail-text.js';

export const markdown = mailReport<CheckResult>(
  ({ verdict: { failed, reason } }) => `${failed ? 'FAIL' : 'ok'}: ${shown(reason)}`,
  (pen, result) => checkSections(pen, result, false),
);
