// The answer to b4's `review-series-check-cmd` and `review-perpatch-check-cmd` (b4 documentation, "b4 review"):
// a list with one entry, because b4 keeps one result for each mail and tool.
import type { CheckResult } from '../result/verdict.js';
import { toJson } from './json.js';
import { placeOf } from './part/edge-line.js';
import { escapePlain, shorten } from './part/escape.js';
import { type Problem, problemsOf } from './part/problem.js';
import type { Report } from './report.js';

const STATUS: { readonly [level in Problem['level']]: string } = {
  error: 'fail',
  warning: 'warn',
  note: 'pass',
};

/** b4 shows the summary in one line of a terminal. */
const SUMMARY_LIMIT = 200;

const statusOf = (result: CheckResult, problems: readonly Problem[]): string => {
  if (result.verdict.failed) return 'fail';
  return problems.some((problem) => problem.level !== 'note') ? 'warn' : 'pass';
};

const render = (result: CheckResult): string => {
  const problems = problemsOf(result);
  const details = problems.map(({ level, message, place }) => ({
    status: STATUS[level],
    description: place === null ? message : `${message} (${placeOf(place)})`,
  }));
  return toJson([
    {
      tool: 'kvm-vfio-series',
      status: statusOf(result, problems),
      summary: escapePlain(shorten(result.verdict.reason, SUMMARY_LIMIT)),
      url: '',
      details: JSON.stringify(details),
    },
  ]);
};

export const b4: Report = {
  name: 'b4',
  description: 'output for a check command of b4 review (schema/b4.schema.json)',
  render,
};
