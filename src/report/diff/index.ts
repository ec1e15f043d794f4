// Every report of `diff` by its name. A new one is one file in this folder and one line here.
import type { Comparison } from '../../result/comparison.js';
import { jsonReport } from '../json.js';
import { mailReport } from '../part/mail-text.js';
import type { Report } from '../report.js';
import { githubMarkdown } from './github-markdown.js';
import { page } from './html.js';
import { comparisonParts } from './section.js';
import { text } from './text.js';
import { summaryOf } from './word.js';

export const DIFF_REPORTS: readonly Report<Comparison>[] = [
  text,
  jsonReport('diff'),
  mailReport(summaryOf, comparisonParts),
  githubMarkdown,
  page,
];
