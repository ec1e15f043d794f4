// The edges for a comment on a forge: a table and a Mermaid graph (GitHub Flavored Markdown Spec).
import { EDGE_KIND_NAMES } from '../../base/edge.js';
import type { EdgeList } from '../../result/edge-list.js';
import type { Edge } from '../../result/verdict.js';
import { mermaidLines } from '../mermaid.js';
import { architecturesOf, exportOf, placeOf, shown } from '../part/edge-line.js';
import { asResult, countText, listTitle, pairsOf } from '../part/edge-list.js';
import { codeSpan, escapeMarkdown } from '../part/escape.js';
import { folded, table } from '../part/forge.js';
import type { PieceReport } from '../report.js';

/** A comment may have 65,536 characters; this many rows of ordinary names fit. */
const MOST_ROWS = 150;

const direction = (consumer: string, provider: string): string =>
  `${escapeMarkdown(shown(consumer))} → ${escapeMarkdown(shown(provider))}`;

const edgeRow = (edge: Edge): readonly string[] => [
  `${direction(edge.consumer, edge.provider)} ${codeSpan(shown(edge.symbol))}`,
  edge.kind,
  edge.condition === null ? '' : codeSpan(shown(edge.condition)),
  codeSpan(placeOf(edge.reference)),
  codeSpan(exportOf(edge)),
  escapeMarkdown(architecturesOf(edge)),
];

const edgeTable = (list: EdgeList): readonly string[] =>
  table(['edge', 'kind', 'if', 'needed at', 'exported', 'architectures'], list.edges.map(edgeRow));

const pairTable = (list: EdgeList): readonly string[] => {
  const pairs = pairsOf(list);
  const rows = pairs.slice(0, MOST_ROWS).map(({ consumer, provider, counts }) => {
    return [direction(consumer, provider), ...EDGE_KIND_NAMES.map((kind) => String(counts[kind] ?? ''))];
  });
  const left = pairs.length - rows.length;
  return [
    ...table(['pair', ...EDGE_KIND_NAMES], rows),
    ...(left > 0 ? ['', `${left} more pairs are not shown.`] : []),
  ];
};

/** GitHub draws no flowchart with more arrows (Mermaid, "maxEdges"). */
const MOST_ARROWS = 280;

const graph = (list: EdgeList): readonly string[] => {
  const chart = mermaidLines(asResult(list), 0);
  const drawable = list.edges.length > 0 && pairsOf(list).length <= MOST_ARROWS;
  return drawable ? folded('Graph', ['```mermaid', ...chart, '```']) : [];
};

const render = (list: EdgeList): Iterable<string> => [
  [
    `### ${escapeMarkdown(listTitle(list))}`,
    '',
    escapeMarkdown(countText(list)),
    '',
    ...(list.edges.length > MOST_ROWS ? pairTable(list) : list.edges.length > 0 ? edgeTable(list) : []),
    '',
    ...graph(list),
  ]
    .join('\n')
    .replace(/\n+$/, '\n'),
];

export const githubMarkdown: PieceReport<EdgeList> = {
  name: 'github-markdown',
  description: 'Markdown with a table and a graph, for a comment on a forge',
  render,
};
