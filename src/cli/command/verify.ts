// `verify`: the edges of a tree beside a build of it that the user has.

import { type Command as Commander, InvalidArgumentError, Option } from 'commander';
import { defined } from '../../base/defined.js';
import { EVERY_MODULE } from '../../edge/query.js';
import { DEFAULT_AT_LEAST, toJson, UserError, type VerifyRequest, verifyBuild } from '../../index.js';
import { penOf } from '../../report/part/pen.js';
import { verifyText } from '../../report/verify/text.js';
import { EXIT } from '../exit.js';
import { declareJobs, type JobsFlags, threadsOf } from '../jobs-option.js';
import {
  architecture,
  askedPair,
  askedState,
  modulePair,
  oneModule,
  type PairOptions,
  type StateOptions,
} from '../option.js';
import type { Session } from '../session.js';
import { TREE_HELP } from '../tree-argument.js';
import { viewOf } from '../view.js';
import type { Command } from './command.js';

interface VerifyOptions extends PairOptions, StateOptions, JobsFlags {
  readonly build: string;
  readonly all?: boolean;
  readonly atLeast: number;
  readonly format: 'text' | 'json';
  readonly verbose?: boolean;
  readonly color: boolean;
}

/** A share of 1, given in per cent. */
const share = (text: string): number => {
  if (/^\d{1,3}(?:\.\d+)?$/.test(text) && Number(text) <= 100) return Number(text) / 100;
  throw new InvalidArgumentError('Give a number of per cent, such as 99.95.');
};

/** The modules of the query; one end alone is compared with all modules. */
const askedOf = (options: VerifyOptions): Pick<VerifyRequest, 'between' | 'oneWay'> => {
  const { from, to, between, all } = options;
  if (all && (from ?? to ?? between) !== undefined)
    throw new UserError('usage', '--all asks for every module, so --between, --from and --to say nothing', {
      hint: 'give one or the other',
    });
  if ((from === undefined) === (to === undefined)) return askedPair(options);
  return askedPair({ ...options, from: from ?? EVERY_MODULE, to: to ?? EVERY_MODULE });
};

const run = async (tree: string, options: VerifyOptions, session: Session): Promise<number> => {
  const { io } = session;
  const result = await verifyBuild(
    {
      ...(await askedState(tree, options, io.folder)),
      build: options.build,
      ...askedOf(options),
      atLeast: options.atLeast,
      threads: threadsOf(options),
    },
    session.context,
  );
  if (options.format === 'json') await session.print(toJson(result));
  else {
    const words = { tree, ...defined({ revision: options.rev }) };
    const pen = penOf(viewOf(io, options));
    await session.print(verifyText(pen, result, words, options.verbose ?? false));
  }
  return result.verdict.failed ? EXIT.failed : EXIT.ok;
};

const declare = (command: Commander): Commander =>
  declareJobs(command)
    .description('compare the edges with those of a kernel build, and list every difference')
    .argument('[tree]', TREE_HELP)
    .requiredOption('--build <dir>', 'folder of a kernel build, or /lib/modules/VERSION')
    .option('--rev <rev>', 'the commit that was built (default: HEAD)')
    .option('--from <A>', 'only what these modules need', oneModule)
    .option('--to <B>', 'only symbols of these modules', oneModule)
    .option('--between <A,B>', 'only edges between these modules', modulePair)
    .option('--all', 'all modules (the default)')
    .option('--config <file>', "the configuration of the build (default: the build's own)")
    .option('--arch <arch>', 'the architecture, if the configuration does not name it', architecture)
    .addOption(
      new Option('--at-least <percent>', 'exit 1 when precision or recall is less')
        .argParser(share)
        .default(DEFAULT_AT_LEAST, '99.95'),
    )
    .addOption(
      new Option('--format <name>', 'output format (json: schema/verify.schema.json)')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--verbose', 'print every difference of every class')
    .option('--no-color', 'print no colour, even on a terminal');

export const verify: Command = {
  name: 'verify',
  declare: (command, start) => {
    declare(command).action((tree: string | undefined, options: VerifyOptions) =>
      start((session) => run(tree ?? '.', options, session)),
    );
  },
};
