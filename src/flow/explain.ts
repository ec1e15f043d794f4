// Why the edges of one commit are there: the chain from the code that needs a symbol to its export, and who else uses it.
import { resolve } from 'node:path';
import { type Context, quietContext } from '../base/context.js';
import type { Edge } from '../base/edge.js';
import { UserError } from '../base/error.js';
import { Explanations } from '../edge/explanation.js';
import { nearNames } from '../edge/module-name.js';
import { openRepository } from '../git/repository.js';
import { GitWordSearch } from '../git/word-search.js';
import { EXPLANATION_VERSION, type ExplanationList, type OtherUser } from '../result/explanation.js';
import { StateAnalyser } from '../state/state-analyser.js';
import { StateCache } from '../state/state-cache.js';
import { type SymbolUser, usersIn } from '../user/user.js';
import { UserSearch } from '../user/user-search.js';
import type { TreeRequest } from './edges.js';
import { pairOf, queryOf } from './request.js';

export interface ExplainRequest extends Omit<TreeRequest, 'includes'> {
  /** Only the edges of this symbol; all when absent. */
  readonly symbol?: string;
}

const otherUser = (user: SymbolUser): OtherUser => ({
  name: user.consumer,
  path: user.path,
  kind: user.kind,
  condition: user.condition,
  architectures: user.architectures,
  isModule: user.moduleOn.length > 0,
  place: user.reference,
});

/** @throws UserError `input` when no edge is one of the symbol. */
const edgesOfSymbol = (edges: readonly Edge[], request: ExplainRequest): readonly Edge[] => {
  const { symbol } = request;
  if (symbol === undefined) return edges;
  const found = edges.filter((edge) => edge.symbol === symbol);
  if (found.length > 0) return found;
  const near = nearNames(
    symbol,
    edges.map((edge) => edge.symbol),
  );
  const [a, b] = pairOf(request);
  throw new UserError('input', `no edge ${a} ${request.oneWay ? '->' : '<->'} ${b} is one of "${symbol}"`, {
    hint:
      near.length > 0 ? `Near names: ${near.join(', ')}.` : 'The edges command lists those that there are.',
  });
};

/**
 * Explains the edges of one commit.
 * @throws UserError `input` when tree, revision, module names or symbol are not what they have to be; `environment` when
 *   git fails.
 */
export const explainEdges = async (
  request: ExplainRequest,
  context: Context = quietContext(),
): Promise<ExplanationList> => {
  const repository = await openRepository(resolve(request.workingFolder ?? '.', request.tree), context);
  try {
    const commit = await repository.resolve(request.revision ?? 'HEAD', context);
    const query = queryOf(request);
    const cache = request.cache === undefined ? undefined : new StateCache(request.cache, query);
    const tree = await repository.treeAt(commit, context);
    const state = await new StateAnalyser(repository.reader, query, cache).next(
      { changes: [], tree: async () => tree, treeId: () => repository.treeIdOf(commit) },
      context,
    );
    const asked = edgesOfSymbol(state.edges, request);
    const explanations = new Explanations(await state.facts(), asked);
    context.progress('find other users');
    const search = new UserSearch(repository.reader, new GitWordSearch(repository), query);
    const usage = await search.find(new Set(asked.map(({ symbol }) => symbol)), tree, context);
    const users = usersIn(usage);
    return {
      schemaVersion: EXPLANATION_VERSION,
      commit,
      between: pairOf(request),
      oneWay: request.oneWay ?? false,
      usersComplete: usage.complete,
      explanations: asked.map((edge) => ({
        edge,
        chains: explanations.chainsOf(edge),
        otherUsers: users
          .filter(({ symbol, consumer }) => symbol === edge.symbol && consumer !== edge.consumer)
          .map(otherUser),
      })),
    };
  } finally {
    repository.dispose();
  }
};
