// `triage --since-last`: what the run before saw of each series, kept in the user's state folder (XDG Base Directory
// Specification, XDG_STATE_HOME).
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../base/error.js';
import type { TriageResult, TriageRow } from '../../result/triage.js';
import type { Series } from '../../series/series.js';

/** What a run saw: the commit of the tree, and the number of mails of each series by its message-ids. */
interface Seen {
  readonly head: string;
  readonly mails: { readonly [messageId: string]: number };
}

/** By the path of the tree. */
type State = { readonly [tree: string]: Seen };

const SHORT = 12;

const stateFile = (environment: Readonly<Record<string, string | undefined>>): string => {
  const { XDG_STATE_HOME: xdg, HOME: home } = environment;
  const folder = xdg?.startsWith('/') ? xdg : home ? join(home, '.local/state') : undefined;
  if (folder !== undefined) return join(folder, 'kvm-vfio-series', 'triage.json');
  throw new UserError('environment', 'there is no folder for the state of triage --since-last', {
    hint: 'set HOME or XDG_STATE_HOME',
  });
};

const isSeen = (value: unknown): value is Seen =>
  typeof value === 'object' &&
  value !== null &&
  'head' in value &&
  typeof value.head === 'string' &&
  'mails' in value &&
  typeof value.mails === 'object' &&
  value.mails !== null &&
  Object.values(value.mails).every((count) => typeof count === 'number');

const readState = async (path: string): Promise<State> => {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '{}';
    throw new UserError('environment', `${path}: cannot be read (${cause.code ?? cause.message})`, { cause });
  });
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null && Object.values(found).every(isSeen))
      return found as State;
  } catch {
    // Told below, as any other damage.
  }
  throw new UserError('input', `${path}: not the state of triage --since-last`, {
    hint: 'clear it with: kvm-vfio-series triage --reset',
  });
};

/** Forgets what earlier runs saw. */
export const resetState = (environment: Readonly<Record<string, string | undefined>>): Promise<void> =>
  rm(stateFile(environment), { force: true });

const idsOf = ({ revisions }: Series): readonly string[] => revisions.map(({ messageId }) => messageId);

/** What is new of a series, as a sentence; nothing when the run before saw all of it. */
const newsOf = (row: TriageRow, series: Series, { mails }: Seen): string | undefined => {
  const known = idsOf(series).flatMap((id) => mails[id] ?? []);
  if (known.length === 0) return 'New series.';
  const id = row.series?.messageId;
  if (id !== undefined && mails[id] === undefined) return `New: v${series.revision}.`;
  const more = series.thread.mails.length - Math.max(...known);
  return more > 0 ? `New: ${more} ${more === 1 ? 'mail' : 'mails'}.` : undefined;
};

/** The state of one tree between two runs. */
export interface LastRun {
  /** The result with what is new since the run before. */
  readonly compare: (result: TriageResult, found: ReadonlyMap<TriageRow, Series>) => TriageResult;
  /** Keeps what this run saw. */
  readonly keep: (result: TriageResult, found: ReadonlyMap<TriageRow, Series>) => Promise<void>;
}

/**
 * Reads what the run before saw.
 * @throws UserError `environment` when the file cannot be read; `input` when it is damaged.
 */
export const lastRun = async (
  tree: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LastRun> => {
  const path = stateFile(environment);
  const state = await readState(path);
  const before = state[tree];
  return {
    compare: (result, found) => {
      if (before === undefined) return { ...result, news: 'This is the first run for this tree.' };
      const { head = '' } = result;
      const moved = `The base moved from ${before.head.slice(0, SHORT)} to ${head.slice(0, SHORT)}.`;
      const rows = result.rows.map((row) => {
        const series = found.get(row);
        const news = series && newsOf(row, series, before);
        return news === undefined ? row : { ...row, news };
      });
      return { ...result, ...(head === before.head ? {} : { news: moved }), rows };
    },
    keep: async ({ head = '' }, found) => {
      const mails = Object.fromEntries(
        [...found.values()].flatMap((series) => idsOf(series).map((id) => [id, series.thread.mails.length])),
      );
      const next: State = { ...state, [tree]: { head, mails: { ...before?.mails, ...mails } } };
      await mkdir(dirname(path), { recursive: true });
      // A run that is stopped leaves the old state whole.
      await writeFile(`${path}.new`, JSON.stringify(next));
      await rename(`${path}.new`, path);
    },
  };
};
