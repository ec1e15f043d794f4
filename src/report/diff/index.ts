// Every report of `diff` by its name. A new one is one file in this folder and one line here.
import type { Comparison } from '../../result/comparison.js';
import type { Report } from '../report.js';
import { githubMarkdown } from './github-markdown.js';
import { page } from './html.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { text } from './text.js';

export const DIFF_REPORTS: readonly Report<Comparison>[] = [text, json, markdown, githubMarkdown, page];
