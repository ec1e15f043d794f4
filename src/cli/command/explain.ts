// `explain`: why edges of one commit are there, step by step from the code that needs a symbol to its export.

import type { Command as Commander } from 'commander';
import { defined } from '../../base/defined.js';
import { EXPLAIN_REPORTS, explainEdges, NoSuchEdge } from '../../index.js';
import { type CacheFlags, cacheOf, declareCache } from '../cache-option.js';
import { EXIT } from '../exit.js';
import {
  askedPair,
  askedState,
  declareConfig,
  declarePair,
  type PairOptions,
  type StateOptions,
} from '../option.js';
import { declareFormat, type PieceOptions, putPieces } from '../piece-output.js';
import type { Session } from '../session.js';
import { atMostOne, declareTree, divideWords, TREE_HELP, type TreeFlags } from '../tree-argument.js';
import type { Command } from './command.js';
import { runWho } from './who.js';

interface ExplainOptions extends PieceOptions, CacheFlags, PairOptions, StateOptions, TreeFlags {}

const run = async (
  tree: string,
  symbol: string | undefined,
  options: ExplainOptions,
  session: Session,
): Promise<number> => {
  const { io, context } = session;
  const list = await explainEdges(
    {
      ...(await askedState(tree, options, io.folder)),
      ...askedPair(options),
      ...defined({ symbol }),
      ...cacheOf(io, options),
    },
    context,
  );
  await putPieces(EXPLAIN_REPORTS, list, options, session, tree);
  return EXIT.ok;
};

/** Without a pair, a symbol that is no edge of kvm and vfio is looked up in the whole tree. */
const runOrWho = async (
  tree: string,
  symbol: string | undefined,
  options: ExplainOptions,
  session: Session,
): Promise<number> => {
  const { between, from, to } = options;
  const hasPair = between !== undefined || from !== undefined || to !== undefined;
  try {
    return await run(tree, symbol, options, session);
  } catch (error) {
    if (hasPair || symbol === undefined || !(error instanceof NoSuchEdge)) throw error;
    return runWho(tree, [symbol], options, session);
  }
};

const declare = (command: Commander): Commander =>
  declareFormat(
    declareCache(
      declareConfig(
        declarePair(
          command
            .description('explain symbol edges: from the code that needs a symbol to its export')
            .argument('[tree]', TREE_HELP)
            .argument('[symbol]', 'only the edges of this symbol; if there are none, who exports and uses it')
            .option('--rev <rev>', 'the commit to read (default: HEAD)'),
        ),
      ).option('--verbose', 'show all places and all users'),
    ),
    EXPLAIN_REPORTS,
  );

export const explain: Command = {
  name: 'explain',
  declare: (command, start) => {
    declare(declareTree(command)).action(
      (first: string | undefined, second: string | undefined, options: ExplainOptions) =>
        start((session) => {
          const { tree, rest } = divideWords([first, second], options, session.io.folder);
          return runOrWho(tree, atMostOne(rest, 'symbol'), options, session);
        }),
    );
  },
};
