// `triage` to paste into a mail: the table in 72 columns, everything below its first line in one indented block.
import type { TriageResult } from '../../result/triage.js';
import { mailText } from '../part/mail-text.js';
import type { Report } from '../report.js';
import { summaryOf } from './cell.js';
import { triageTable } from './table.js';

export const markdown: Report<TriageResult> = {
  name: 'markdown',
  description: 'plain text of 72 columns, to paste into a mail',
  render: (result) => mailText(summaryOf(result), (pen) => [triageTable(pen, result)]),
};
