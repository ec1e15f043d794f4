// Who commits (git-var(1), git-commit-tree(1) "COMMIT INFORMATION").
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import { firstComplaint, type GitPlace, runGit } from './process.js';

/** The committer by git's configuration. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

/** Reads `Name <address> seconds zone`. */
const parseIdentity = (text: string): Identity | undefined => {
  const match = /^(.*?) <([^<>\n]*)> \d+ [+-]\d{4}\s*$/.exec(text);
  return match?.[1] === undefined ? undefined : { name: match[1], email: match[2] ?? '' };
};

/**
 * The committer that git would write.
 * @throws UserError `environment` when git has no identity of the user.
 */
export const committerOf = async (place: GitPlace, context: Context): Promise<Identity> => {
  const run = await runGit(place, ['var', 'GIT_COMMITTER_IDENT'], {}, context);
  const identity = run.status === 0 ? parseIdentity(run.output.toString()) : undefined;
  if (identity !== undefined) return identity;
  throw new UserError('environment', 'git does not know who commits', {
    hint: 'git config --global user.name "Your Name" && git config --global user.email you@example.org',
    cause: firstComplaint(run.complaint),
  });
};
