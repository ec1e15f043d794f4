// Names of commits and what git says about them, through simple-git: short answers of ordinary commands.
import { GitError, type SimpleGit, simpleGit } from 'simple-git';
import { UserError } from '../base/error.js';
import type { CommitId } from '../base/id.js';
import { quotePath } from '../patch/path-rule.js';
import { SAFE_CONFIG } from './environment.js';
import type { GitPlace } from './process.js';

/** A git command that failed: its status and what it said. */
export class GitFailure extends GitError {
  constructor(
    readonly status: number,
    readonly complaint: string,
  ) {
    super(undefined, complaint);
  }
}

/** simple-git over the user's repository with the safe switches; every failure of git is a `GitFailure`. */
export const ordinaryGit = ({ folder, environment }: GitPlace, signal: AbortSignal): SimpleGit =>
  simpleGit({
    baseDir: folder,
    config: [...SAFE_CONFIG],
    abort: signal,
    trimmed: false,
    // The environment is our own (environment.ts): what simple-git guards against has been taken out there,
    // and the switches that it calls unsafe are those that turn the user's programs off.
    allowEnvironment: Object.keys(environment),
    unsafe: {
      allowUnsafeFsMonitor: true,
      allowUnsafeHooksPath: true,
      allowUnsafePager: true,
      allowUnsafeProtocolOverride: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeExec: true,
    },
    errors: (error, result) =>
      result.exitCode === 0
        ? error
        : new GitFailure(result.exitCode, Buffer.concat([...result.stdErr, ...result.stdOut]).toString()),
  }).env({ ...environment });

/**
 * The commit that a revision names (gitrevisions(7)).
 * @throws UserError `input` when it names none.
 */
export const resolveCommit = async (git: SimpleGit, revision: string): Promise<CommitId> => {
  const id = await optionalCommit(git, revision);
  if (id !== undefined) return id;
  throw new UserError('input', `no commit is named ${quotePath(revision)} in this repository`, {
    hint:
      revision === 'HEAD'
        ? 'The branch has no commit yet; name one with --base.'
        : 'See "git branch -a" and "git tag" for the names there are.',
  });
};

/** The same, and undefined when it names none. */
export const optionalCommit = async (git: SimpleGit, revision: string): Promise<CommitId | undefined> => {
  // `--end-of-options` alone leaves `rev-parse` of git 2.30 with the option in its output.
  if (revision.startsWith('-') || revision === '' || /[\0\n]/.test(revision)) return undefined;
  try {
    return (await git.raw(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`])).trim() as CommitId;
  } catch (error) {
    if (error instanceof GitFailure) return undefined;
    throw error;
  }
};
