// Gives a repository the commits that were made beside it, and a branch that points at them: all or nothing.
// The objects come as one pack whose index appears last, which is when git begins to see them; the branch is the
// very last step, by `git update-ref`, and only when it does not exist yet (gitrepository-layout(5), git-update-ref(1)).
import {
  chmodSync,
  closeSync,
  copyFileSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  rmSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { CommitId } from '../base/id.js';
import { quotePath } from '../patch/path-rule.js';
import { firstComplaint, type GitPlace, gitOutput, runGit, unreadableOutput } from './process.js';
import type { ScratchRepository } from './scratch-repository.js';

/** Commits to publish: those of `tip` that `base` has not. */
export interface Publication {
  readonly branch: string;
  readonly base: CommitId;
  readonly tip: CommitId;
  /** For the branch's reflog. */
  readonly reason: string;
}

const branchExists = (branch: string): UserError =>
  new UserError('input', `the branch ${quotePath(branch)} exists already`, {
    hint: 'Name another with --branch, or remove that one with "git branch -D".',
  });

/** Names with another meaning for git or its users: `@` is HEAD, `refs/heads/x` the branch x. */
const MEANS_ANOTHER = /^(?:HEAD|@|refs\/.*)$/;

/**
 * Makes sure that a branch can be made, before any work is done for it.
 * @throws UserError `input` when the name is not one for a branch, or taken.
 */
export const checkNewBranch = async (place: GitPlace, branch: string, context: Context): Promise<void> => {
  const isName =
    !branch.startsWith('-') &&
    !MEANS_ANOTHER.test(branch) &&
    (await runGit(place, ['check-ref-format', `refs/heads/${branch}`], {}, context)).status === 0;
  if (!isName) {
    throw new UserError('input', `${quotePath(branch)} is not a name for a branch`, {
      hint: 'See "git help check-ref-format".',
    });
  }
  const found = await runGit(place, ['show-ref', '--verify', '--quiet', `refs/heads/${branch}`], {}, context);
  if (found.status === 0) throw branchExists(branch);
};

/**
 * Publishes commits on a new branch.
 * @param place a git that looks at the user's repository.
 * @throws UserError `input` when the branch exists meanwhile, `environment` when the repository cannot be written.
 */
export const publish = async (
  scratch: ScratchRepository,
  place: GitPlace,
  objectFolder: string,
  publication: Publication,
  context: Context,
): Promise<void> => {
  if (publication.tip !== publication.base) {
    const pack = await packCommits(scratch, publication, context);
    moveIn(pack, join(objectFolder, 'pack'));
  }
  context.signal.throwIfAborted();
  await createBranch(place, publication, context);
};

/** One pack with all that the commits need and the base has not; gives its path without `.pack`. */
const packCommits = async (
  scratch: ScratchRepository,
  { base, tip }: Publication,
  context: Context,
): Promise<string> => {
  const prefix = join(scratch.folder, 'pack');
  const args = ['pack-objects', '-q', '--revs', prefix];
  const hash = await gitOutput(scratch.place, args, { input: `${tip}\n^${base}\n` }, context);
  const name = hash.toString().trim();
  if (!/^[0-9a-f]{40,64}$/.test(name)) throw unreadableOutput('pack-objects');
  return `${prefix}-${name}`;
};

/**
 * Links a pack into a pack folder under the name of its content. Two programs that bring the same pack bring the
 * same bytes, so a name that is there already is as good as ours; and what has a final name is never removed again,
 * for another may already stand on it. `tmp_` is what `git prune` clears away after a crash,
 * and git takes whatever ends in `.idx` for the index of a pack, also when it is not whole yet.
 */
const moveIn = (pack: string, folder: string): void => {
  const copies = ['.pack', '.idx'].map((end) => {
    const name = basename(pack);
    const copy = join(folder, `tmp_${process.pid}_${name}_${end.slice(1)}`);
    return { from: pack + end, copy, to: join(folder, name + end) };
  });
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw cannotWrite(folder, cause);
  }
  try {
    for (const { from, copy } of copies) {
      copyFileSync(from, copy);
      chmodSync(copy, 0o444);
      flush(copy);
    }
    for (const { copy, to } of copies) linkUnlessThere(copy, to);
    flush(folder);
  } catch (cause) {
    throw cannotWrite(folder, cause);
  } finally {
    for (const { copy } of copies) rmSync(copy, { force: true });
  }
};

const flush = (path: string): void => {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

const linkUnlessThere = (from: string, to: string): void => {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
};

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
};

const cannotWrite = (folder: string, cause: unknown): UserError => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const why = REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new UserError('environment', `nothing can be written to ${quotePath(folder)}: ${why}`, {
    hint: 'The repository is as it was.',
    cause,
  });
};

const createBranch = async (place: GitPlace, publication: Publication, context: Context): Promise<void> => {
  const { branch, tip, reason } = publication;
  const nothing = '0'.repeat(tip.length);
  const args = ['update-ref', '-m', reason, `refs/heads/${branch}`, tip, nothing];
  const run = await runGit(place, args, { unstoppable: true }, context);
  if (run.status === 0) {
    const show = ['show-ref', '--verify', '--quiet', `refs/heads/${branch}`];
    // A look that fails proves nothing: the branch is there, as git said.
    const made = await runGit(place, show, { unstoppable: true }, context).catch(() => null);
    if (made?.status !== 1) return;
    throw unreadableOutput('update-ref');
  }
  if (/reference already exists/.test(run.complaint)) throw branchExists(branch);
  const isHeld = /\.lock': File exists/.test(run.complaint);
  throw new UserError(
    'environment',
    `the branch ${quotePath(branch)} cannot be made: ${firstComplaint(run.complaint)}`,
    { hint: isHeld ? 'Another git is making it: try again when it has ended.' : 'No branch was made.' },
  );
};
