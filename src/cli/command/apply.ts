// `apply`: a series as commits on a new branch, as git am makes them, without touching the work tree.
import { type Command as Commander, InvalidArgumentError, Option } from 'commander';
import { type ApplyOutcome, applySeries } from '../../apply-series.js';
import type { TrailerPolicy } from '../../series/am.js';
import { outcomeLines, refusalLines } from '../apply-text.js';
import { EXIT } from '../exit.js';
import type { Session } from '../session.js';
import { type ViewOptions, viewOf } from '../view.js';
import type { Command } from './command.js';

interface ApplyOptions extends ViewOptions {
  readonly branch: string;
  readonly base: string;
  readonly revision?: number;
  readonly cherryPick?: string;
  readonly trailers: TrailerPolicy;
  readonly addLink?: string | true;
  readonly signoff?: boolean;
  readonly '3way'?: boolean;
  readonly partial?: boolean;
  readonly keepGoing?: boolean;
  readonly checkout?: boolean;
  readonly despiteObjections?: boolean;
  readonly allowUnicodeControl?: boolean;
  readonly json?: boolean;
}

/** What lore answers to for every list (https://lore.kernel.org/r/). */
const LINK_MASK = 'https://lore.kernel.org/r/%s';

const TRAILERS: readonly TrailerPolicy[] = ['matched', 'same-person', 'anybody', 'nobody'];

const revisionNumber = (text: string): number => {
  const number = Number(text.replace(/^v/i, ''));
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('Give the number of a revision: 2 or v2.');
};

const linkMask = (text: string): string => {
  if (/^https?:\/\/\S*%s\S*$/.test(text)) return text;
  throw new InvalidArgumentError('Give a URL with %s where the Message-ID goes.');
};

/** The document that `--json` prints. */
const documentOf = (outcome: ApplyOutcome) => ({
  branch: outcome.tip === null ? null : outcome.branch,
  tip: outcome.tip,
  base: outcome.base,
  guess: outcome.guess,
  series: { title: outcome.title, revision: outcome.revision },
  applied: outcome.applied.map((patch) => ({ ...patch, trailers: outcome.added.get(patch.label) ?? [] })),
  refused: outcome.refused,
  objections: outcome.objections,
});

const run = async (
  tree: string,
  series: string,
  options: ApplyOptions,
  session: Session,
): Promise<number> => {
  const { io } = session;
  const outcome = await applySeries(
    {
      tree,
      series,
      source: { workingFolder: io.folder, standardInput: io.stdin },
      branch: options.branch,
      base: options.base,
      ...(options.revision === undefined ? {} : { revision: options.revision }),
      ...(options.cherryPick === undefined ? {} : { pick: options.cherryPick }),
      trailersFrom: options.trailers,
      linkMask: options.addLink === true ? LINK_MASK : (options.addLink ?? null),
      signOff: options.signoff ?? false,
      threeWay: options['3way'] ?? false,
      partial: options.partial === true || options.keepGoing === true,
      checkout: options.checkout ?? false,
      despiteObjections: options.despiteObjections ?? false,
      allowUnicodeControl: options.allowUnicodeControl ?? false,
    },
    session.context,
  );
  const { columns } = viewOf(io, options, tree);
  if (options.json) await session.print(`${JSON.stringify(documentOf(outcome), null, 2)}\n`);
  else await session.print(`${outcomeLines(outcome, columns).join('\n')}\n`);
  const refusals = refusalLines(outcome, columns);
  if (refusals.length > 0 && !options.json) await session.complain(`${refusals.join('\n').trimStart()}\n`);
  return refusals.length > 0 ? EXIT.apply : EXIT.ok;
};

const declare = (command: Commander): Commander =>
  command
    .description(
      'put a series on a new branch, with its review tags, as git am would; nothing else is touched',
    )
    .argument('<tree>', 'a Linux kernel git repository')
    .argument('<series>', 'mbox, Maildir, folder of patches, or - for standard input')
    .requiredOption('--branch <name>', 'the branch to make')
    .option('--base <rev>', 'commit to stand on, or auto: what the series says, else by its blobs', 'auto')
    .option('--revision <number>', 'the revision of the series (default: the latest)', revisionNumber)
    .option('--cherry-pick <patches>', 'only these: 1-3,5 or 7- or -1 or *subject*')
    .addOption(
      new Option('--trailers <whose>', 'tags from answers: by the address they name, the same person, ...')
        .choices(TRAILERS)
        .default('matched'),
    )
    .addOption(
      new Option('--add-link [url]', 'a Link: to the mail, %s is its Message-ID').argParser(linkMask),
    )
    .option('--signoff', 'your Signed-off-by, last')
    .option('--3way', 'merge by the blobs that a patch names when it does not apply')
    .option('--partial', 'keep what applies when something does not')
    .option('--keep-going', 'the same as --partial')
    .option('--checkout', 'move the work tree to the branch; it has to be clean')
    .option('--despite-objections', 'go on over an open NAK, and say whose')
    .option('--allow-unicode-control', 'go on over text that reads other than it looks')
    .option('--json', 'print one JSON document');

export const apply: Command = {
  name: 'apply',
  declare: (command, start) => {
    declare(command).action((tree: string, series: string, options: ApplyOptions) => {
      start((session) => run(tree, series, options, session));
    });
  },
};
