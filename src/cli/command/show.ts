// `show`: a thread read as a series, with the state of its review.
import { type Command as Commander, InvalidArgumentError, Option } from 'commander';
import type { Diagnostic } from '../../base/diagnostic.js';
import { UserError } from '../../base/error.js';
import { SHOW_REPORTS } from '../../index.js';
import { penOf } from '../../report/part/pen.js';
import { patchText } from '../../report/show/patch-text.js';
import { threadText } from '../../report/show/thread-text.js';
import { patchDocument, showDocument } from '../../result/series.js';
import { threadDocument } from '../../result/thread.js';
import { AM_DEFAULTS, addedTrailers, commitMessage } from '../../series/am.js';
import { reviewSeries } from '../../series/review.js';
import { EXIT } from '../exit.js';
import { declareDocument, type OutputOptions, putDocument } from '../output.js';
import { declareSeries, readSeriesOf, SERIES_HELP, type SeriesFlags } from '../series-option.js';
import type { Session } from '../session.js';
import { viewOf } from '../view.js';
import type { Command } from './command.js';

interface ShowOptions extends SeriesFlags, OutputOptions {
  readonly messages?: boolean;
  readonly patch?: number;
}

const patchNumber = (text: string): number => {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give the number of a patch, such as 2.');
};

const run = async (spec: string, options: ShowOptions, session: Session): Promise<number> => {
  const reported: Diagnostic[] = [];
  const context = { ...session.context, report: (diagnostic: Diagnostic) => void reported.push(diagnostic) };
  const { series, notes } = await readSeriesOf(spec, options, session, context);
  const told = [...reported, ...notes];
  const view = viewOf(session.io, options);
  const pen = penOf(view);
  if (options.messages) {
    await session.print(threadText(pen, threadDocument(series.thread)));
    return EXIT.ok;
  }
  const review = reviewSeries(series);
  if (options.patch === undefined) {
    await putDocument(SHOW_REPORTS, showDocument(series, review, told), options, session);
  } else {
    const patch = series.patches.find(({ index }) => index === options.patch);
    if (patch === undefined) {
      throw new UserError('input', `there is no patch ${options.patch} in this series`, {
        hint: `it has ${series.patches.map(({ index }) => index).join(', ')}`,
      });
    }
    const message = commitMessage(patch, addedTrailers(patch, review, AM_DEFAULTS));
    await session.print(patchText(pen, patchDocument(patch, message)));
  }
  return EXIT.ok;
};

const declare = (command: Commander): Commander =>
  declareDocument(
    SHOW_REPORTS,
    declareSeries(
      command.description('show a thread: patches, tags, objections').argument('<series>', SERIES_HELP),
    )
      .addOption(new Option('--messages', 'show the thread as a tree of replies').conflicts('patch'))
      .option('--patch <n>', 'show one patch with its tags, as it would be committed', patchNumber),
    ['messages', 'patch'],
  );

export const show: Command = {
  name: 'show',
  declare: (command, start) => {
    declare(command).action((spec: string, options: ShowOptions) =>
      start((session) => run(spec, options, session)),
    );
  },
};
