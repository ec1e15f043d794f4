// Every report of edges by its name. A new one is one file in this folder and one line here.
import type { EdgeList } from '../../result/edge-list.js';
import { jsonPieceReport } from '../json.js';
import { mailPieceReport } from '../part/mail-text.js';
import type { PieceReport } from '../report.js';
import { githubMarkdown } from './github-markdown.js';
import { dot, mermaid, svg } from './graph.js';
import { page } from './html.js';
import { text } from './text.js';
import { tsv } from './tsv.js';

export const EDGES_REPORTS: readonly PieceReport<EdgeList>[] = [
  text,
  tsv,
  jsonPieceReport('edges'),
  mailPieceReport(text),
  githubMarkdown,
  page,
  svg,
  dot,
  mermaid,
];
