// Results on their way out: the options that choose a report, and the files that are written besides.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command as Commander, Option } from 'commander';
import { type CheckResult, PLAIN_VIEW, REPORTS, reportNamed, UserError } from '../index.js';
import type { Session } from './session.js';
import { type ViewOptions, viewOf } from './view.js';

export interface OutputOptions extends ViewOptions {
  readonly format?: string;
  readonly json?: boolean;
  readonly html?: string;
}

/** Declares the options that say how a result is shown. */
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
export const writeOut = async (path: string, text: string, folder: string): Promise<void> => {
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

/**
 * Prints a result as the options say, and writes the HTML page on request.
 * @param tree the folder that places in a terminal link into.
 */
export const putOut = async (
  result: CheckResult,
  options: OutputOptions,
  session: Session,
  tree?: string,
): Promise<void> => {
  requireState(result, options.state);
  const report = reportNamed(options.json ? 'json' : (options.format ?? 'terminal'));
  if (options.html !== undefined) {
    await writeOut(
      options.html,
      reportNamed('html').render(result, { ...PLAIN_VIEW, run: session.io.run ?? null }),
      session.io.folder,
    );
  }
  await session.print(report.render(result, viewOf(session.io, options, tree)));
};
