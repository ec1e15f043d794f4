// One commit of a tree in, its edges out.
import { resolve } from 'node:path';
import { type Context, quietContext } from '../base/context.js';
import type { Edge } from '../base/edge.js';
import type { CommitId, ModuleName, TreeId } from '../base/id.js';
import { byCodeUnit } from '../base/order.js';
import { type EdgeQuery, isAboutAll } from '../edge/query.js';
import type { GitTree } from '../git/git-tree.js';
import { openRepository, type Repository } from '../git/repository.js';
import { EDGE_LIST_VERSION, type EdgeList } from '../result/edge-list.js';
import { StateAnalyser } from '../state/state-analyser.js';
import { type Found, StateCache } from '../state/state-cache.js';
import { type EdgeRequest, pairOf, queryOf } from './request.js';

export interface TreeRequest extends EdgeRequest {
  /** The commit to analyse; HEAD when absent. */
  readonly revision?: string;
  /** Threads that share a question about all modules; 1 when absent. Each reads the headers that it needs by itself. */
  readonly threads?: number;
}

const stateOf = async (
  repository: Repository,
  commit: CommitId,
  query: EdgeQuery,
  cache: StateCache | undefined,
  threads: number,
  context: Context,
): Promise<Found> => {
  // Includes are found by one thread.
  if (threads === 1 || query.includes || !isAboutAll(query)) {
    const tree = (): Promise<GitTree> => repository.treeAt(commit, context);
    const treeId = (): Promise<TreeId> => repository.treeIdOf(commit);
    return new StateAnalyser(repository.reader, query, cache).next({ changes: [], tree, treeId }, context);
  }
  const treeId = await repository.treeIdOf(commit);
  const known = await cache?.state(treeId);
  if (known !== undefined) return known.found;
  const { searchInShards } = await import('../state/shards.js');
  const { place, workPlace } = repository.scratch;
  const task = { place, workPlace, folder: repository.layout.folder, commit, query };
  const { reading, ...found } = await searchInShards(task, threads, context);
  await cache?.keepState(treeId, { found, reading, names: null });
  return found;
};

/**
 * The edges of one commit, with the paths of the modules that they join.
 * @throws UserError `input` when tree, revision or module names are not what they have to be; `environment` when git fails.
 */
export const edgesOf = async (request: TreeRequest, context: Context = quietContext()): Promise<EdgeList> => {
  const repository = await openRepository(resolve(request.workingFolder ?? '.', request.tree), context);
  try {
    const commit = await repository.resolve(request.revision ?? 'HEAD', context);
    const query = queryOf(request);
    const cache = request.cache === undefined ? undefined : new StateCache(request.cache, query);
    const { edges, paths } = await stateOf(repository, commit, query, cache, request.threads ?? 1, context);
    const named = new Set<ModuleName>(edges.flatMap(({ consumer, provider }) => [consumer, provider]));
    return {
      schemaVersion: EDGE_LIST_VERSION,
      commit,
      between: pairOf(request),
      oneWay: request.oneWay ?? false,
      modules: [...named]
        .sort(byCodeUnit)
        .flatMap((name) => (paths.get(name) ?? []).map((one) => ({ name, ...one }))),
      edges,
    };
  } finally {
    repository.dispose();
  }
};

/**
 * The edges of one commit alone.
 * @throws UserError as `edgesOf`.
 */
export const analyseTree = async (request: TreeRequest, context?: Context): Promise<readonly Edge[]> =>
  (await edgesOf(request, context)).edges;
