// `check`: the main job. Options in, pipeline, report out.

import { type Command as Commander, Option } from 'commander';
import { defined } from '../../base/defined.js';
import {
  type CheckRequest,
  type CheckResult,
  checkSeries,
  type FailOn,
  PLAIN_VIEW,
  reportNamed,
  type Series,
  UserError,
} from '../../index.js';
import { type CacheFlags, cacheOf, declareCache } from '../cache-option.js';
import { EXIT } from '../exit.js';
import { declareGuard, failOnOption, type GuardOptions, guardFiles } from '../guard-option.js';
import {
  askedPair,
  askedState,
  type ConfigOptions,
  declareConfig,
  declarePair,
  opaqueClaims,
  type PairOptions,
} from '../option.js';
import { declareOutput, type OutputOptions, putOut, writeOut } from '../output.js';
import { declareSeries, readSeriesOf, SERIES_HELP, type SeriesFlags } from '../series-option.js';
import type { Session } from '../session.js';
import { atMostOne, declareTree, divideWords, TREE_HELP, type TreeFlags } from '../tree-argument.js';
import type { Command } from './command.js';

interface CheckOptions
  extends TreeFlags,
    OutputOptions,
    SeriesFlags,
    CacheFlags,
    GuardOptions,
    PairOptions,
    ConfigOptions {
  readonly series?: string;
  readonly range?: string;
  readonly base?: string;
  readonly onto?: string;
  readonly includes?: boolean;
  readonly opaque: readonly string[];
  readonly allOrphans?: boolean;
  readonly failOn?: FailOn;
  readonly save?: string;
}

/** The exit code of a finished check. */
export const exitOf = (result: CheckResult): number => {
  if (result.states.some((state) => !state.applied)) return EXIT.apply;
  return result.verdict.failed ? EXIT.failed : EXIT.ok;
};

/** @throws UserError `usage` when an option is given that has nothing to act on. */
const requireSeries = (options: CheckOptions): void => {
  const named = options.base === undefined ? (options.onto === undefined ? null : '--onto') : '--base';
  if (named === null || options.series !== undefined) return;
  throw new UserError('usage', `${named} says where a series is applied, so it needs a series`, {
    hint: 'to check commits, name them: --range A..B',
  });
};

const seriesOf = async (given: string, options: CheckOptions, session: Session): Promise<Series> => {
  const { series, notes } = await readSeriesOf(given, options, session, session.context);
  for (const note of notes) session.context.report(note);
  return series;
};

const requestOf = async (tree: string, options: CheckOptions, session: Session): Promise<CheckRequest> => {
  const { io } = session;
  requireSeries(options);
  const { series: given, range, base, onto, failOn } = options;
  return {
    ...(await askedState(tree, options, io.folder)),
    ...askedPair(options),
    ...defined({ range, base, onto, failOn }),
    includes: options.includes ?? false,
    opaque: options.opaque,
    allOrphans: options.allOrphans ?? false,
    ...(await guardFiles(options, io.folder)),
    ...cacheOf(io, options),
    ...(given === undefined ? {} : { series: () => seriesOf(given, options, session) }),
  };
};

/** @throws UserError `usage` when a series is given twice, or beside a range. */
const withSeries = (options: CheckOptions, series: string | undefined): CheckOptions => {
  if (series === undefined) return options;
  const other = options.series === undefined ? options.range : options.series;
  if (other !== undefined) {
    throw new UserError('usage', `${series} and ${other} cannot both be checked`, {
      hint: 'name one of them',
    });
  }
  return { ...options, series };
};

const run = async (tree: string, options: CheckOptions, session: Session): Promise<number> => {
  const result = await checkSeries(await requestOf(tree, options, session), session.context);
  if (options.save !== undefined) {
    await writeOut(options.save, reportNamed('json').render(result, PLAIN_VIEW), session.io.folder);
  }
  await putOut(result, options, session, tree);
  return exitOf(result);
};

const declareSource = (command: Commander): Commander =>
  declareSeries(
    command
      .description('check a series: symbol edges between two modules, before it and after each patch')
      .argument('[tree]', TREE_HELP)
      .argument('[series]', SERIES_HELP)
      .option('--series <series>', 'the same as the argument'),
  )
    .addOption(new Option('--range <A..B>', 'check the commits of this range').conflicts('series'))
    .option('--base <rev>', 'commit to apply the series to (default: auto, HEAD if it fits)')
    .option(
      '--onto <glob>',
      "try these branches and tags, list where it applies, check on the best: 'origin/*'",
    );

const declareQuestion = (command: Commander): Commander =>
  declareConfig(declarePair(declareGuard(command)))
    .option('--includes', 'also edges by #include of a header of the other module')
    .option(
      '--opaque <claim>',
      "report code that still sees a struct: 'struct kvm@vfio' (may be repeated)",
      opaqueClaims,
      [],
    )
    .option('--all-orphans', 'also report unused exports that the series did not touch')
    .addOption(failOnOption('exit 1'))
    .option('--save <file>', 'save the result, for the report command');

export const check: Command = {
  name: 'check',
  declare: (command, start) => {
    declareOutput(declareCache(declareQuestion(declareSource(declareTree(command))))).action(
      (first: string | undefined, second: string | undefined, options: CheckOptions) => {
        start((session) => {
          const { tree, rest } = divideWords([first, second], options, session.io.folder);
          return run(tree, withSeries(options, atMostOne(rest, 'series')), session);
        });
      },
    );
  },
};
