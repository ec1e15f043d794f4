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

/** The one table of exit codes, for `--help`, the reference and the manual page. */
export const EXIT_HELP = `Exit codes:
  0  the verdict holds
  1  the verdict fails, or an objection is open (am, apply)
  2  wrong usage or input
  3  the series does not apply
  4  git, the file system or the network failed
 70  an internal error; it prints where to report it`;

const CODE: { readonly [code in ErrorCode]: number } = {
  usage: EXIT.usage,
  input: EXIT.usage,
  objection: EXIT.failed,
  apply: EXIT.apply,
  environment: EXIT.environment,
};

const REPORT_TO = 'https://github.com/kvm-vfio-series/kvm-vfio-series/issues';

/** Errors of the machine, not of the program (errno(3)), with what to do. */
const MACHINE: { readonly [code: string]: string } = {
  ENOSPC: 'free some space, or set TMPDIR to another folder',
  EDQUOT: 'free some space, or set TMPDIR to another folder',
  EROFS: 'set TMPDIR to a folder that can be written',
  EACCES: 'give this user access to it',
  EIO: 'look for errors of the disk in the system log',
  EMFILE: 'raise the limit of open files: ulimit -n',
  ENFILE: 'close other programs; the machine has too many open files',
  ENOMEM: 'close other programs, or use fewer threads: -j 1',
};

const ofMachine = (error: unknown): UserError | undefined => {
  if (!(error instanceof Error) || error instanceof UserError) return undefined;
  const hint = MACHINE[(error as NodeJS.ErrnoException).code ?? ''];
  return hint === undefined ? undefined : new UserError('environment', error.message, { hint, cause: error });
};

/** Prints the error that stopped the program, and returns the exit code. */
export const reportError = (thrown: unknown, print: (text: string) => void): number => {
  const error = ofMachine(thrown) ?? thrown;
  if (error instanceof UserError) {
    print(`kvm-vfio-series: ${plainLine(error.message)}\n`);
    if (error.hint !== undefined) print(`  ${plainLine(error.hint)}\n`);
    return CODE[error.code];
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  print(
    `kvm-vfio-series: this is a bug in kvm-vfio-series. Please report it with these lines at ${REPORT_TO}\n`,
  );
  for (const line of stack.split('\n')) print(`  ${plainLine(line)}\n`);
  return EXIT.bug;
};
