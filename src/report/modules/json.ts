// The modules for programs: the contract of src/result/module-list.ts, a module a line (schema/modules.schema.json).
import type { ModuleList } from '../../result/module-list.js';
import { jsonPieces } from '../json.js';
import type { PieceReport } from '../report.js';

export const json: PieceReport<ModuleList> = {
  name: 'json',
  description: 'one JSON document, see schema/modules.schema.json',
  render: (list) => jsonPieces(list),
};
