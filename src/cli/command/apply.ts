// `apply`: a series as commits on a new branch, as git am makes them, without touching the work tree.

import { resolve } from 'node:path';
import type { Command as Commander } from 'commander';
import { defined } from '../../base/defined.js';
import { applyDocument, applySeries, pickPatches, toJson, UserError } from '../../index.js';
import { nextLines, outcomeLines, refusalLines } from '../../report/apply/text.js';
import type { TrailerPolicy } from '../../series/am.js';
import { branchOf } from '../../series/branch-name.js';
import { EXIT } from '../exit.js';
import { declareSeries, readSeriesOf, SERIES_HELP, type SeriesFlags } from '../series-option.js';
import type { Session } from '../session.js';
import { declareTags } from '../tag-option.js';
import { atMostOne, declareTree, divideWords, type TreeFlags } from '../tree-argument.js';
import { type ViewOptions, viewOf } from '../view.js';
import type { Command } from './command.js';

interface ApplyOptions extends TreeFlags, ViewOptions, SeriesFlags {
  readonly branch?: string;
  readonly base?: string;
  readonly onto?: string;
  readonly cherryPick?: string;
  readonly trailersFrom: TrailerPolicy;
  readonly sloppyTrailers?: boolean;
  readonly coverTrailers: boolean;
  readonly addLink?: boolean;
  readonly linkMask: string;
  readonly signoff?: boolean;
  readonly '3way'?: boolean;
  readonly partial?: boolean;
  readonly keepGoing?: boolean;
  readonly checkout?: boolean;
  readonly despiteObjections?: boolean;
  readonly allowUnicodeControl?: boolean;
  readonly json?: boolean;
}

/** For a command line without a series. */
const SERIES_HINT = 'give an mbox, a Maildir, a folder of patches, a message-id or lore URL, or -';

const run = async (tree: string, spec: string, options: ApplyOptions, session: Session): Promise<number> => {
  const { io, context } = session;
  const { series, notes } = await readSeriesOf(spec, options, session, context);
  for (const note of notes) context.report(note);
  const outcome = await applySeries(
    series,
    {
      tree: resolve(io.folder, tree),
      branch: options.branch ?? branchOf(series),
      ...defined({ base: options.base, onto: options.onto }),
      am: {
        trailersFrom: options.sloppyTrailers ? 'anybody' : options.trailersFrom,
        coverTrailers: options.coverTrailers,
        linkMask: options.addLink ? options.linkMask : null,
        pick: options.cherryPick === undefined ? null : pickPatches(options.cherryPick, series.patches),
        allowUnicodeControl: options.allowUnicodeControl ?? false,
      },
      signOff: options.signoff ?? false,
      threeWay: options['3way'] ?? false,
      partial: options.partial === true || options.keepGoing === true,
      checkout: options.checkout ?? false,
      despiteObjections: options.despiteObjections ?? false,
    },
    context,
  );
  const { columns } = viewOf(io, options, tree);
  if (options.json) await session.print(toJson(applyDocument(outcome)));
  else
    await session.print(`${[...outcomeLines(outcome, columns), ...nextLines(outcome, tree)].join('\n')}\n`);
  const refusals = refusalLines(outcome, columns);
  if (refusals.length > 0 && !options.json) await session.complain(`${refusals.join('\n').trimStart()}\n`);
  return refusals.length > 0 ? EXIT.apply : EXIT.ok;
};

const declare = (command: Commander): Commander =>
  declareTags(
    'commit',
    declareSeries(
      command
        .description('put a series on a new branch, with its tags, as git am would; change nothing else')
        .argument('[tree]', 'a Linux kernel git repository (default: the current folder)')
        .argument('[series]', SERIES_HELP)
        .option(
          '--branch <name>',
          'name of the new branch (default: from revision and title, v2/vfio-drop-x)',
        )
        .option(
          '--base <rev>',
          'commit to start at (default: auto, what the series names, else by its blobs)',
        )
        .option('--onto <glob>', "start at the best of these branches and tags: 'origin/*'"),
    ),
  )
    .option('--signoff', 'add your own Signed-off-by, last')
    .option('--3way', 'merge with the blobs that a patch names if it does not apply')
    .option('--partial', 'keep the patches that apply if others do not')
    .option('--keep-going', 'the same as --partial')
    .option('--checkout', 'check out the branch; the work tree must be clean')
    .option('--despite-objections', 'apply despite an open NAK or doubt, and name the person')
    .option('--allow-unicode-control', 'apply even if a patch has invisible control characters')
    .option('--json', 'print one JSON document');

export const apply: Command = {
  name: 'apply',
  declare: (command, start) => {
    declare(declareTree(command)).action(
      (first: string | undefined, second: string | undefined, options: ApplyOptions) => {
        start((session) => {
          const { tree, rest } = divideWords([first, second], options, session.io.folder);
          const series = atMostOne(rest, 'series');
          if (series !== undefined) return run(tree, series, options, session);
          throw new UserError('usage', 'no series is given', { hint: SERIES_HINT });
        });
      },
    );
  },
};
