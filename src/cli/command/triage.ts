// `triage`: many series at once, a row each, what can be acted on first.

import { resolve } from 'node:path';
import { type Command as Commander, InvalidArgumentError, Option } from 'commander';
import { defined } from '../../base/defined.js';
import {
  type Series,
  TRIAGE_REPORTS,
  type TriageRequest,
  type TriageResult,
  type TriageRow,
  triageSeries,
  UserError,
} from '../../index.js';
import { type CacheFlags, cacheOf, declareCache } from '../cache-option.js';
import { EXIT } from '../exit.js';
import {
  askedPair,
  askedState,
  type ConfigOptions,
  declareConfig,
  declarePair,
  type PairOptions,
} from '../option.js';
import { declareDocument, type OutputOptions, putDocument } from '../output.js';
import {
  cloneFolder,
  declareInbox,
  SERIES_HELP,
  type SeriesFlags,
  sourceOptionsOf,
} from '../series-option.js';
import type { Session } from '../session.js';
import { declareTree, divideWords, TREE_HELP, type TreeFlags } from '../tree-argument.js';
import { lastRun, resetState } from '../triage/last.js';
import { viewOf } from '../view.js';
import type { Command } from './command.js';

interface TriageOptions
  extends TreeFlags,
    CacheFlags,
    OutputOptions,
    PairOptions,
    ConfigOptions,
    SeriesFlags {
  readonly since?: string;
  readonly path?: readonly string[];
  readonly base?: string;
  readonly onto?: string;
  readonly edges: boolean;
  readonly interactive?: boolean;
  readonly sinceLast?: boolean;
  readonly reset?: boolean;
}

const oneMore = (text: string, held: readonly string[] = []): readonly string[] => {
  if (text.trim() === '')
    throw new InvalidArgumentError('Give a file or folder of the tree, such as virt/kvm.');
  return [...held, text];
};

/** @throws UserError `usage` when there is nothing to read. */
const sourcesOf = (given: readonly string[], options: TriageOptions): readonly string[] => {
  if (given.length > 0) return given;
  const folder = cloneFolder(options);
  if (folder !== undefined) return [folder];
  throw new UserError('usage', 'no series given', {
    hint: 'give files, folders, Maildirs or message-ids, or the clone of a list with --lore FOLDER',
  });
};

const requestOf = async (
  tree: string,
  given: readonly string[],
  options: TriageOptions,
  session: Session,
): Promise<TriageRequest> => {
  const { folder } = session.io;
  const { since, path, base, onto } = options;
  return {
    ...(await askedState(tree, options, folder)),
    series: sourcesOf(given, options),
    source: sourceOptionsOf(options, session),
    now: new Date(),
    edges: options.edges,
    ...askedPair(options),
    ...cacheOf(session.io, options),
    ...defined({ since, paths: path, base, onto }),
  };
};

/** @throws UserError `usage` where there is no terminal to ask on. */
const requireTerminal = ({ io }: Session): void => {
  // A terminal without a width is a pipe to a program that plays one.
  const isTerminal = 'isTTY' in io.stdin && io.stdin.isTTY === true && (io.outColumns ?? 0) > 0;
  if (isTerminal && io.env['TERM'] !== 'dumb') return;
  throw new UserError('usage', '--interactive needs a terminal', { hint: 'without it, a table is printed' });
};

/** A missing file is an error; so is an input without any series. */
const isFailed = ({ rows }: TriageResult): boolean =>
  rows.some(({ verdict }) => verdict === 'error') ||
  (rows.length > 0 && rows.every(({ series }) => series === null));

const runInteractively = async (
  request: TriageRequest,
  options: TriageOptions,
  session: Session,
): Promise<number> => {
  const found = new Map<TriageRow, Series>();
  const onRow = (row: TriageRow, series: Series): void => void found.set(row, series);
  const { rows } = await triageSeries({ ...request, onRow }, session.context);
  // Its code takes a while to load, and a table needs none of it.
  const { browse } = await import('../triage/interactive.js');
  const entries = rows.map((row) => ({ row, series: found.get(row) ?? null }));
  return browse(entries, request, viewOf(session.io, options), session);
};

const run = async (
  tree: string,
  given: readonly string[],
  options: TriageOptions,
  session: Session,
): Promise<number> => {
  const { env, folder } = session.io;
  if (options.interactive) requireTerminal(session);
  if (options.reset) await resetState(env);
  if (options.reset && given.length === 0) return EXIT.ok;
  const request = await requestOf(resolve(session.io.folder, tree), given, options, session);
  if (options.interactive) return runInteractively(request, options, session);
  const found = new Map<TriageRow, Series>();
  const last = options.sinceLast ? await lastRun(resolve(folder, tree), env) : null;
  const onRow = (row: TriageRow, series: Series): void => void found.set(row, series);
  const result = await triageSeries({ ...request, onRow }, session.context);
  await putDocument(TRIAGE_REPORTS, last?.compare(result, found) ?? result, options, session);
  await last?.keep(result, found);
  return isFailed(result) ? EXIT.usage : EXIT.ok;
};

const declareSources = (command: Commander): Commander =>
  declareInbox(
    command
      .description('print a one-line summary per series: review state, whether it applies, edges')
      .argument('[tree]', TREE_HELP)
      .argument('[series...]', `${SERIES_HELP}; each may hold many series`),
  )
    .option('--since <when>', 'only series with a mail since then, as for git log: 2.weeks, 2026-04-01')
    .addOption(
      new Option(
        '--since-last',
        'mark what is new since the last such run: series, revisions, mails, the base',
      ).conflicts('interactive'),
    )
    .option('--reset', 'forget what earlier runs of --since-last saw')
    .option('--path <path>', 'only series that touch this file or folder; may be repeated', oneMore)
    .option('--base <rev>', 'commit to try each series on (default: auto, HEAD if it fits)')
    .option('--onto <glob>', "also list which of these branches and tags each applies to: 'origin/*'");

const declareEdges = (command: Commander): Commander =>
  declareConfig(declarePair(command.option('--no-edges', 'skip the analysis of edges')));

const declareView = (command: Commander): Commander =>
  declareDocument(TRIAGE_REPORTS, command, ['interactive'])
    .option('--interactive', 'open a list on a terminal: show series, apply them, see their edges')
    .addOption(new Option('--quiet', 'print only the number of series per verdict').conflicts('verbose'))
    .option('--verbose', 'print every detail of each series');

export const triage: Command = {
  name: 'triage',
  declare: (command, start) => {
    declareView(declareCache(declareEdges(declareSources(declareTree(command))))).action(
      (first: string | undefined, others: readonly string[], options: TriageOptions) =>
        start((session) => {
          const { tree, rest } = divideWords([first, ...others], options, session.io.folder);
          return run(tree, rest, options, session);
        }),
    );
  },
};
