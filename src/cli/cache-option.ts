// Whether and where results are kept: KVM_VFIO_SERIES_CACHE, --no-cache, and what makes this program this one.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command as Commander } from 'commander';
import { cacheFolderOf } from '../base/cache-folder.js';
import type { CacheSettings } from '../state/state-cache.js';
import type { Io } from './io.js';

/** The option that turns the cache off. */
export interface CacheFlags {
  /** False after `--no-cache`. */
  readonly cache?: boolean;
}

export const declareCache = (command: Commander): Commander =>
  command.option('--no-cache', 'ignore the cache: neither read nor write it');

/** The folder of the program's code. */
const PROGRAM = fileURLToPath(new URL('..', import.meta.url));

/**
 * What changes whenever the program is installed or built anew, also where its version does not.
 * @param folder its code, beside which is its package.json.
 */
export const programIdentity = (folder: string): string => {
  // Packers may give every file the same time; then the version differs.
  const hash = createHash('sha256').update(readFileSync(join(folder, '../package.json')));
  for (const name of (readdirSync(folder, { recursive: true }) as string[]).sort()) {
    if (!/\.c?[jt]s$/.test(name) || name.endsWith('.d.ts')) continue;
    const { size, mtimeMs } = statSync(join(folder, name));
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
};

/** Where results are kept; with nothing in it when they are not. */
export const cacheOf = ({ env }: Io, flags: CacheFlags): { readonly cache?: CacheSettings } => {
  const folder = cacheFolderOf(env);
  if (flags.cache === false || env['KVM_VFIO_SERIES_CACHE'] === '0' || folder === undefined) return {};
  return { cache: { folder: join(folder, 'analysis'), program: programIdentity(PROGRAM) } };
};
