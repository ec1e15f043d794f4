// Every report of `triage` by its name. A new one is one file in this folder and one line here.
import type { TriageResult } from '../../result/triage.js';
import type { Report } from '../report.js';
import { githubMarkdown } from './github-markdown.js';
import { page } from './html.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { text } from './text.js';

export const TRIAGE_REPORTS: readonly Report<TriageResult>[] = [text, json, markdown, githubMarkdown, page];
