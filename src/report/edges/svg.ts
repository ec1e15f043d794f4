// The graph of the edges as an SVG picture that stands alone.
import type { EdgeList } from '../../result/edge-list.js';
import { asResult, listTitle } from '../part/edge-list.js';
import type { PieceReport } from '../report.js';
import { pictureOf } from '../svg.js';

export const svg: PieceReport<EdgeList> = {
  name: 'svg',
  description: 'the graph as a picture; of many edges, their number by pair',
  render: (list) => [pictureOf(asResult(list), 0, listTitle(list))],
};
