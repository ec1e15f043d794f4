// Which of the series in a mailbox are wanted.
import type { Series } from '../../series/series.js';

const touches = (series: Series, paths: readonly string[]): boolean =>
  series.patches.some(({ files }) =>
    files.some(({ oldPath, newPath }) =>
      paths.some((path) => [oldPath, newPath].some((one) => one === path || one?.startsWith(`${path}/`))),
    ),
  );

const isSince = (series: Series, seconds: number): boolean =>
  series.thread.mails.some(({ message: { date } }) => date !== null && date.getTime() >= seconds * 1000);

/** Which series are wanted. */
export interface Choice {
  /** Files or folders without a slash at either end; none for all. */
  readonly paths: readonly string[];
  /** Seconds since 1970; null for all. */
  readonly since: number | null;
}

/** Whether a series is wanted: by the files of its latest revision, and by the dates of its mails. */
export const isChosen = (series: Series, { paths, since }: Choice): boolean =>
  (paths.length === 0 || touches(series, paths)) && (since === null || isSince(series, since));
