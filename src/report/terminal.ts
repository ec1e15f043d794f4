// The report for people: the verdict, what people say, what each patch does, and in one line what was there before.
import type { CheckResult } from '../result/verdict.js';
import { checkReport } from './part/check-section.js';
import { penOf } from './part/pen.js';
import { sheet } from './part/sheet.js';
import { verdictLines } from './part/state-text.js';
import type { Report, View } from './report.js';

const render = (result: CheckResult, view: View): string => {
  const pen = penOf(view);
  if (view.detail === 'quiet') return sheet(pen, [verdictLines(pen, result)]);
  return sheet(pen, checkReport(pen, result, view.detail === 'verbose'));
};

export const terminal: Report = {
  name: 'terminal',
  description: 'for people (the default)',
  render,
};
