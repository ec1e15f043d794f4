// `modules`: what Kbuild makes of one commit: modules, their sources and conditions.

import type { Command as Commander } from 'commander';
import { defined } from '../../base/defined.js';
import { listModules, MODULES_REPORTS } from '../../index.js';
import { EXIT } from '../exit.js';
import { askedState, declareConfig, moduleArgument, type StateOptions } from '../option.js';
import { declareFormat, type PieceOptions, putPieces } from '../piece-output.js';
import type { Session } from '../session.js';
import { atMostOne, declareTree, divideWords, TREE_HELP, type TreeFlags } from '../tree-argument.js';
import type { Command } from './command.js';

interface ModulesOptions extends PieceOptions, StateOptions, TreeFlags {}

const run = async (
  tree: string,
  name: string | undefined,
  options: ModulesOptions,
  session: Session,
): Promise<number> => {
  const { io, context } = session;
  const list = await listModules(
    { ...(await askedState(tree, options, io.folder)), ...defined({ name }) },
    context,
  );
  await putPieces(MODULES_REPORTS, list, options, session, tree);
  return EXIT.ok;
};

const declare = (command: Commander): Commander =>
  declareFormat(
    declareConfig(
      command
        .description('list the modules that one commit makes, with their sources and conditions')
        .argument('[tree]', TREE_HELP)
        .argument('[name]', 'only this name, path or glob, also what can only be built in')
        .option('--rev <rev>', 'the commit to read (default: HEAD)'),
    ),
    MODULES_REPORTS,
  );

export const modules: Command = {
  name: 'modules',
  declare: (command, start) => {
    declare(declareTree(command)).action(
      (first: string | undefined, second: string | undefined, options: ModulesOptions) =>
        start((session) => {
          const { tree, rest } = divideWords([first, second], options, session.io.folder);
          const name = atMostOne(rest, 'name');
          return run(tree, name === undefined ? undefined : moduleArgument(name), options, session);
        }),
    );
  },
};
