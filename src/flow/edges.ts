// The flow of `edges`: one commit of a tree in, its edges out.
import { type Context, quietContext } from '../base/context.js';
import type { Edge } from '../base/edge.js';
import type { ModuleName } from '../base/id.js';
import { byCodeUnit } from '../base/order.js';
import { EDGE_LIST_VERSION, type EdgeList } from '../result/edge-list.js';
import { StateEngine } from '../state/engine.js';
import { commitStep } from '../state/step.js';
import { type EdgeRequest, pairOf, queryOf, withRepository } from './request.js';

/** Asks for the edges of one commit. */
export interface TreeRequest extends EdgeRequest {
  /** The commit to analyse; HEAD when absent. */
  readonly revision?: string;
  /** Threads that share a query about all modules; 1 when absent. Each reads the headers that it needs by itself. */
  readonly threads?: number;
}

/**
 * The edges of one commit, with the paths of the modules that they join.
 * @throws UserError `input` when tree, revision or module names are wrong; `environment` when git fails.
 */
export const edgesOf = (request: TreeRequest, context: Context = quietContext()): Promise<EdgeList> =>
  withRepository(request, context, async (repository) => {
    const commit = await repository.resolve(request.revision ?? 'HEAD', context);
    const { cache, threads } = request;
    const engine = new StateEngine({ repository, query: queryOf(request), cache, threads });
    const { edges, paths } = await engine.state(commitStep(repository, commit, context), context);
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
  });

/**
 * The edges of one commit alone.
 * @throws UserError as `edgesOf`.
 */
export const analyseTree = async (request: TreeRequest, context?: Context): Promise<readonly Edge[]> =>
  (await edgesOf(request, context)).edges;
