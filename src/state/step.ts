// The states of a tree that are analysed, in order: the base, then one for each patch or commit. A patch that does not
// apply changes nothing; the next one is applied to what did apply.
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { CommitId, TreeId } from '../base/id.js';
import { onceOnly } from '../base/once.js';
import { type FailedFile, HUNK_CAUSE } from '../git/apply-failure.js';
import type { CommitRange } from '../git/commit-range.js';
import type { GitTree } from '../git/git-tree.js';
import { changedLinkTargets } from '../git/link-target.js';
import type { Repository } from '../git/repository.js';
import type { TreeChange } from '../git/tree-entry.js';
import type { ParsedDiff } from '../patch/diff.js';
import type { ApplyFailure } from '../result/verdict.js';

/**
 * One state of a tree and how it comes from the one before. Steps belong to the repository that made them: their functions
 * work until it is closed.
 */
export interface Step {
  /** `base`, `1/3` for a patch, a short id for a commit. */
  readonly label: string;
  readonly subject?: string;
  readonly failures: readonly ApplyFailure[];
  /** The commit whose tree the state is; of a base only. */
  readonly commit?: CommitId;
  /** What the step changes in the state before; empty for the base, and for a patch that does not apply. */
  readonly changes: readonly TreeChange[];
  /** The tree itself; read on the first call, which takes long for a commit. */
  readonly tree: () => Promise<GitTree>;
  /** The id of the state's tree: equal states have equal ids. */
  readonly treeId: () => Promise<TreeId>;
}

/** A patch as `patchSteps` needs it. */
export interface PatchToApply extends ParsedDiff {
  /** `1/3`. */
  readonly label: string;
  readonly subject: string;
}

const failuresOf = (file: FailedFile): readonly ApplyFailure[] =>
  file.hunks.length === 0
    ? [{ path: file.path, hunk: null, message: file.detail, expected: [], found: [] }]
    : file.hunks.map((hunk) => ({
        path: file.path,
        hunk: hunk.header,
        message: `${HUNK_CAUSE[hunk.cause]} (closest: line ${hunk.line})`,
        line: hunk.line,
        expected: hunk.expected,
        found: hunk.found,
      }));

/** A commit as a base. Its tree is read when it is needed. */
export const commitStep = (repository: Repository, commit: CommitId, context: Context): Step => ({
  label: 'base',
  commit,
  failures: [],
  changes: [],
  tree: () => repository.treeAt(commit, context),
  treeId: onceOnly(() => repository.treeIdOf(commit)),
});

/**
 * The base commit, then the tree after each patch.
 * @throws UserError `input` when a patch names a path outside the tree.
 */
export async function* patchSteps(
  repository: Repository,
  base: CommitId,
  patches: readonly PatchToApply[],
  context: Context,
): AsyncGenerator<Step> {
  const tree = await repository.treeAt(base, context);
  const writer = repository.treeWriter(base);
  const first = { ...commitStep(repository, base, context), tree: async () => tree };
  let { treeId } = first;
  yield first;
  const index = repository.scratchIndex(tree);
  for (const [at, { label, subject, ...patch }] of patches.entries()) {
    context.progress(`apply ${at + 1}/${patches.length}`);
    const result = await index.apply(patch, { threeWay: true }, context);
    const before = treeId;
    const { tree: after } = result;
    if (!result.applied) {
      // A patch that does not apply leaves the state before, which touches nothing.
      const same = after.with([]);
      const failures = result.files.flatMap(failuresOf);
      yield { label, subject, failures, changes: [], tree: async () => same, treeId };
      continue;
    }
    const { changes } = result;
    treeId = onceOnly(async () => {
      await before();
      return writer.write(changes);
    });
    yield { label, subject, failures: [], changes, tree: async () => after, treeId };
  }
}

/**
 * The commit before a range, then the tree after each of its commits.
 * @throws UserError `input` when the range begins at the first commit of all, which has no tree before it.
 */
export async function* commitSteps(
  repository: Repository,
  range: CommitRange,
  context: Context,
): AsyncGenerator<Step> {
  if (range.base === null) {
    throw new UserError('input', 'the range begins at the first commit of the repository', {
      hint: 'begin it one commit later: --range A..B leaves A itself out',
    });
  }
  const { base } = range;
  const first = commitStep(repository, base, context);
  // Kept here: the repository keeps the last few trees only.
  let tree: () => Promise<GitTree> = onceOnly(first.tree);
  yield { ...first, tree };
  for (const { shortId, subject, changes, tree: id } of range.commits) {
    const before = tree;
    tree = onceOnly(async () =>
      (await before()).with(changes, await changedLinkTargets(changes, repository.reader)),
    );
    yield { label: shortId, subject, failures: [], changes, tree, treeId: async () => id };
  }
}
