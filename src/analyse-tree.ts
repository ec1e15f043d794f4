// One commit of a tree in, its edges out.
import { resolve } from 'node:path';
import { type Context, quietContext } from './base/context.js';
import { StateAnalyser } from './check/state-analyser.js';
import { StateCache } from './check/state-cache.js';
import { type EdgeRequest, queryOf } from './edge-request.js';
import { openRepository } from './git/repository.js';
import type { Edge } from './symbols/edge.js';

export interface TreeRequest extends EdgeRequest {
  /** The commit to analyse; HEAD when absent. */
  readonly revision?: string;
}

/**
 * The edges of one commit.
 * @throws UserError `input` when tree, revision or module names are not what they have to be; `environment` when git fails.
 */
export const analyseTree = async (
  request: TreeRequest,
  context: Context = quietContext(),
): Promise<readonly Edge[]> => {
  const repository = await openRepository(resolve(request.workingFolder ?? '.', request.tree), context);
  try {
    const commit = await repository.resolve(request.revision ?? 'HEAD', context);
    const query = queryOf(request);
    const cache = request.cache === undefined ? undefined : new StateCache(request.cache, query);
    const { edges } = await new StateAnalyser(repository.reader, query, cache).next(
      {
        changes: [],
        tree: () => repository.treeAt(commit, context),
        treeId: () => repository.treeIdOf(commit, context),
      },
      context,
    );
    return edges;
  } finally {
    repository.dispose();
  }
};
