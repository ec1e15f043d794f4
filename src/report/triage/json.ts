// The report for programs: the contract of src/result/triage.ts as it stands (schema/triage.schema.json).

import type { TriageResult } from '../../result/triage.js';
import { toJson } from '../json.js';
import type { Report } from '../report.js';

export const json: Report<TriageResult> = {
  name: 'json',
  description: 'one JSON document, see schema/triage.schema.json',
  render: (result) => toJson(result),
};
