// The one kind of exception that a user is meant to see. Everything else that is thrown is a bug.

/**
 * What stopped the program, seen from outside. `src/cli/exit.ts` gives each its exit code.
 *
 * - `usage`: the command line cannot be understood.
 * - `input`: a mail, a patch, a tree or a configuration is not what it has to be.
 * - `objection`: somebody objects, and nothing says to go on.
 * - `apply`: a series does not apply.
 * - `environment`: git, the file system or the network failed.
 */
export type ErrorCode = 'usage' | 'input' | 'objection' | 'apply' | 'environment';

/** A one-line message that names the place, and a hint that says what to do. Only `src/cli/exit.ts` prints it. */
export class UserError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UserError';
    this.code = code;
    this.hint = options.hint;
  }
}
