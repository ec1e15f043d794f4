// Every report of edges by its name. A new one is one file in this folder and one line here.
import type { EdgeList } from '../../result/edge-list.js';
import type { PieceReport } from '../report.js';
import { dot } from './dot.js';
import { githubMarkdown } from './github-markdown.js';
import { page } from './html.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { mermaid } from './mermaid.js';
import { svg } from './svg.js';
import { text } from './text.js';
import { tsv } from './tsv.js';

export const EDGES_REPORTS: readonly PieceReport<EdgeList>[] = [
  text,
  tsv,
  json,
  markdown,
  githubMarkdown,
  page,
  svg,
  dot,
  mermaid,
];
