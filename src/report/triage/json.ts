// The report for programs: the contract of src/check/triage/result.ts as it stands (schema/triage.schema.json).

import type { TriageResult } from '../../check/triage/result.js';
import { toJson } from '../json.js';
import type { Report } from '../report.js';

export const json: Report<TriageResult> = {
  name: 'json',
  description: 'one JSON document, see schema/triage.schema.json',
  render: (result) => toJson(result),
};
