// `am`: a series as an mbox for `git am`, with the tags of its review in the commit messages.

import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command as Commander } from 'commander';
import type { Diagnostic } from '../../base/diagnostic.js';
import { UserError } from '../../base/error.js';
import { safeEnvironment } from '../../git/environment.js';
import { committerOf } from '../../git/identity.js';
import type { Mailbox } from '../../mail/address.js';
import { escapePlain } from '../../report/part/escape.js';
import { type AmResult, type TrailerPolicy, writeAm } from '../../series/am.js';
import { pickPatches } from '../../series/pick.js';
import { reviewSeries } from '../../series/review.js';
import type { Series } from '../../series/series.js';
import { refuseObjections, type Standing, standingOf, standingText } from '../../series/standing.js';
import { EXIT } from '../exit.js';
import { write } from '../io.js';
import { writeOut } from '../output.js';
import { declareSeries, readSeriesOf, SERIES_HELP, type SeriesFlags } from '../series-option.js';
import type { Session } from '../session.js';
import { declareTags } from '../tag-option.js';
import type { Command } from './command.js';

interface AmFlags extends SeriesFlags {
  readonly output: string;
  readonly cherryPick?: string;
  readonly addLink?: boolean;
  readonly linkMask: string;
  readonly signoff?: boolean;
  readonly coverTrailers: boolean;
  readonly trailersFrom: TrailerPolicy;
  readonly sloppyTrailers?: boolean;
  readonly allowUnicodeControl?: boolean;
  readonly despiteObjections?: boolean;
}

const signerOf = async ({ io, context }: Session): Promise<Mailbox> => {
  const place = { folder: io.folder, environment: safeEnvironment(io.env) };
  const { name, email } = await committerOf(place, context);
  return { name, address: email };
};

/** Per patch its subject and what was added, for people. */
const summary = (
  result: AmResult,
  series: Series,
  standing: Standing,
  notes: readonly Diagnostic[],
): string => {
  const lines = result.added.flatMap(({ index, subject, trailers }) => [
    `${index}/${series.expected} ${subject}`,
    ...trailers.flatMap((trailer) => trailer.split('\n')).map((trailer) => `  + ${trailer}`),
  ]);
  const told = [...notes, ...series.diagnostics].map(({ severity, message }) => `${severity}: ${message}`);
  const against = [...standing.firm, ...standing.doubtful].map(
    (one) => `warning: ${standingText(one, series)}`,
  );
  const asked = standing.questions.map((one) => `note: ${standingText(one, series)}`);
  return `${[...lines, ...against, ...asked, ...told].map(escapePlain).join('\n')}\n`;
};

const run = async (spec: string, flags: AmFlags, session: Session): Promise<number> => {
  const { series, notes } = await readSeriesOf(spec, flags, session, session.context);
  const review = reviewSeries(series);
  const standing = standingOf(series, review);
  if (!flags.despiteObjections) refuseObjections(standing.firm, series);
  const result = writeAm(series, review, {
    trailersFrom: flags.sloppyTrailers ? 'anybody' : flags.trailersFrom,
    coverTrailers: flags.coverTrailers,
    linkMask: flags.addLink ? flags.linkMask : null,
    signoff: flags.signoff ? await signerOf(session) : null,
    pick: flags.cherryPick === undefined ? null : pickPatches(flags.cherryPick, series.patches),
    allowUnicodeControl: flags.allowUnicodeControl ?? false,
  });
  const text = summary(result, series, standing, notes);
  if (flags.output === '-') {
    await write(session.io.stdout, result.mbox);
    await session.complain(text);
    return EXIT.ok;
  }
  const folder = resolve(session.io.folder, flags.output);
  await mkdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new UserError(
      'environment',
      `${flags.output}: no folder to write to (${cause.code ?? cause.message})`,
      { cause },
    );
  });
  const mbox = join(flags.output, `${result.slug}.mbx`);
  await writeOut(join(folder, `${result.slug}.mbx`), result.mbox, folder);
  if (result.cover !== null) await writeOut(join(folder, `${result.slug}.cover`), result.cover, folder);
  await session.print(`${text}${escapePlain(mbox)}\n`);
  return EXIT.ok;
};

const declare = (command: Commander): Commander =>
  declareTags(
    'mail',
    declareSeries(
      command
        .description('write a series as an mbox for git am, with the tags that reviewers gave')
        .argument('<series>', SERIES_HELP)
        .option('-o, --output <folder>', 'folder for the .mbx and .cover files, - for standard output', '.'),
    ),
  )
    .option('--signoff', 'add your own Signed-off-by')
    .option('--despite-objections', 'write the mbox despite an open NAK, and name the person')
    .option('--allow-unicode-control', 'write a patch even if it has invisible control characters');

export const am: Command = {
  name: 'am',
  declare: (command, start) => {
    declare(command).action((spec: string, flags: AmFlags) => start((session) => run(spec, flags, session)));
  },
};
