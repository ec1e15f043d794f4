// Which of several branches a series applies to (`--onto 'origin/*'`).
import type { Context } from '../base/context.js';
import type { CommitId } from '../base/id.js';
import type { FailedFile } from './apply-failure.js';
import { matchRefs, type Ref } from './ref.js';
import type { Repository } from './repository.js';

/** How far a series goes on one branch. */
export interface OntoResult {
  readonly ref: Ref;
  /** Patches that apply before the first that does not. */
  readonly applied: number;
  readonly total: number;
  /** Of the patch that does not apply; empty when all do. */
  readonly files: readonly FailedFile[];
}

/**
 * Tries a series on every branch and tag that matches a glob, in the order of their names; a commit with several
 * names is tried once.
 * @param diffs of its patches, in their order.
 * @throws UserError `input` when nothing matches the glob.
 */
export const tryOnto = async (
  repository: Repository,
  glob: string,
  diffs: readonly Uint8Array[],
  options: { readonly threeWay: boolean },
  context: Context,
): Promise<readonly OntoResult[]> => {
  const tried = new Map<CommitId, Omit<OntoResult, 'ref'>>();
  const results: OntoResult[] = [];
  for (const ref of await matchRefs(repository.place, glob, context)) {
    context.progress(`try ${ref.name}`);
    const result =
      tried.get(ref.commit) ?? (await tryCommit(repository, ref.commit, diffs, options, context));
    tried.set(ref.commit, result);
    results.push({ ref, ...result });
  }
  return results;
};

const tryCommit = async (
  repository: Repository,
  commit: CommitId,
  diffs: readonly Uint8Array[],
  options: { readonly threeWay: boolean },
  context: Context,
): Promise<Omit<OntoResult, 'ref'>> => {
  const index = repository.scratchIndex(await repository.treeAt(commit, context));
  for (const [applied, diff] of diffs.entries()) {
    const result = await index.apply(diff, options, context);
    if (!result.applied) return { applied, total: diffs.length, files: result.files };
  }
  return { applied: diffs.length, total: diffs.length, files: [] };
};
