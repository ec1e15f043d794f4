// The options that say how a result is shown, for results that are not a check's: a report by its name, and the HTML page
// besides.
import { type Command as Commander, Option } from 'commander';
import { PLAIN_VIEW, type Report, reportIn } from '../index.js';
import { writeOut } from './output.js';
import type { Session } from './session.js';
import { type ViewOptions, viewOf } from './view.js';

export interface DocumentOptions extends ViewOptions {
  readonly format?: string;
  readonly json?: boolean;
  readonly html?: string;
}

/** Declares them for a list of reports. `others` are options that cannot come with them. */
export const declareDocument = <Result>(
  reports: readonly Report<Result>[],
  command: Commander,
  others: readonly string[] = [],
): Commander =>
  command
    .addOption(
      new Option('--format <name>', 'how to print it')
        .choices(reports.map(({ name }) => name))
        .conflicts([...others]),
    )
    .addOption(new Option('--json', 'the same as --format json').conflicts(['format', ...others]))
    .addOption(new Option('--html <file>', 'also write it as one HTML page').conflicts([...others]))
    .option('--ascii', 'draw with ASCII characters only')
    .option('--no-color', 'print no colour, even on a terminal');

/** Prints a result as the options say. */
export const putDocument = async <Result>(
  reports: readonly Report<Result>[],
  result: Result,
  options: DocumentOptions,
  session: Session,
): Promise<void> => {
  if (options.html !== undefined) {
    await writeOut(
      options.html,
      reportIn(reports, 'html').render(result, { ...PLAIN_VIEW, run: session.io.run ?? null }),
      session.io.folder,
    );
  }
  const report = reportIn(reports, options.json ? 'json' : (options.format ?? 'text'));
  await session.print(report.render(result, viewOf(session.io, options)));
};
