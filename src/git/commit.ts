// Puts a series on a new branch: the commits that `git am` would make, without touching the work tree, the index or
// any other ref (git-am(1)). Nothing is seen of it before the branch is.
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { CommitId } from '../base/id.js';
import type { ParsedDiff } from '../patch/diff.js';
import { quotePath } from '../patch/path-rule.js';
import type { CommitDraft } from '../series/commit-draft.js';
import type { FailedFile } from './apply-failure.js';
import { CommitChain } from './commit-chain.js';
import { committerOf } from './identity.js';
import { firstComplaint, runGit } from './process.js';
import { checkNewBranch, publish } from './publish.js';
import type { Repository } from './repository.js';

/** A patch with the commit that it makes. */
export interface PatchToCommit {
  /** Names it in messages: `2/3`. */
  readonly label: string;
  readonly patch: ParsedDiff;
  readonly draft: CommitDraft;
}

/** The branch to create. */
export interface BranchRequest {
  readonly branch: string;
  readonly base: CommitId;
  readonly patches: readonly PatchToCommit[];
  /** Whether a patch that does not apply is merged by the blobs that it names. */
  readonly threeWay: boolean;
  readonly signOff: boolean;
  /** Whether the branch is made of the patches that apply when others do not; else there is none then. */
  readonly partial: boolean;
}

/** A patch with its new commit. */
export interface AppliedPatch {
  readonly label: string;
  readonly subject: string;
  readonly commit: CommitId;
  readonly way: 'plain' | 'three-way';
}

/** A patch that does not apply. */
export interface RefusedPatch {
  readonly label: string;
  readonly subject: string;
  readonly files: readonly FailedFile[];
}

/** The new branch and the outcome of each patch. */
export interface BranchResult {
  /** Null when no branch was made. */
  readonly tip: CommitId | null;
  readonly applied: readonly AppliedPatch[];
  /** The first one that failed; with `partial` all of them. */
  readonly refused: readonly RefusedPatch[];
}

/**
 * Makes a branch of a series.
 * @throws UserError `input` when the branch exists or has no name, or git refuses a mail, its author or its paths;
 * `environment` when git has no identity of the committer, or the repository cannot be written. Nothing is changed then.
 */
export const createSeriesBranch = async (
  repository: Repository,
  request: BranchRequest,
  context: Context,
): Promise<BranchResult> => {
  const { scratch, place, layout } = repository;
  await checkNewBranch(place, request.branch, context);
  const committer = await committerOf(place, context);
  const index = repository.scratchIndex(await repository.treeAt(request.base, context));
  const chain = new CommitChain(scratch, request.base, committer);
  const applied: AppliedPatch[] = [];
  const refused: RefusedPatch[] = [];
  for (const { label, patch, draft } of request.patches) {
    context.progress(`commit ${label}`);
    const result = await index.apply(patch, { threeWay: request.threeWay }, context);
    if (!result.applied) {
      refused.push({ label, subject: draft.subject, files: result.files });
      if (request.partial) continue;
      return { tip: null, applied, refused };
    }
    const content = { changes: result.changes, signOff: request.signOff };
    const commit = await chain.add(draft, content, context);
    applied.push({ label, subject: draft.subject, commit, way: result.way });
  }
  if (applied.length === 0) return { tip: null, applied, refused };
  const reason = `kvm-vfio-series apply: ${applied.length} patches`;
  const publication = { branch: request.branch, base: request.base, tip: chain.head, reason };
  await publish(scratch, place, layout.objectFolder, publication, context);
  return { tip: chain.head, applied, refused };
};

/**
 * Moves the work tree to a branch, as `git checkout` does, the user's filters included but no hooks: the one place
 * where the work tree is touched, and only on request.
 * @throws UserError `input` when the tree is not clean or the repository has none; `environment` when git refuses.
 */
export const checkoutBranch = async (
  repository: Repository,
  branch: string,
  context: Context,
): Promise<void> => {
  await refuseDirtyTree(repository, context);
  const run = await runGit(
    repository.place,
    ['checkout', '--quiet', branch, '--'],
    { unstoppable: true },
    context,
  );
  if (run.status !== 0) {
    throw new UserError(
      'environment',
      `git cannot check out ${quotePath(branch)}: ${firstComplaint(run.complaint)}`,
      {
        hint: `The branch is there: "git checkout ${branch}" when the reason is gone.`,
      },
    );
  }
};

/**
 * To be asked before the branch is made, when it is to be checked out.
 * @throws UserError `input` when there is no work tree, or it has uncommitted changes.
 */
export const refuseDirtyTree = async (repository: Repository, context: Context): Promise<void> => {
  if (repository.layout.workFolder === undefined) {
    throw new UserError('input', 'a bare repository has no work tree to check out to');
  }
  if (await repository.hasUncommittedChanges(context)) {
    throw new UserError('input', 'the work tree has uncommitted changes', {
      hint: 'Commit or stash them, or leave --checkout out.',
    });
  }
};
