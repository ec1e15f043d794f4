// `who`: who exports a symbol, and who uses it.
import type { Command as Commander } from 'commander';
import { symbolUsage, UserError, WHO_REPORTS } from '../../index.js';
import { type CacheFlags, cacheOf, declareCache } from '../cache-option.js';
import { EXIT } from '../exit.js';
import { askedState, declareConfig, oneModule, type StateOptions } from '../option.js';
import { declareFormat, type PieceOptions, putPieces } from '../piece-output.js';
import type { Session } from '../session.js';
import { declareTree, divideWords, TREE_HELP, type TreeFlags } from '../tree-argument.js';
import type { Command } from './command.js';

export interface WhoOptions extends PieceOptions, CacheFlags, StateOptions, TreeFlags {
  readonly exportsOf?: string;
}

/**
 * Prints who exports and uses symbols.
 * @throws UserError `usage` when no name of C is given.
 */
export const runWho = async (
  tree: string,
  symbols: readonly string[],
  options: WhoOptions,
  session: Session,
): Promise<number> => {
  const { io, context } = session;
  const { exportsOf } = options;
  const wrong = symbols.find((symbol) => !/^[A-Za-z_]\w*$/.test(symbol));
  if (wrong !== undefined)
    throw new UserError('usage', `${wrong}: neither a git repository nor the name of a symbol`, {
      hint: 'name the repository with --tree',
    });
  if (symbols.length === 0 && exportsOf === undefined)
    throw new UserError('usage', 'who needs a symbol', { hint: 'for example: who kvm_get_kvm' });
  const list = await symbolUsage(
    {
      ...(await askedState(tree, options, io.folder)),
      symbols,
      ...(exportsOf === undefined ? {} : { exportsOf }),
      ...cacheOf(io, options),
    },
    context,
  );
  await putPieces(WHO_REPORTS, list, options, session, tree);
  return EXIT.ok;
};

const declare = (command: Commander): Commander =>
  declareFormat(
    declareCache(
      declareConfig(
        command
          .description('list who exports a symbol and who uses it, also through macros and inline functions')
          .argument('[tree]', TREE_HELP)
          .argument('[symbols...]', 'functions or variables')
          .option(
            '--exports-of <module>',
            'all exports of this module, with the modules that need each',
            oneModule,
          )
          .option('--rev <rev>', 'the commit to read (default: HEAD)'),
      ),
    ),
    WHO_REPORTS,
  );

export const who: Command = {
  name: 'who',
  declare: (command, start) => {
    declare(declareTree(command)).action(
      (first: string | undefined, others: readonly string[], options: WhoOptions) =>
        start((session) => {
          const { tree, rest } = divideWords([first, ...others], options, session.io.folder);
          return runWho(tree, rest, options, session);
        }),
    );
  },
};
