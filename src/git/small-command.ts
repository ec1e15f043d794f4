// Git commands whose output is small and parsed, through simple-git with all its guards on. The guards refuse every switch
// and variable that can start a program, also those that turn one off: so these commands see none of them.
import { GitPluginError, simpleGit } from 'simple-git';
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import { PLAIN_CONFIG } from './environment.js';
import { type GitPlace, gitFailure, silenceSeconds, silentGit, startFailure } from './process.js';

/** How a command ended. A status other than 0 is an answer of git's, not an error. */
export interface SmallAnswer {
  readonly status: number;
  readonly output: string;
  /** Standard error; empty when the status is 0. */
  readonly complaint: string;
}

/**
 * Variables that the guards refuse. They choose configuration files and helper programs; a command that needs the user's
 * own (identity, hooks folder, discovery) runs through process.ts.
 */
const GUARDED = /^(?:GIT_CONFIG|GIT_CONFIG_(?!NOSYSTEM$).*|GIT_EXEC_PATH|PREFIX)$/i;

const unguarded = (environment: GitPlace['environment']): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !GUARDED.test(name)));

/**
 * Runs a command to its end.
 * @throws UserError `environment` when git cannot be started or is killed; the signal's reason when the context is aborted.
 */
export const runSmall = async (
  place: GitPlace,
  args: readonly string[],
  context: Context,
): Promise<SmallAnswer> => {
  context.signal.throwIfAborted();
  const environment = unguarded(place.environment);
  let failed: { readonly status: number | null; readonly complaint: string } | undefined;
  const git = simpleGit({
    baseDir: place.folder,
    config: [...PLAIN_CONFIG],
    abort: context.signal,
    timeout: { block: silenceSeconds(place) * 1000 },
    trimmed: false,
    allowEnvironment: Object.keys(environment),
    errors: (error, { exitCode, stdErr }) => {
      if (exitCode === 0) return undefined;
      failed = { status: exitCode, complaint: Buffer.concat(stdErr).toString() };
      return error ?? new UserError('environment', `git ${args[0]} failed`);
    },
  }).env(environment);
  try {
    return { status: 0, output: await git.raw([...args]), complaint: '' };
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof GitPluginError && error.plugin === 'timeout')
      throw silentGit(args[0] ?? '', silenceSeconds(place));
    if (failed === undefined) throw error;
    const { status, complaint } = failed;
    if (/^Error: spawn \S+ ENOENT/.test(complaint))
      throw startFailure(Object.assign(new Error(complaint), { code: 'ENOENT' }));
    if (status === null || status < 0) throw gitFailure(args, status ?? -1, complaint);
    return { status, output: '', complaint };
  }
};

/**
 * The output of a command that has to succeed.
 * @throws UserError `environment` with git's own first line when it does not.
 */
export const smallOutput = async (
  place: GitPlace,
  args: readonly string[],
  context: Context,
): Promise<string> => {
  const { status, output, complaint } = await runSmall(place, args, context);
  if (status !== 0) throw gitFailure(args, status, complaint);
  return output;
};
