// Every report of `show` by its name. A new one is one file in this folder and one line here.
import type { ShowDocument } from '../../result/series.js';
import { jsonReport } from '../json.js';
import { mailReport } from '../part/mail-text.js';
import type { Report } from '../report.js';
import { githubMarkdown } from './github-markdown.js';
import { page } from './html.js';
import { seriesParts } from './section.js';
import { text } from './text.js';
import { summaryOf } from './word.js';

export const SHOW_REPORTS: readonly Report<ShowDocument>[] = [
  text,
  jsonReport('show'),
  mailReport(summaryOf, seriesParts),
  githubMarkdown,
  page,
];
