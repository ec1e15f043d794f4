// `show` to paste into a reply to the list: the text of 72 columns, everything below its first line in one indented block.
import type { ShowDocument } from '../../result/series.js';
import { mailText } from '../part/mail-text.js';
import type { Report } from '../report.js';
import { seriesParts } from './section.js';
import { summaryOf } from './word.js';

export const markdown: Report<ShowDocument> = {
  name: 'markdown',
  description: 'plain text of 72 columns, to paste into a reply to the list',
  render: (series) => mailText(summaryOf(series), (pen) => seriesParts(pen, series)),
};
