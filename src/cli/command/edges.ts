// `edges`: every symbol edge of one commit between the modules of the query, or all modules.
import type { Command as Commander } from 'commander';
import { EVERY_MODULE } from '../../edge/query.js';
import { EDGES_REPORTS, type EdgeRequest, edgesOf, UserError } from '../../index.js';
import { type CacheFlags, cacheOf, declareCache } from '../cache-option.js';
import { EXIT } from '../exit.js';
import { declareJobs, type JobsFlags, threadsOf } from '../jobs-option.js';
import {
  askedState,
  declareConfig,
  modulePair,
  oneModule,
  type PairOptions,
  type StateOptions,
} from '../option.js';
import { declareFormat, type PieceOptions, putPieces } from '../piece-output.js';
import type { Session } from '../session.js';
import { TREE_HELP } from '../tree-argument.js';
import type { Command } from './command.js';

interface EdgesOptions extends PieceOptions, CacheFlags, JobsFlags, PairOptions, StateOptions {
  readonly all?: boolean;
  readonly includes?: boolean;
}

/**
 * The query: one end alone means all modules at the other.
 * @throws UserError `usage` when the options exclude each other.
 */
const askedModules = ({ between, from, to, all }: EdgesOptions): Pick<EdgeRequest, 'between' | 'oneWay'> => {
  const direction = from !== undefined || to !== undefined;
  if (Number(between !== undefined) + Number(direction) + Number(all === true) > 1) {
    throw new UserError(
      'usage',
      '--between asks both directions, --from and --to one, --all for everything',
      {
        hint: 'give one of them',
      },
    );
  }
  if (all === true) return { between: [EVERY_MODULE, EVERY_MODULE], oneWay: true };
  if (direction) return { between: [from ?? EVERY_MODULE, to ?? EVERY_MODULE], oneWay: true };
  return between === undefined ? {} : { between };
};

const run = async (tree: string, options: EdgesOptions, session: Session): Promise<number> => {
  const { io, context } = session;
  const list = await edgesOf(
    {
      ...(await askedState(tree, options, io.folder)),
      ...askedModules(options),
      includes: options.includes ?? false,
      threads: threadsOf(options),
      ...cacheOf(io, options),
    },
    context,
  );
  await putPieces(EDGES_REPORTS, list, options, session, tree);
  return EXIT.ok;
};

const declare = (command: Commander): Commander =>
  declareFormat(
    declareCache(
      declareJobs(
        declareConfig(
          command
            .description('list the symbol edges of one commit: between two modules, of one module, or all')
            .argument('[tree]', TREE_HELP)
            .option('--rev <rev>', 'the commit to read (default: HEAD)')
            .option('--between <A,B>', 'two module names or globs (default: kvm,vfio)', modulePair)
            .option('--from <A>', 'only edges from this module; without --to, to all', oneModule)
            .option('--to <B>', 'only edges to this module; without --from, from all', oneModule)
            .option('--all', 'the edges between all modules'),
        ).option('--includes', 'also edges by #include of a header of the other module'),
      ),
    ),
    EDGES_REPORTS,
  );

export const edges: Command = {
  name: 'edges',
  declare: (command, start) => {
    declare(command).action((tree: string | undefined, options: EdgesOptions) =>
      start((session) => run(tree ?? '.', options, session)),
    );
  },
};
