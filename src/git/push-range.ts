// The commits that a push brings to a remote (git-rev-list(1), githooks(5) "pre-push").
import type { Context } from '../base/context.js';
import type { CommitId } from '../base/id.js';
import type { CommitRange } from './commit-range.js';
import type { Repository } from './repository.js';
import { runSmall, smallOutput } from './small-command.js';

/** A push as the pre-push hook receives it. */
export interface Push {
  /** What is pushed: a commit, or a tag of one. */
  readonly localId: string;
  /** What the remote's ref is now; null when it has none. */
  readonly remoteId: string | null;
  /** The remote's name, or its URL when it has no name. */
  readonly remote: string;
}

/** The commits of a push, by what this repository has of the remote. */
export type PushContent =
  /** The remote has it all; or it is a tag of something that is no commit. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'commits'; readonly range: CommitRange }
  /** Nothing in common with what the remote is known to have, or too much to look at commit by commit. */
  | { readonly kind: 'history'; readonly tip: CommitId };

/** A push of more commits than this is checked at its last state only; otherwise at every commit. */
const COMMIT_LIMIT = 500;

/**
 * The commits along first parents that are neither in the ref that the remote has, nor in one of its
 * remote-tracking branches.
 */
export const contentOfPush = async (
  repository: Repository,
  push: Push,
  context: Context,
): Promise<PushContent> => {
  const { place } = repository;
  const peel = ['rev-parse', '--verify', '--quiet', `${push.localId}^{commit}`];
  const peeled = await runSmall(place, peel, context);
  if (peeled.status !== 0) return { kind: 'nothing' };
  const tip = peeled.output.trim() as CommitId;
  const known = await knownToRemote(repository, push, context);
  const limit = `--max-count=${COMMIT_LIMIT + 1}`;
  const args = ['rev-list', '--first-parent', '--parents', limit, tip, '--not', ...known, '--'];
  const lines = (await smallOutput(place, args, context)).split('\n').slice(0, -1);
  if (lines.length === 0) return { kind: 'nothing' };
  const parent = lines.at(-1)?.split(' ')[1];
  if (parent === undefined || lines.length > COMMIT_LIMIT) return { kind: 'history', tip };
  return { kind: 'commits', range: await repository.commitsOf(`${parent}..${tip}`, context) };
};

const knownToRemote = async (
  repository: Repository,
  push: Push,
  context: Context,
): Promise<readonly string[]> => {
  const args = ['for-each-ref', '--format=%(objectname)', '--', `refs/remotes/${push.remote}/`];
  const isName = !/[*?[\\:\s]/.test(push.remote);
  const tracked = isName ? await smallOutput(repository.place, args, context) : '';
  const ids = tracked.split('\n').filter((line) => line !== '');
  // Another may have pushed since the last fetch: then the remote's id is not known here.
  if (push.remoteId !== null && (await hasObject(repository, push.remoteId, context)))
    ids.push(push.remoteId);
  // A remote without a name, or never fetched: what any other remote has is not this push's doing.
  return ids.length > 0 ? [...new Set(ids)] : ['--remotes'];
};

const hasObject = async (repository: Repository, id: string, context: Context): Promise<boolean> =>
  (await runSmall(repository.scratch.place, ['cat-file', '-e', id], context)).status === 0;
