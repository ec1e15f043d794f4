// Names of commits (gitrevisions(7)).
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { CommitId } from '../base/id.js';
import { quotePath } from '../patch/path-rule.js';
import type { GitPlace } from './process.js';
import { runSmall } from './small-command.js';

/**
 * The commit that a revision names.
 * @throws UserError `input` when it names none.
 */
export const resolveCommit = async (
  place: GitPlace,
  revision: string,
  context: Context,
): Promise<CommitId> => {
  const id = await optionalCommit(place, revision, context);
  if (id !== undefined) return id;
  throw new UserError('input', `no commit is named ${quotePath(revision)} in this repository`, {
    hint:
      revision === 'HEAD'
        ? 'The branch has no commit yet; name one with --base.'
        : 'See "git branch -a" and "git tag" for the names there are.',
  });
};

/**
 * The same, and undefined when it names none.
 * @throws UserError `environment` when git answers with something that is no object id.
 */
export const optionalCommit = async (
  place: GitPlace,
  revision: string,
  context: Context,
): Promise<CommitId | undefined> => {
  // `--end-of-options` alone leaves `rev-parse` of git 2.30 with the option in its output.
  if (revision.startsWith('-') || revision === '' || /[\0\n]/.test(revision)) return undefined;
  const args = ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`];
  const { status, output } = await runSmall(place, args, context);
  if (status !== 0) return undefined;
  const id = output.trim();
  if (!/^[0-9a-f]{40,64}$/.test(id))
    throw new UserError('environment', `git rev-parse gave no object id for ${quotePath(revision)}`);
  return id as CommitId;
};
