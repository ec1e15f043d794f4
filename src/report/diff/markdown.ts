// `diff` to paste into a reply to the list: the text of 72 columns, everything below its first line in one indented block.
import type { Comparison } from '../../result/comparison.js';
import { mailText } from '../part/mail-text.js';
import type { Report } from '../report.js';
import {
  edgeLines,
  headingLines,
  objectionLines,
  patchLines,
  rangeLines,
  symbolLineLines,
} from './section.js';
import { summaryOf } from './word.js';

export const markdown: Report<Comparison> = {
  name: 'markdown',
  description: 'plain text of 72 columns, to paste into a reply to the list',
  render: (comparison) =>
    mailText(summaryOf(comparison), (pen) => [
      headingLines(pen, comparison),
      patchLines(pen, comparison),
      objectionLines(pen, comparison),
      edgeLines(pen, comparison),
      symbolLineLines(pen, comparison),
      rangeLines(pen, comparison),
    ]),
};
