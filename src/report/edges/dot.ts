// The graph of the edges in the DOT language of Graphviz.
import type { EdgeList } from '../../result/edge-list.js';
import { dot as dotOfState } from '../dot.js';
import { asResult } from '../part/edge-list.js';
import type { PieceReport } from '../report.js';

export const dot: PieceReport<EdgeList> = {
  name: 'dot',
  description: 'the graph for Graphviz; of many edges, their number by pair',
  render: (list, view) => [dotOfState.render(asResult(list), view)],
};
