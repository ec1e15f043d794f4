// `diff` for programs: the contract of src/result/comparison.ts as it stands (schema/diff.schema.json).
import type { Comparison } from '../../result/comparison.js';
import { toJson } from '../json.js';
import type { Report } from '../report.js';

export const json: Report<Comparison> = {
  name: 'json',
  description: 'one JSON document, see schema/diff.schema.json',
  render: (comparison) => toJson(comparison),
};
