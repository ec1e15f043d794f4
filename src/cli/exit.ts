// How the program ends: the exit codes, and the only place that prints errors.
import type { ErrorCode } from '../base/error.js';
import { UserError } from '../base/error.js';
import { plainLine } from '../report/part/escape.js';

export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  apply: 3,
  environment: 4,
  bug: 70,
  /** A signal's number is added, as a shell does for a program that a signal ended. */
  signal: 128,
  /** The user left a prompt. */
  interrupted: 130,
} as const;

/** The exit codes in words, for `--help`. */
export const EXIT_HELP = `Exit codes:
  0  the verdict holds
  1  the verdict fails
  2  wrong usage or input
  3  the series does not apply
  4  git or the file system failed
 70  the program failed; it prints where to report that`;

const CODE: { readonly [code in ErrorCode]: number } = {
  usage: EXIT.usage,
  input: EXIT.usage,
  apply: EXIT.apply,
  environment: EXIT.environment,
};

/** For a bug: the file that names the people to write to. */
const REPORT_TO = 'see CONTRIBUTING.md';

/** Prints what stopped the program and says with which code it ends. */
export const reportError = (error: unknown, print: (text: string) => void): number => {
  if (error instanceof UserError) {
    print(`kvm-vfio-series: ${plainLine(error.message)}\n`);
    if (error.hint !== undefined) print(`  ${plainLine(error.hint)}\n`);
    return CODE[error.code];
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  print(
    `kvm-vfio-series: this is a bug in kvm-vfio-series; please report it with these lines (${REPORT_TO}):\n`,
  );
  for (const line of stack.split('\n')) print(`  ${plainLine(line)}\n`);
  return EXIT.bug;
};
