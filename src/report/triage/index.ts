// Every report of `triage` by its name. A new one is one file in this folder and one line here.
import type { TriageResult } from '../../result/triage.js';
import { jsonReport } from '../json.js';
import { mailReport } from '../part/mail-text.js';
import type { Report } from '../report.js';
import { summaryOf } from './cell.js';
import { githubMarkdown } from './github-markdown.js';
import { page } from './html.js';
import { reply } from './reply.js';
import { triageTable } from './table.js';
import { text } from './text.js';

const markdown = mailReport<TriageResult>(summaryOf, (pen, result) => [triageTable(pen, result)], 'a mail');

export const TRIAGE_REPORTS: readonly Report<TriageResult>[] = [
  text,
  jsonReport('triage'),
  markdown,
  githubMarkdown,
  page,
  reply,
];
