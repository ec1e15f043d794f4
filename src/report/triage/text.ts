// The report for people: the table, and in one line how many there are of each verdict.

import type { TriageResult, TriageRow } from '../../result/triage.js';
import { sentence, shown } from '../part/edge-line.js';
import { day } from '../part/mail-line.js';
import { lines, type Pen, penOf } from '../part/pen.js';
import { block, sheet } from '../part/sheet.js';
import { wrap } from '../part/wrap.js';
import type { Report } from '../report.js';
import { reasonOf, summaryOf } from './cell.js';
import { triageTable } from './table.js';

/** All that is known of a row, for `--verbose`. */
const everything = (pen: Pen, row: TriageRow): readonly string[] => {
  const width = pen.columns - 4;
  const { series, base, links, inputs } = row;
  return [
    ...wrap(reasonOf(row), width),
    ...(series === null
      ? []
      : [
          ...wrap(`${shown(series.author)}, ${day(series.date)}`, width),
          ...wrap(`<${shown(series.messageId)}>`, width),
        ]),
    ...(base === null ? [] : wrap(`base ${base.commit}`, width)),
    ...(links?.broken ?? []).flatMap(({ patch, message }) =>
      wrap(`broken after ${shown(patch)}: ${sentence(message)}`, width),
    ),
    ...inputs.flatMap((input) => wrap(`in ${shown(input)}`, width)),
  ];
};

export const text: Report<TriageResult> = {
  name: 'text',
  description: 'for people (the default)',
  render: (result, view) => {
    const pen = penOf(view);
    const summary = lines(pen, pen.ink.bold, summaryOf(result), '', 2);
    if (view.detail === 'quiet') return block(pen, summary);
    const why = (row: TriageRow): readonly string[] => everything(pen, row);
    const table = view.detail === 'verbose' ? triageTable(pen, result, why) : triageTable(pen, result);
    return sheet(pen, [table, summary]);
  },
};
