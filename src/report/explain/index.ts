// Every report of explanations by its name. A new one is one file in this folder and one line here.
import type { ExplanationList } from '../../result/explanation.js';
import { jsonPieceReport } from '../json.js';
import { mailPieceReport } from '../part/mail-text.js';
import type { PieceReport } from '../report.js';
import { text } from './text.js';

export const EXPLAIN_REPORTS: readonly PieceReport<ExplanationList>[] = [
  text,
  jsonPieceReport('explain'),
  mailPieceReport(text),
];
