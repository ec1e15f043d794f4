// Explanations for programs: the contract of src/result/explanation.ts, an edge a line (schema/explain.schema.json).
import type { ExplanationList } from '../../result/explanation.js';
import { jsonPieces } from '../json.js';
import type { PieceReport } from '../report.js';

export const json: PieceReport<ExplanationList> = {
  name: 'json',
  description: 'one JSON document, see schema/explain.schema.json',
  render: (list) => jsonPieces(list),
};
