// File system errors in the user's words (errno(3)).
import { UserError } from './error.js';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Whether nothing has that name (a name too long to be one included). */
export const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(codeOf(error));

const REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOENT: ['no such file', 'Check the name.'],
  EACCES: ['permission denied', "Check the file's permissions."],
  EPERM: ['permission denied', "Check the file's permissions."],
  ELOOP: ['symbolic links form a loop', 'Name the file itself.'],
  EMFILE: ['too many open files', 'Raise the limit with "ulimit -n", or give fewer files.'],
  EIO: ['the disk cannot be read', 'See the kernel log.'],
};

/** What the user sees when a file cannot be read; errors that are already meant for the user pass through. */
export const fileError = (name: string, error: unknown): UserError => {
  if (error instanceof UserError) return error;
  const code = codeOf(error);
  const [reason, hint] = REASONS[code] ?? [error instanceof Error ? error.message : String(error), undefined];
  return new UserError(code === 'ENOENT' ? 'input' : 'environment', `${name}: ${reason}`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
};
