// `show` for people.
import type { ShowDocument } from '../../result/series.js';
import { penOf } from '../part/pen.js';
import { sheet } from '../part/sheet.js';
import type { Report } from '../report.js';
import { seriesParts, summaryLines } from './section.js';

export const text: Report<ShowDocument> = {
  name: 'text',
  description: 'for people (the default)',
  render: (series, view) => {
    const pen = penOf(view);
    return sheet(pen, [...seriesParts(pen, series), summaryLines(pen, series)]);
  },
};
