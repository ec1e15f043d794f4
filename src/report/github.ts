// Annotations of a GitHub workflow (GitHub docs, "Workflow commands"): one line a problem, shown at its line of code.
import type { CheckResult } from '../result/verdict.js';
import { escapeCommand, escapeCommandProperty, shorten } from './part/escape.js';
import { type Problem, problemsOf, RULES } from './part/problem.js';
import type { Report } from './report.js';

const COMMAND: { readonly [level in Problem['level']]: string } = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
};

/** GitHub cuts longer messages. */
const MESSAGE_LIMIT = 4000;

const annotation = (problem: Problem): string => {
  const { place, level, rule, message } = problem;
  const properties = [
    ...(place === null
      ? []
      : [`file=${escapeCommandProperty(shorten(place.path, MESSAGE_LIMIT))}`, `line=${place.line}`]),
    `title=${escapeCommandProperty(RULES[rule].title)}`,
  ];
  return `::${COMMAND[level]} ${properties.join(',')}::${escapeCommand(shorten(message, MESSAGE_LIMIT))}`;
};

const verdictLine = (result: CheckResult): string => {
  const { failed, reason } = result.verdict;
  return `::${failed ? 'error' : 'notice'} title=kvm-vfio-series::${escapeCommand(shorten(reason, MESSAGE_LIMIT))}`;
};

export const github: Report = {
  name: 'github',
  description: 'annotations of a GitHub workflow',
  render: (result) => `${[...problemsOf(result).map(annotation), verdictLine(result)].join('\n')}\n`,
};
