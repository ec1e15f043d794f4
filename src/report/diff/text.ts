// `diff` for people: what is compared, patches with their tags, objections, edges side by side, the range-diff, a summary.
import type { Comparison } from '../../result/comparison.js';
import { lines, penOf } from '../part/pen.js';
import { sheet } from '../part/sheet.js';
import type { Report } from '../report.js';
import { comparisonParts } from './section.js';
import { summaryOf } from './word.js';

export const text: Report<Comparison> = {
  name: 'text',
  description: 'for people (the default)',
  render: (comparison, view) => {
    const pen = penOf(view);
    const summary = lines(pen, pen.ink.bold, summaryOf(comparison), '', 2);
    const parts = view.detail === 'quiet' ? [summary] : [...comparisonParts(pen, comparison), summary];
    return sheet(pen, parts);
  },
};
