// One commit of a tree in, its edges out.
import { resolve } from 'node:path';
import { type Context, quietContext } from './base/context.js';
import type { ModuleName } from './base/id.js';
import { byCodeUnit } from './base/order.js';
import { EDGE_LIST_VERSION, type EdgeList } from './check/edge-list.js';
import { StateAnalyser } from './check/state-analyser.js';
import { StateCache } from './check/state-cache.js';
import { type EdgeRequest, pairOf, queryOf } from './edge-request.js';
import { openRepository } from './git/repository.js';
import type { Edge } from './symbols/edge.js';

export interface TreeRequest extends EdgeRequest {
  /** The commit to analyse; HEAD when absent. */
  readonly revision?: string;
}

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
    const { edges, paths } = await new StateAnalyser(repository.reader, query, cache).next(
      {
        changes: [],
        tree: () => repository.treeAt(commit, context),
        treeId: () => repository.treeIdOf(commit),
      },
      context,
    );
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
