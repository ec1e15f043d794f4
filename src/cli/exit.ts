// How the program ends: the exit codes, and the only place that prints errors.
import type { ErrorCode } from '../base/error.js';
import { UserError } from '../base/error.js';
import { escapePlain, shorten } from '../report/part/escape.js';

export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  apply: 3,
  environment: 4,
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

/** The exit codes in words, for `--help`. */
export const EXIT_HELP = `Exit codes:
  0  the verdict holds
  1  the verdict fails
  2  wrong usage or input
  3  the series does not apply
  4  git or the file system failed`;

const CODE: { readonly [code in ErrorCode]: number } = {
  usage: EXIT.usage,
  input: EXIT.usage,
  apply: EXIT.apply,
  environment: EXIT.environment,
};

/** Longer than any path with its message; what is longer is an attack on the terminal. */
const MESSAGE_LIMIT = 2000;

/** One line that a terminal can show. */
export const oneLine = (text: string): string => escapePlain(shorten(text, MESSAGE_LIMIT));

/** Prints what stopped the program and says with which code it ends. */
export const reportError = (error: unknown, print: (text: string) => void): number => {
  if (error instanceof UserError) {
    print(`kvm-vfio-series: ${oneLine(error.message)}\n`);
    if (error.hint !== undefined) print(`  ${oneLine(error.hint)}\n`);
    return CODE[error.code];
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  print('kvm-vfio-series: this is a bug in kvm-vfio-series, please report it with these lines:\n');
  for (const line of stack.split('\n')) print(`  ${oneLine(line)}\n`);
  return EXIT.bug;
};
