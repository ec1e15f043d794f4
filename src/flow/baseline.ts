// The flow of `baseline`: one commit of a tree in, its comparison with policy and baseline out.
import { type Context, quietContext } from '../base/context.js';
import type { CommitId } from '../base/id.js';
import { type Baseline, baselineOf, identityOf } from '../check/guard/baseline.js';
import { type Guard, guardedQuery, guardOf } from '../check/guard/enforce.js';
import { type GuardVerdict, guardStates } from '../check/guard/guard-states.js';
import { withinDirections } from '../check/guard/policy.js';
import { type GuardFiles, readGuardFiles } from '../check/guard/read-guard.js';
import type { Repository } from '../git/repository.js';
import { StateEngine } from '../state/engine.js';
import { commitStep } from '../state/step.js';
import { type GuardRequest, isPartial, queryOf, withRepository } from './request.js';

/** Asks for the comparison of one commit with its policy and baseline. */
export interface TreeGuardRequest extends GuardRequest {
  /** The commit; HEAD when absent. */
  readonly revision?: string;
}

/** What guards a commit. */
export interface TreeGuard extends GuardFiles {
  readonly commit: CommitId;
  /** The top of the work tree; undefined for a bare repository. */
  readonly workFolder: string | undefined;
}

/** A commit compared with its guard; where it has no rules, the question makes them. */
export interface GuardedTree extends TreeGuard, GuardVerdict {
  readonly guard: Guard;
}

const withTree = <T>(
  request: TreeGuardRequest,
  context: Context,
  work: (tree: TreeGuard, repository: Repository) => Promise<T>,
): Promise<T> =>
  withRepository(request, context, async (repository) => {
    const commit = await repository.resolve(request.revision ?? 'HEAD', context);
    const files = await readGuardFiles(repository, commit, request, context);
    return work({ commit, workFolder: repository.layout.workFolder, ...files }, repository);
  });

/**
 * The policy and baseline of a commit, without any analysis.
 * @throws UserError `input` when tree, revision, policy or baseline are not what they have to be.
 */
export const treeGuard = (request: TreeGuardRequest, context: Context = quietContext()): Promise<TreeGuard> =>
  withTree(request, context, async (tree) => tree);

/**
 * Compares a commit with its policy and baseline. Without either, every edge between the two modules is new.
 * @throws UserError as `treeGuard`, and `input` when the tree builds no module of the query; `environment` when git fails.
 */
export const guardTree = (
  request: TreeGuardRequest,
  context: Context = quietContext(),
): Promise<GuardedTree> =>
  withTree(request, context, async (tree, repository) => {
    const query = queryOf(request);
    const guard = guardOf(tree.policy, tree.baseline ?? [], query.directions);
    const engine = new StateEngine({ repository, query: guardedQuery(query, guard), cache: request.cache });
    const state = await engine.state(commitStep(repository, tree.commit, context), context);
    const setting = { partial: isPartial(request), received: false, seriesReader: null };
    return { ...tree, guard, ...(await guardStates(guard, [state], setting)) };
  });

/**
 * The baseline to write.
 * @param written the entries of the file that it replaces.
 * @param prune whether entries are only removed, and none added.
 */
export const renewedBaseline = (
  { guard, outcome }: GuardedTree,
  request: GuardRequest,
  written: Baseline,
  prune: boolean,
): Baseline => {
  const broken = baselineOf([...outcome.violations.map(({ edge }) => edge), ...outcome.known]);
  const old = new Set(written.map(identityOf));
  const now = prune ? broken.filter((edge) => old.has(identityOf(edge))) : broken;
  if (!guard.byQuestion) return now;
  const isAsked = withinDirections(queryOf(request).directions);
  return baselineOf([...now, ...written.filter((edge) => !isAsked(edge))]);
};
