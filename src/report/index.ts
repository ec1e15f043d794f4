// Every report by its name. A new one is one file in this folder and one line here.
import { b4 } from './b4.js';
import { dot } from './dot.js';
import { github } from './github.js';
import { githubMarkdown } from './github-markdown.js';
import { page } from './html.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import { mermaid } from './mermaid.js';
import { patchwork } from './patchwork.js';
import { reply } from './reply.js';
import { type Report, reportIn } from './report.js';
import { sarif } from './sarif.js';
import { svg } from './svg.js';
import { terminal } from './terminal.js';

export const REPORTS: readonly Report[] = [
  terminal,
  json,
  markdown,
  githubMarkdown,
  page,
  svg,
  dot,
  mermaid,
  sarif,
  junit,
  github,
  patchwork,
  b4,
  reply,
];

/**
 * The report of this name.
 * @throws UserError `usage` when there is none.
 */
export const reportNamed = (name: string): Report => reportIn(REPORTS, name);
