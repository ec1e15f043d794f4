// Where a clone keeps its epochs (public-inbox-v2-format(5), "GIT EPOCHS"; grokmirror; `git clone --mirror`).
import { join } from 'node:path';
import { entriesOf } from '../given.js';

const EPOCH = /^(\d+)\.git\/$/;

const isRepository = (entries: ReadonlySet<string>): boolean =>
  entries.has('objects/') && entries.has('HEAD') && (entries.has('refs/') || entries.has('packed-refs'));

/** Bare repositories of a clone, the newest epoch first; none when the folder is no clone. */
export const epochFolders = async (
  path: string,
  entries: ReadonlySet<string>,
): Promise<readonly string[]> => {
  if (isRepository(entries)) return [path];
  const here = epochsIn(path, entries);
  if (here.length > 0) return here;
  if (entries.has('git/')) {
    const below = epochsIn(join(path, 'git'), await entriesOf(join(path, 'git')));
    if (below.length > 0) return below;
  }
  return entries.has('all.git/') ? [join(path, 'all.git')] : [];
};

/** Whether a folder may hold a clone, by its entries alone. */
export const mayBeClone = (entries: ReadonlySet<string>): boolean =>
  isRepository(entries) ||
  entries.has('all.git/') ||
  entries.has('git/') ||
  [...entries].some((name) => EPOCH.test(name));

const epochsIn = (path: string, entries: ReadonlySet<string>): readonly string[] =>
  [...entries]
    .flatMap((name) => EPOCH.exec(name)?.[1] ?? [])
    .sort((a, b) => Number(b) - Number(a))
    .map((number) => join(path, `${number}.git`));
