// Results that are written piece by piece: the options that choose a report, and the writing.
import { type Command as Commander, Option } from 'commander';
import type { PieceReport } from '../index.js';
import type { Session } from './session.js';
import { type ViewOptions, viewOf } from './view.js';

/** The options that choose a report in pieces. */
export interface PieceOptions extends ViewOptions {
  readonly format?: string;
  readonly json?: boolean;
}

interface Named {
  readonly name: string;
}

/** Declares the options that choose a report; the first one is the default. */
export const declareFormat = (command: Commander, reports: readonly Named[]): Commander =>
  command
    .addOption(
      new Option('--format <name>', 'how to print the result')
        .choices(reports.map(({ name }) => name))
        .default(reports[0]?.name),
    )
    .addOption(new Option('--json', 'the same as --format json').implies({ format: 'json' }))
    .option('--ascii', 'draw with ASCII characters only')
    .option('--no-color', 'print no colour, even on a terminal');

/** Characters that are handed to the stream at once. */
const CHUNK = 1 << 16;

/**
 * Prints a result with the chosen report.
 * @param tree the folder that places in a terminal link into.
 */
export const putPieces = async <Result>(
  reports: readonly PieceReport<Result>[],
  result: Result,
  options: PieceOptions,
  session: Session,
  tree: string,
): Promise<void> => {
  const report = reports.find(({ name }) => name === options.format) ?? reports[0];
  if (report === undefined) return;
  let chunk = '';
  for (const piece of report.render(result, viewOf(session.io, options, tree))) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    session.context.signal.throwIfAborted();
    await session.print(chunk);
    chunk = '';
  }
  await session.print(chunk);
};
