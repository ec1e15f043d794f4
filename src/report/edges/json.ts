// The edges for programs: the contract of src/result/edge-list.ts, an edge a line (schema/edges.schema.json).
import type { EdgeList } from '../../result/edge-list.js';
import { jsonPieces } from '../json.js';
import type { PieceReport } from '../report.js';

export const json: PieceReport<EdgeList> = {
  name: 'json',
  description: 'one JSON document, see schema/edges.schema.json',
  render: (list) => jsonPieces(list),
};
