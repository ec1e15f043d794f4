// The flow of `explain`: why the edges of one commit exist. It gives the call chain from the code that needs a symbol to the
// symbol's export, and the other users of the symbol.
import { type Context, quietContext } from '../base/context.js';
import type { Edge } from '../base/edge.js';
import { UserError } from '../base/error.js';
import { Explanations } from '../edge/explanation.js';
import { nearNames } from '../edge/module-name.js';
import type { Repository } from '../git/repository.js';
import { GitWordSearch } from '../git/word-search.js';
import { EXPLANATION_VERSION, type ExplanationList, type OtherUser } from '../result/explanation.js';
import { StateEngine } from '../state/engine.js';
import { commitStep } from '../state/step.js';
import { type SymbolUser, usersIn } from '../user/user.js';
import { UserSearch } from '../user/user-search.js';
import type { TreeRequest } from './edges.js';
import { pairOf, queryOf, withRepository } from './request.js';

/** Asks for the explanation of the edges of one commit. */
export interface ExplainRequest extends Omit<TreeRequest, 'includes'> {
  /** Only the edges of this symbol; all when absent. */
  readonly symbol?: string;
}

/** No edge of the pair is one of the symbol. */
export class NoSuchEdge extends UserError {}

const otherUser = (user: SymbolUser): OtherUser => ({
  name: user.consumer,
  path: user.path,
  kind: user.kind,
  condition: user.condition,
  architectures: user.architectures,
  isModule: user.moduleOn.length > 0,
  place: user.reference,
});

/** @throws NoSuchEdge when no edge is one of the symbol. */
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
  throw new NoSuchEdge(
    'input',
    `no edge ${request.oneWay ? 'from' : 'between'} ${a} ${request.oneWay ? 'to' : 'and'} ${b} uses "${symbol}"`,
    {
      hint: near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'List the edges with the edges command.',
    },
  );
};

const explainIn = async (
  repository: Repository,
  request: ExplainRequest,
  context: Context,
): Promise<ExplanationList> => {
  const commit = await repository.resolve(request.revision ?? 'HEAD', context);
  repository.prefetchTree(commit, context);
  const query = queryOf(request);
  const engine = new StateEngine({ repository, query, cache: request.cache });
  const state = await engine.state(commitStep(repository, commit, context), context);
  const asked = edgesOfSymbol(state.edges, request);
  const explanations = new Explanations(await state.facts(), asked);
  context.progress('find other users');
  const search = new UserSearch(repository.reader, new GitWordSearch(repository), query);
  const symbols = new Set(asked.map(({ symbol }) => symbol));
  const usage = await search.find(symbols, await state.tree(), context, { allArchitectures: true });
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
};

/**
 * Explains the edges of one commit.
 * @throws UserError `input` when tree, revision, module names or symbol are wrong; `environment` when git fails.
 */
export const explainEdges = (
  request: ExplainRequest,
  context: Context = quietContext(),
): Promise<ExplanationList> =>
  withRepository(request, context, (repository) => explainIn(repository, request, context));
