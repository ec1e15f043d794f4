// `modules`: what Kbuild makes of one commit: modules, their sources and conditions.
import type { Command as Commander } from 'commander';
import { listModules, MODULES_REPORTS } from '../../index.js';
import { EXIT } from '../exit.js';
import { architecture, askedState, oneModule, type StateOptions } from '../option.js';
import { declareFormat, type PieceOptions, putPieces } from '../piece-output.js';
import type { Session } from '../session.js';
import type { Command } from './command.js';

interface ModulesOptions extends PieceOptions, StateOptions {}

const run = async (
  tree: string,
  name: string | undefined,
  options: ModulesOptions,
  session: Session,
): Promise<number> => {
  const { io, context } = session;
  const list = await listModules(
    {
      ...(await askedState(tree, options, io.folder)),
      ...(name === undefined ? {} : { name }),
    },
    context,
  );
  await putPieces(MODULES_REPORTS, list, options, session, tree);
  return EXIT.ok;
};

const declare = (command: Commander): Commander =>
  declareFormat(
    command
      .description('list the modules that one commit makes, with their sources and conditions')
      .argument('<tree>', 'a Linux kernel git repository; it is only read')
      .argument('[name]', 'only this name, path or glob, also what can only be built in', oneModule)
      .option('--rev <rev>', 'the commit to read (default: HEAD)')
      .option('--config <file>', 'only what this kernel .config builds')
      .option('--arch <arch>', 'only this architecture, such as x86', architecture),
    MODULES_REPORTS,
  );

export const modules: Command = {
  name: 'modules',
  declare: (command, start) => {
    declare(command).action((tree: string, name: string | undefined, options: ModulesOptions) =>
      start((session) => run(tree, name, options, session)),
    );
  },
};
