// Which of several branches a series applies to (`--onto 'origin/*'`), and which of them it fits best.
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { CommitId } from '../base/id.js';
import type { ParsedDiff } from '../patch/diff.js';
import type { FailedFile } from './apply-failure.js';
import { countMatches, wantedBlobs } from './base-blob.js';
import type { GitTree } from './git-tree.js';
import type { Ref } from './ref.js';
import type { Repository } from './repository.js';
import type { ApplyOptions } from './scratch-index.js';

/** How far a series goes on one branch. */
export interface OntoResult {
  readonly ref: Ref;
  /** Patches that apply before the first that does not. */
  readonly applied: number;
  readonly total: number;
  /** How many of the files that the patches name the branch has as they name them. */
  readonly matched: number;
  /** Of the patch that does not apply; empty when all do, or when the branch is no kernel. */
  readonly files: readonly FailedFile[];
}

type Attempt = Omit<OntoResult, 'ref'>;

/** A series to be tried. */
export interface Candidate {
  /** How many patches it has. */
  readonly total: number;
  /** Their diffs, in their order, as they are tried on a commit. */
  readonly diffsOn: (commit: CommitId) => Promise<readonly ParsedDiff[]>;
}

/** Tries a series on every one of some branches and tags, in their order; a commit with several names is tried once. */
export const tryOnto = async (
  repository: Repository,
  refs: readonly Ref[],
  candidate: Candidate,
  options: ApplyOptions,
  context: Context,
): Promise<readonly OntoResult[]> => {
  const tried = new Map<CommitId, Attempt>();
  const results: OntoResult[] = [];
  for (const ref of refs) {
    context.progress(`try ${ref.name}`);
    const attempt =
      tried.get(ref.commit) ?? (await tryCommit(repository, ref.commit, candidate, options, context));
    tried.set(ref.commit, attempt);
    results.push({ ref, ...attempt });
  }
  return results;
};

/** The tree of a commit; undefined for one that is no kernel, as `origin/todo` beside those that are. */
const kernelAt = (repository: Repository, commit: CommitId, context: Context): Promise<GitTree | undefined> =>
  repository.treeAt(commit, context).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'input') return undefined;
    throw error;
  });

const tryCommit = async (
  repository: Repository,
  commit: CommitId,
  { total, diffsOn }: Candidate,
  options: ApplyOptions,
  context: Context,
): Promise<Attempt> => {
  const tree = await kernelAt(repository, commit, context);
  if (tree === undefined) return { applied: 0, total, matched: 0, files: [] };
  const diffs = await diffsOn(commit);
  const wanted = wantedBlobs(diffs.map(({ files }) => files));
  const known = { total, matched: countMatches(wanted, (path) => tree.entryAt(path)?.id) };
  const index = repository.scratchIndex(tree);
  for (const [applied, diff] of diffs.entries()) {
    const result = await index.apply(diff, options, context);
    if (!result.applied) return { ...known, applied, files: result.files };
  }
  return { ...known, applied: total, files: [] };
};

/** The branch to take: where most patches apply, of those where most files are as the patches name them, then the newest. */
export const bestOnto = (results: readonly OntoResult[]): OntoResult | undefined =>
  [...results].sort(
    (a, b) => b.applied - a.applied || b.matched - a.matched || b.ref.seconds - a.ref.seconds,
  )[0];
