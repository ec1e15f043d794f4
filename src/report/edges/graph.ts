// The graph of the edges as the reports of a check draw one state: for Graphviz, as a picture, as a Mermaid flowchart.
import type { EdgeList } from '../../result/edge-list.js';
import { dot as dotOfState } from '../dot.js';
import { mermaid as mermaidOfState } from '../mermaid.js';
import { asResult, listTitle } from '../part/edge-list.js';
import type { PieceReport } from '../report.js';
import { pictureOf } from '../svg.js';

export const dot: PieceReport<EdgeList> = {
  name: 'dot',
  description: 'the graph for Graphviz; of many edges, their number by pair',
  render: (list, view) => [dotOfState.render(asResult(list), view)],
};

export const svg: PieceReport<EdgeList> = {
  name: 'svg',
  description: 'the graph as a picture; of many edges, their number by pair',
  render: (list) => [pictureOf(asResult(list), 0, listTitle(list))],
};

export const mermaid: PieceReport<EdgeList> = {
  name: 'mermaid',
  description: 'the graph as a Mermaid flowchart; of many edges, their number by pair',
  render: (list, view) => [mermaidOfState.render(asResult(list), view)],
};
