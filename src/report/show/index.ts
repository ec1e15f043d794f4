// Every report of `show` by its name. A new one is one file in this folder and one line here.
import type { ShowDocument } from '../../result/series.js';
import type { Report } from '../report.js';
import { githubMarkdown } from './github-markdown.js';
import { page } from './html.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { text } from './text.js';

export const SHOW_REPORTS: readonly Report<ShowDocument>[] = [text, json, markdown, githubMarkdown, page];
