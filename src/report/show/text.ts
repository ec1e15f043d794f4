// `show` for people.
import type { ShowDocument } from '../../series/document.js';
import { penOf } from '../part/pen.js';
import type { Report } from '../report.js';
import { seriesParts, summaryLines } from './section.js';

export const text: Report<ShowDocument> = {
  name: 'text',
  description: 'for people (the default)',
  render: (series, view) => {
    const pen = penOf(view);
    return `${[...seriesParts(pen, series), summaryLines(pen, series)]
      .filter((part) => part.length > 0)
      .map((part) => part.join('\n'))
      .join('\n\n')}\n`;
  },
};
