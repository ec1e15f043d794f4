// Points in time in git's own words (`2.weeks`, `yesterday`, `2026-04-01`): git-rev-parse(1), "--since".
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { GitPlace } from './process.js';
import { smallOutput } from './small-command.js';

/** Reads the answers of `git rev-parse --since=A --since=B`: seconds since 1970. */
const parseAges = (output: string): readonly number[] =>
  [...output.matchAll(/^--max-age=(\d+)$/gm)].map(([, seconds]) => Number(seconds));

/**
 * The time that `--since` names, in seconds since 1970, by the clock of this machine.
 * @throws UserError `usage` when it names no time in the past.
 */
export const secondsSince = async (text: string, place: GitPlace, context: Context): Promise<number> => {
  const output = await smallOutput(place, ['rev-parse', `--since=${text}`, '--since=now'], context);
  const [seconds, now] = parseAges(output);
  // git reads unknown words as now.
  if (seconds !== undefined && now !== undefined && seconds < now) return seconds;
  throw new UserError('usage', `'${text}' names no time in the past`, {
    hint: 'Write it as for git log: 2.weeks, yesterday, 2026-04-01.',
  });
};
