// The user's own settings of this program, from the configuration of the user and of the system (git-config(1), "FILES").
import type { Context } from '../base/context.js';
import { safeEnvironment } from './environment.js';
import { runGit } from './process.js';

const SECTION = 'kvm-vfio-series.';

/** `key LF value NUL` of each setting; names come in lower case. */
const parseSettings = (output: string): readonly (readonly [string, string])[] =>
  output.split('\0').flatMap((entry) => {
    const at = entry.indexOf('\n');
    return at < 0 || !entry.startsWith(SECTION)
      ? []
      : [[entry.slice(SECTION.length, at), entry.slice(at + 1)]];
  });

/**
 * The settings `kvm-vfio-series.*` by name. The configuration of a repository is not read: it comes with the tree under test.
 * @throws UserError `environment` when git cannot be started.
 */
export const readUserSettings = async (
  variables: Readonly<Record<string, string | undefined>>,
  context: Context,
): Promise<ReadonlyMap<string, string>> => {
  // Below no repository, and without what includes could bring in.
  const place = { folder: '/', environment: safeEnvironment(variables) };
  const scopes = variables['GIT_CONFIG_NOSYSTEM'] === undefined ? ['--system', '--global'] : ['--global'];
  const runs = await Promise.all(
    scopes.map((scope) =>
      runGit(place, ['config', scope, '-z', '--get-regexp', '^kvm-vfio-series\\.'], {}, context),
    ),
  );
  return new Map(
    runs.flatMap(({ status, output }) => (status === 0 ? parseSettings(output.toString()) : [])),
  );
};
