// The program: reads the command line, runs one command, gives the exit code.
import { readFileSync } from 'node:fs';
import { Command as Commander, CommanderError } from 'commander';
import { cleanUpAll } from '../git/cleanup.js';
import { plainLine } from '../report/part/escape.js';
import type { Command, Run } from './command/command.js';
import { exampleText } from './example.js';
import { EXIT, EXIT_HELP, reportError } from './exit.js';
import { type Io, processIo, write, writeNote } from './io.js';
import { applyPersonalDefaults } from './personal-default.js';
import { openSession } from './session.js';

/** Signals that end the program, with their numbers (signal(7)). */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 } as const;

/**
 * A signal ends the program at once, also while it computes: there are no handlers, and a shell removes the temporary files
 * (git/temporary-root.ts). The kernel keeps such signals from the first process of a container (kill(2), "NOTES"), which
 * has to end by itself.
 */
const endBySignal = (): void => {
  for (const [signal, number] of Object.entries(SIGNALS)) {
    process.on(signal, () => process.exit(EXIT.signal + number));
  }
};

const versionOf = (): string => {
  const file = new URL('../../package.json', import.meta.url);
  const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : '?';
};

/** The commander program with its commands declared. */
export const declareProgram = (
  io: Io,
  start: (run: Run) => void,
  commands: readonly Command[],
  help: Promise<void>[] = [],
): Commander => {
  const program = new Commander('kvm-vfio-series')
    .description(
      'Applies a kernel patch series patch by patch and says which symbol edges remain between two modules.',
    )
    .version(versionOf())
    .helpCommand(false);
  const settle = (command: Commander): Commander =>
    command
      .exitOverride()
      .showSuggestionAfterError()
      .showHelpAfterError('(--help lists the options)')
      .addHelpText('after', `${exampleText(command.name())}\n${EXIT_HELP}`)
      .configureOutput({
        writeOut: (text) => void help.push(write(io.stdout, text)),
        writeErr: (text) => void writeNote(io.stderr, text),
        outputError: (text, print) =>
          print(`kvm-vfio-series: ${text.trimEnd().split('\n').map(plainLine).join('\n')}\n`),
        getOutHelpWidth: () => Math.min(io.outColumns ?? 80, 100),
        getErrHelpWidth: () => Math.min(io.errColumns ?? 80, 100),
        getOutHasColors: () => false,
        getErrHasColors: () => false,
      });
  settle(program).hook('preAction', (_, command) => applyPersonalDefaults(command, io));
  for (const command of commands) command.declare(settle(program.command(command.name)), start);
  return program;
};

/** The commands that the first word can mean. A hook runs at every push: it does not wait for what others load. */
const commandsOf = async (word: string | undefined): Promise<readonly Command[]> =>
  word === 'hook'
    ? [(await import('./command/hook.js')).hook]
    : (await import('./command/index.js')).COMMANDS;

/** Why one of some texts could not be written; null when all could. */
const settled = (texts: readonly Promise<void>[]): Promise<unknown> =>
  Promise.all(texts).then(
    () => null,
    (error: unknown) => error,
  );

/** Runs one command in a session of its own. */
const perform = async (run: Run, io: Io): Promise<number> => {
  const session = openSession(io, new AbortController().signal);
  try {
    return await run(session);
  } catch (error) {
    session.close();
    return reportError(error, (text) => void session.complain(text));
  } finally {
    session.close();
    cleanUpAll();
  }
};

/**
 * Runs the program.
 * @param argv the words after the program's name.
 * @returns the exit code; see `EXIT_HELP`.
 */
export const main = async (argv: readonly string[], io?: Io): Promise<number> => {
  try {
    return await runIn(io ?? processIo(), argv);
  } catch (error) {
    return reportError(error, (text) => void writeNote(process.stderr, text));
  }
};

const runIn = async (io: Io, argv: readonly string[]): Promise<number> => {
  // A pager or `head` that goes away is no error; write() drops what is left.
  for (const stream of [io.stdout, io.stderr]) stream.on('error', () => {});
  if (process.pid === 1) endBySignal();
  let chosen: Run | undefined;
  const start = (run: Run): void => {
    chosen = run;
  };
  const help: Promise<void>[] = [];
  const program = declareProgram(io, start, await commandsOf(argv[0]), help);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    const stopped = error instanceof CommanderError ? await settled(help) : error;
    if (stopped !== null) return reportError(stopped, (text) => void writeNote(io.stderr, text));
    return (error as CommanderError).exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  const run = {
    command: ['kvm-vfio-series', ...argv].join(' '),
    folder: io.folder,
    at: new Date().toISOString(),
  };
  return chosen === undefined ? EXIT.usage : perform(chosen, { ...io, run });
};
