// `show` for programs: the contract of src/result/series.ts as it stands (schema/show.schema.json).
import type { ShowDocument } from '../../result/series.js';
import { toJson } from '../json.js';
import type { Report } from '../report.js';

export const json: Report<ShowDocument> = {
  name: 'json',
  description: 'one JSON document, see schema/show.schema.json',
  render: (series) => toJson(series),
};
