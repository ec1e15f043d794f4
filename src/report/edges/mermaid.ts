// The graph of the edges as a Mermaid flowchart.
import type { EdgeList } from '../../result/edge-list.js';
import { mermaid as mermaidOfState } from '../mermaid.js';
import { asResult } from '../part/edge-list.js';
import type { PieceReport } from '../report.js';

export const mermaid: PieceReport<EdgeList> = {
  name: 'mermaid',
  description: 'the graph as a Mermaid flowchart; of many edges, their number by pair',
  render: (list, view) => [mermaidOfState.render(asResult(list), view)],
};
