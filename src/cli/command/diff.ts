// `diff`: two revisions of a series side by side.
import { type Command as Commander, InvalidArgumentError, Option } from 'commander';
import { type CompareRequest, compareRevisions, DIFF_REPORTS, type Series, UserError } from '../../index.js';
import type { Message } from '../../mail/message.js';
import { assembleSeries } from '../../series/series.js';
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
import { declareInbox, readMailOf, revisionNumber, SERIES_HELP, type SeriesFlags } from '../series-option.js';
import type { Session } from '../session.js';
import { declareTree, divideWords, TREE_HELP, type TreeFlags } from '../tree-argument.js';
import type { Command } from './command.js';

interface DiffOptions extends TreeFlags, OutputOptions, SeriesFlags, CacheFlags, PairOptions, ConfigOptions {
  readonly revisions?: readonly [number, number];
  readonly base: string;
  readonly edges: boolean;
  readonly patch: boolean;
  readonly includes?: boolean;
}

const revisionPair = (text: string): readonly [number, number] => {
  const [first, second, ...rest] = text.split(',');
  if (first === undefined || second === undefined || rest.length > 0) {
    throw new InvalidArgumentError('Give two numbers, with a comma between them: 1,2.');
  }
  return [revisionNumber(first.trim()), revisionNumber(second.trim())];
};

/** The last revision and the one before it. */
const lastTwo = (messages: readonly Message[]): readonly [number, number] => {
  const { revisions } = assembleSeries(messages, {});
  const numbers = [...new Set(revisions.map(({ revision }) => revision))].sort((a, b) => a - b);
  const [before, after] = numbers.slice(-2);
  if (before === undefined || after === undefined) {
    throw new UserError('input', `there is one revision only, v${numbers[0] ?? 1}`, {
      hint: 'give the other revision too, as a second SERIES',
    });
  }
  return [before, after];
};

const seriesOf = async (
  specs: readonly string[],
  options: DiffOptions,
  session: Session,
): Promise<readonly [Series, Series]> => {
  const mails: (readonly Message[])[] = [];
  for (const spec of specs) mails.push(await readMailOf(spec, options, session, session.context));
  const [first, second] = mails;
  if (options.revisions === undefined && first !== undefined && second !== undefined) {
    if (mails.length > 2) {
      throw new UserError('usage', `two revisions are compared, ${mails.length} series were given`, {
        hint: 'say which revisions of them all: --revisions 1,2',
      });
    }
    return [assembleSeries(first, {}), assembleSeries(second, {})];
  }
  const messages = mails.flat();
  const [before, after] = options.revisions ?? lastTwo(messages);
  return [assembleSeries(messages, { revision: before }), assembleSeries(messages, { revision: after })];
};

/** What may spoil the comparison; the rest is what `show` is for. */
const warn = (series: Series, session: Session): void => {
  for (const diagnostic of series.diagnostics) {
    if (diagnostic.severity !== 'note') session.context.report(diagnostic);
  }
};

const run = async (
  tree: string,
  specs: readonly string[],
  options: DiffOptions,
  session: Session,
): Promise<number> => {
  const { io } = session;
  const [before, after] = await seriesOf(specs, options, session);
  for (const series of [before, after]) warn(series, session);
  const request: CompareRequest = {
    ...(await askedState(tree, options, io.folder)),
    before,
    after,
    base: options.base,
    edges: options.edges,
    ...askedPair(options),
    includes: options.includes ?? false,
    ...cacheOf(io, options),
  };
  const comparison = await compareRevisions(request, session.context);
  const shown = options.patch
    ? comparison
    : { ...comparison, patches: comparison.patches.map((patch) => ({ ...patch, lines: [] })) };
  await putDocument(DIFF_REPORTS, shown, options, session);
  return EXIT.ok;
};

const declare = (command: Commander): Commander =>
  declareDocument(
    DIFF_REPORTS,
    declareCache(
      declareInbox(
        declareConfig(
          declarePair(
            command
              .description('compare two revisions of a series: patches, tags, objections, edges')
              .argument('[tree]', TREE_HELP)
              .argument('[series...]', `two revisions, or one thread that holds both: each ${SERIES_HELP}`)
              .option(
                '--revisions <a,b>',
                'which revisions of the input to compare (default: the last two)',
                revisionPair,
              )
              .option('--base <rev>', 'commit to apply both to; auto: each to its own base', 'HEAD')
              .option('--no-edges', 'compare mail only; the tree may be any git repository')
              .option('--no-patch', 'omit the range-diff of changed patches'),
          ),
        ).option('--includes', 'also edges by #include of a header of the other module'),
      ),
    ),
  ).addOption(new Option('--quiet', 'print the summary only'));

export const diff: Command = {
  name: 'diff',
  declare: (command, start) => {
    declare(declareTree(command)).action(
      (first: string | undefined, others: readonly string[], options: DiffOptions) => {
        start((session) => {
          const { tree, rest } = divideWords([first, ...others], options, session.io.folder);
          return run(tree, rest, options, session);
        });
      },
    );
  },
};
