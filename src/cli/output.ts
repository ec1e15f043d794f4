// Results on their way out: the options that choose a report, and the files that are written besides.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command as Commander, Option } from 'commander';
import { type CheckResult, PLAIN_VIEW, REPORTS, type Report, reportIn, UserError } from '../index.js';
import type { Session } from './session.js';
import { type ViewOptions, viewOf } from './view.js';

/** The options that choose a report. */
export interface OutputOptions extends ViewOptions {
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

/**
 * Prints a result as the options say, by default with the first report.
 * @param tree the folder that places in a terminal link into.
 */
export const putDocument = async <Result>(
  reports: readonly Report<Result>[],
  result: Result,
  options: OutputOptions,
  session: Session,
  tree?: string,
): Promise<void> => {
  if (options.html !== undefined) {
    const view = { ...PLAIN_VIEW, run: session.io.run ?? null };
    await writeOut(options.html, reportIn(reports, 'html').render(result, view), session.io.folder);
  }
  const report = reportIn(reports, options.json ? 'json' : (options.format ?? reports[0]?.name ?? ''));
  await session.print(report.render(result, viewOf(session.io, options, tree)));
};

/** Declares the options of a check's result. */
export const declareOutput = (command: Commander): Commander =>
  command
    .addOption(
      new Option('--format <name>', 'how to print the result').choices(REPORTS.map((report) => report.name)),
    )
    .addOption(new Option('--json', 'the same as --format json').conflicts('format'))
    .option('--html <file>', 'also write the result as one HTML page')
    .option('--state <label>', 'state that svg, dot and mermaid show (default: the last)')
    .option('--ascii', 'draw with ASCII characters only')
    .addOption(new Option('--quiet', 'print the verdict only').conflicts('verbose'))
    .option('--verbose', 'also print what was there before, and every hunk that does not apply')
    .option('--no-color', 'print no colour, even on a terminal');

/** @throws UserError `environment` when the file cannot be written. */
export const writeOut = async (path: string, text: string | Uint8Array, folder: string): Promise<void> => {
  await writeFile(resolve(folder, path), text).catch((cause: NodeJS.ErrnoException) => {
    throw new UserError('environment', `${path}: cannot be written (${cause.code ?? cause.message})`, {
      cause,
    });
  });
};

/** @throws UserError `usage` when `--state` names none of the result. */
const requireState = (result: CheckResult, label: string | undefined): void => {
  if (label === undefined || result.states.some((state) => state.label === label)) return;
  throw new UserError('usage', `there is no state '${label}'`, {
    hint: `the states are: ${result.states.map((state) => state.label).join(', ')}`,
  });
};

/** Prints the result of a check, and writes the HTML page on request. */
export const putOut = async (
  result: CheckResult,
  options: OutputOptions,
  session: Session,
  tree?: string,
): Promise<void> => {
  requireState(result, options.state);
  await putDocument(REPORTS, result, options, session, tree);
};
