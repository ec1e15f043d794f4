// One commit of a tree against its policy and baseline: what `baseline` works with.
import { resolve } from 'node:path';
import { type Context, quietContext } from '../base/context.js';
import type { CommitId } from '../base/id.js';
import { type Baseline, baselineOf, identityOf } from '../check/guard/baseline.js';
import { type Guard, guardedQuery, guardOf } from '../check/guard/enforce.js';
import { withinDirections } from '../check/guard/policy.js';
import { openRepository, type Repository } from '../git/repository.js';
import { StateAnalyser } from '../state/state-analyser.js';
import { StateCache } from '../state/state-cache.js';
import {
  type GuardFiles,
  type GuardRequest,
  type GuardVerdict,
  guardStates,
  readGuardFiles,
} from './guard-states.js';
import { queryOf } from './request.js';

export interface TreeGuardRequest extends GuardRequest {
  /** The commit; HEAD when absent. */
  readonly revision?: string;
}

export interface TreeGuard extends GuardFiles {
  readonly commit: CommitId;
  /** The top of the work tree; undefined for a bare repository. */
  readonly workFolder: string | undefined;
}

/** A commit with what its guard says of it; the question's rules where it has none. */
export interface GuardedTree extends TreeGuard, GuardVerdict {
  readonly guard: Guard;
}

const withTree = async <T>(
  request: TreeGuardRequest,
  context: Context,
  work: (tree: TreeGuard, repository: Repository) => Promise<T>,
): Promise<T> => {
  const repository = await openRepository(resolve(request.workingFolder ?? '.', request.tree), context);
  try {
    const commit = await repository.resolve(request.revision ?? 'HEAD', context);
    const files = await readGuardFiles(repository, commit, request, context);
    return await work({ commit, workFolder: repository.layout.workFolder, ...files }, repository);
  } finally {
    repository.dispose();
  }
};

/**
 * The policy and baseline of a commit, without any analysis.
 * @throws UserError `input` when tree, revision, policy or baseline are not what they have to be.
 */
export const treeGuard = (request: TreeGuardRequest, context: Context = quietContext()): Promise<TreeGuard> =>
  withTree(request, context, async (tree) => tree);

/**
 * What a commit says to its policy and baseline. Without either, every edge between the modules asked for is new.
 * @throws UserError as `treeGuard`, and `input` when the tree makes no module asked for; `environment` when git fails.
 */
export const guardTree = (
  request: TreeGuardRequest,
  context: Context = quietContext(),
): Promise<GuardedTree> =>
  withTree(request, context, async (tree, repository) => {
    const query = queryOf(request);
    const guard = guardOf(tree.policy, tree.baseline ?? [], query.directions);
    const whole = guardedQuery(query, guard);
    const cache = request.cache === undefined ? undefined : new StateCache(request.cache, whole);
    const source = {
      changes: [],
      tree: () => repository.treeAt(tree.commit, context),
      treeId: () => repository.treeIdOf(tree.commit),
    };
    const found = await new StateAnalyser(repository.reader, whole, cache).next(source, context);
    const states = [{ label: 'base', changes: [], ...found }];
    return { ...tree, guard, ...(await guardStates(guard, states, request, false, repository)) };
  });

/**
 * The baseline to be written.
 * @param written what the file has that it replaces.
 * @param prune whether entries are taken out only, and none put in.
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
