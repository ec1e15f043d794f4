// SERIES on the command line: where the mail comes from, which revision is read, and whether a newer one is out.

import { setTimeout as sleep } from 'node:timers/promises';
import { type Command as Commander, InvalidArgumentError } from 'commander';
import type { Context } from '../base/context.js';
import { defined } from '../base/defined.js';
import type { Diagnostic } from '../base/diagnostic.js';
import { UserError } from '../base/error.js';
import type { MessageId } from '../base/id.js';
import type { MailInput } from '../base/mail-input.js';
import { openInboxRepository } from '../git/inbox.js';
import type { Message } from '../mail/message.js';
import { readMessages, streamMessages } from '../mail/read.js';
import { assembleSeries, type Series } from '../series/series.js';
import {
  type CloneOptions,
  findNewerRevisions,
  inboxOf,
  type LoreFlags,
  type LoreOptions,
  loreSettings,
  messageIdOf,
  openSource,
  proxyFetch,
  type SourceOptions,
} from '../source/index.js';
import type { Session } from './session.js';

/** Options about the series to read. */
export interface SeriesFlags extends LoreFlags {
  readonly find?: string;
  readonly revision?: number;
  readonly latest?: boolean;
  readonly scissors?: boolean;
}

/** What `<series>` takes, for `--help`. */
export const SERIES_HELP =
  'an mbox (also .gz), mail, Maildir, folder of patches, saved or copied lore page, message-id or lore URL, or -';

/** `2` or `v2`. */
export const revisionNumber = (text: string): number => {
  if (/^v?\d{1,4}$/i.test(text)) return Number(text.replace(/^v/i, ''));
  throw new InvalidArgumentError('Give a number, such as 2.');
};

/** Declares the options about the mail to read. */
export const declareSeries = (command: Commander): Commander =>
  declareInbox(
    command
      .option('--revision <n>', 'read this revision (default: the highest)', revisionNumber)
      .option('--scissors', 'leave out the text above a scissors line (-- >8 --), as git am --scissors does')
      .option('--latest', 'look for newer revisions in the inbox and take the newest'),
  );

/** Declares the options about sources of mail besides files. */
export const declareInbox = (command: Commander): Commander =>
  command
    .option(
      '--lore <url>',
      'inbox to fetch from, or a clone of one (default: KVM_VFIO_SERIES_LORE, else lore)',
    )
    .option(
      '--find <what>',
      'message-id of a mail of the series to read; in a clone of an inbox, or its subject',
    )
    .option('--refresh', 'fetch mail again that the cache has')
    .option('--offline', 'never fetch; read the cache only');

/** A `--lore` that is no URL is the folder of a clone. */
export const cloneFolder = ({ lore }: SeriesFlags): string | undefined =>
  lore === undefined || /^[a-z][a-z0-9+.-]*:\/\//i.test(lore) ? undefined : lore;

const cloneOptions = (flags: SeriesFlags): CloneOptions => ({
  openEpoch: openInboxRepository,
  ...defined({ folder: cloneFolder(flags), find: flags.find }),
});

const loreOptions = (flags: SeriesFlags, { io }: Session): LoreOptions => {
  const { lore: url, ...others } = flags;
  const isUrl = url !== undefined && cloneFolder(flags) === undefined;
  const settings = loreSettings(io.env, isUrl ? { ...others, lore: url } : others);
  return {
    ...settings,
    fetch: proxyFetch(settings.proxy),
    wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    now: Date.now(),
  };
};

/** The settings for mail sources, from the options and the environment. */
export const sourceOptionsOf = (flags: SeriesFlags, session: Session): SourceOptions => ({
  workingFolder: session.io.folder,
  standardInput: session.io.stdin,
  lore: loreOptions(flags, session),
  clone: cloneOptions(flags),
});

const wasFetched = (inputs: readonly MailInput[]): boolean =>
  inputs.some(({ name }) => /^https?:\/\//.test(name));

const dayOf = (date: Date | null): string | undefined => date?.toISOString().slice(0, 10).replaceAll('-', '');

/** The messages of threads that may hold newer revisions; none when the inbox finds none. */
const newerMessages = async (
  series: Series,
  lore: LoreOptions,
  context: Context,
): Promise<readonly Message[]> => {
  const head = series.cover?.mail ?? series.patches[0]?.mail;
  if (head === undefined) return [];
  const since = dayOf(head.message.date);
  const { changeId } = series.base;
  const known = {
    title: series.title,
    author: head.message.from.address,
    ...defined({ changeId: changeId ?? undefined, since }),
  };
  const messages: Message[] = [];
  for (const input of await findNewerRevisions(known, lore, context)) {
    for await (const message of streamMessages(input, context)) messages.push(message);
  }
  return messages;
};

const named = (newer: Series): Diagnostic => ({
  severity: 'note',
  code: 'newer-revision',
  message: `v${newer.revision} of this series is out; --latest takes it`,
  messageId: newer.patches[0]?.messageId ?? '',
});

/** The series of the command line. */
export interface ReadSeries {
  readonly series: Series;
  /** Diagnostics besides those of the series. */
  readonly notes: readonly Diagnostic[];
}

/** The messages of what the user gave as SERIES. Throws as `readSeriesOf`. */
export const readMailOf = async (
  spec: string,
  flags: SeriesFlags,
  session: Session,
  context: Context,
): Promise<readonly Message[]> => readMessages(await inputsOf(spec, flags, session, context), context);

const inputsOf = (
  spec: string,
  flags: SeriesFlags,
  session: Session,
  context: Context,
): Promise<readonly MailInput[]> => {
  context.progress('read mail');
  return openSource(spec, sourceOptionsOf(flags, session), context);
};

/** The mail that says which series of a thread is meant: by `--find`, else the message-id or URL that was given. */
const namedMail = (
  spec: string,
  { find }: SeriesFlags,
  messages: readonly Message[],
): MessageId | undefined => {
  const found = find === undefined ? undefined : messageIdOf(find);
  if (found !== undefined) return found as MessageId;
  const asked = messageIdOf(spec);
  return messages.find(({ messageId }) => messageId === asked)?.messageId;
};

/**
 * The thread of the one mail on standard input, which a mail program pipes there. Null when there are several mails, or
 * the thread cannot be fetched, which is reported.
 */
const threadOfPiped = async (
  mails: readonly Message[],
  flags: SeriesFlags,
  session: Session,
  context: Context,
): Promise<readonly Message[] | null> => {
  const [only, second] = mails;
  if (flags.offline || only === undefined || second !== undefined || !only.messageIdGiven) return null;
  const { messageId } = only;
  try {
    return await readMailOf(`<${messageId}>`, flags, session, context);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    context.report({
      severity: 'warning',
      code: 'thread-not-fetched',
      message: `only the mail on standard input is read, its thread cannot be fetched: ${error.message}`,
      messageId,
    });
    return null;
  }
};

/**
 * Reads what the user gave as SERIES; of one mail on standard input its whole thread. When it was fetched, or `--latest` asks, newer revisions are looked for.
 * @throws UserError `input` when there is no series, `environment` when mail cannot be read or fetched
 */
export const readSeriesOf = async (
  spec: string,
  flags: SeriesFlags,
  session: Session,
  context: Context,
): Promise<ReadSeries> => {
  const inputs = await inputsOf(spec, flags, session, context);
  const given = await readMessages(inputs, context);
  const thread = spec === '-' ? await threadOfPiped(given, flags, session, context) : null;
  const messages = thread ?? given;
  const asked = namedMail(thread === null ? spec : `<${given[0]?.messageId}>`, flags, messages);
  const { revision, scissors } = flags;
  const series = assembleSeries(messages, defined({ revision, named: asked, scissors }));
  const isFetched = thread !== null || wasFetched(inputs);
  if (revision !== undefined || flags.offline || !(flags.latest || isFetched)) {
    return { series, notes: [] };
  }
  const lore = loreOptions(flags, session);
  const more = await newerMessages(series, { ...lore, base: inboxOf(spec, lore.base) }, context);
  if (more.length === 0) return { series, notes: [] };
  const newer = assembleSeries([...messages, ...more], {});
  const isNewer =
    newer.revision > series.revision && newer.lineage.some(({ posting }) => holds(posting, series));
  if (!isNewer) return { series, notes: [] };
  return flags.latest ? { series: newer, notes: [] } : { series, notes: [named(newer)] };
};

/** Whether a posting is the one at hand: the search may bring another series of the same title. */
const holds = (posting: Series['lineage'][number]['posting'], series: Series): boolean =>
  series.patches.some(({ messageId }) => [...posting.patches.values()].some(({ id }) => id === messageId));
