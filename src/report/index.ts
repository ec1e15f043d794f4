// Every report by its name. A new one is one file in this folder and one line here.
import { UserError } from '../base/error.js';
import { json } from './json.js';
import type { Report } from './report.js';
import { terminal } from './terminal.js';

export const REPORTS: readonly Report[] = [terminal, json];

/**
 * The report of this name.
 * @throws UserError `usage` when there is none.
 */
export const reportNamed = (name: string): Report => {
  const report = REPORTS.find((one) => one.name === name);
  if (report) return report;
  throw new UserError('usage', `no report is called '${name}'`, {
    hint: `use one of: ${REPORTS.map((one) => one.name).join(', ')}`,
  });
};
