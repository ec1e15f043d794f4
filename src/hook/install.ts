// Installs the pre-push hook, removes it, and tests whether it is there. Every step is one rename or
// link, so that a kill leaves the hook of before or ours, whole (githooks(5); rename(2)). Beside it, a kill may leave a
// name that git does not know: the next install or uninstall removes it.
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import { type HookFolder, hookFolderOf } from '../git/hook-folder.js';
import type { Repository } from '../git/repository.js';
import type { HookStatus } from '../result/hook.js';
import { CHAINED_NAME, type HookCommand, hookScript, isOurs, runOf, withoutOptions } from './script.js';

/** Options of `hook install`. */
export interface InstallOptions {
  /** Whether a folder outside of the repository is all right, where the hook is run for other repositories too. */
  readonly shared: boolean;
}

interface HookPaths {
  readonly folder: HookFolder;
  readonly hook: string;
  readonly chained: string;
}

const pathsOf = async (repository: Repository, context: Context): Promise<HookPaths> => {
  const folder = await hookFolderOf(repository, context);
  return { folder, hook: join(folder.path, 'pre-push'), chained: join(folder.path, CHAINED_NAME) };
};

const exists = (path: string): boolean => {
  try {
    lstatSync(path);
    return true;
  } catch {
    // Also where a file stands in a folder's place: the step that writes there says so.
    return false;
  }
};

/** The text of a hook; null for none, and '' for a link to nowhere or a folder: git would not run it, nor is it ours. */
const readHook = (path: string): string | null => {
  if (!exists(path)) return null;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const stateOf = (text: string | null, command: HookCommand): HookStatus['state'] => {
  if (text === null) return 'absent';
  if (withoutOptions(text) === withoutOptions(hookScript(command))) return 'installed';
  return isOurs(text) ? 'outdated' : 'other';
};

/** Says what is there. */
export const hookStatus = async (
  repository: Repository,
  command: HookCommand,
  context: Context,
): Promise<HookStatus> => statusAt(await pathsOf(repository, context), command);

const statusAt = ({ folder, hook, chained }: HookPaths, command: HookCommand): HookStatus => {
  const text = readHook(hook);
  const state = stateOf(text, command);
  const isThere = state === 'installed' || state === 'outdated';
  const runs = isThere ? (runOf(text ?? '') ?? null) : null;
  return { state, path: hook, place: folder.place, chained: isThere && exists(chained), runs };
};

/**
 * Installs the hook, or renews it. A hook that is there already is kept beside it and run first.
 * @throws UserError `input` when the folder is husky's, or shared with other repositories and that is not asked for;
 * `environment` when it cannot be written.
 */
export const installHook = async (
  repository: Repository,
  command: HookCommand,
  options: InstallOptions,
  context: Context,
): Promise<HookStatus> => {
  const paths = await pathsOf(repository, context);
  refuseManagedFolder(paths.folder, options);
  sweep(paths);
  const text = readHook(paths.hook);
  const script = hookScript(command);
  if (text !== script) write(paths, script, stateOf(text, command) === 'other');
  return statusAt(paths, command);
};

/**
 * Takes the hook out; the one of before is back as it was, byte for byte.
 * @returns false when there is none of ours.
 * @throws UserError `environment` when the folder cannot be written.
 */
export const uninstallHook = async (
  repository: Repository,
  command: HookCommand,
  context: Context,
): Promise<boolean> => {
  const paths = await pathsOf(repository, context);
  sweep(paths);
  const { hook, chained, folder } = paths;
  const state = stateOf(readHook(hook), command);
  if (state === 'absent' || state === 'other') return false;
  try {
    if (exists(chained)) renameSync(chained, hook);
    else rmSync(hook);
  } catch (cause) {
    throw cannotWrite(folder.path, cause);
  }
  return true;
};

/** The hook before it has its name, by the process that writes it. */
const FRESH = /^pre-push\.(\d+)\.tmp$/;

const isRunning = (writer: number): boolean => {
  try {
    process.kill(writer, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Removes what an installation that was killed has left: its unfinished file, its second name for the hook of before. */
const sweep = ({ folder, hook, chained }: HookPaths): void => {
  try {
    for (const name of readdirSync(folder.path)) {
      const writer = FRESH.exec(name)?.[1];
      if (writer !== undefined && !isRunning(Number(writer)))
        rmSync(join(folder.path, name), { force: true });
    }
    if (exists(hook) && exists(chained) && lstatSync(hook).ino === lstatSync(chained).ino) rmSync(chained);
  } catch {
    // What cannot be removed does no harm; a folder that cannot be written says so when the hook is.
  }
};

const write = ({ folder, hook, chained }: HookPaths, script: string, keepOther: boolean): void => {
  const fresh = `${hook}.${process.pid}.tmp`;
  try {
    mkdirSync(folder.path, { recursive: true });
  } catch (cause) {
    throw cannotWrite(folder.path, cause);
  }
  try {
    writeFileSync(fresh, script, { flag: 'wx' });
    chmodSync(fresh, 0o755);
    const file = openSync(fresh, 'r');
    fsyncSync(file);
    closeSync(file);
    if (keepOther) {
      // An older one: the hook itself is the one of before now.
      rmSync(chained, { force: true });
      linkSync(hook, chained);
    }
    renameSync(fresh, hook);
  } catch (cause) {
    throw cannotWrite(folder.path, cause);
  } finally {
    rmSync(fresh, { force: true });
  }
};

const refuseManagedFolder = ({ path, place }: HookFolder, options: InstallOptions): void => {
  if (place === 'work-tree' && /[/\\]\.husky[/\\]_$/.test(path)) {
    throw new UserError('input', `the hooks of this repository are made by husky, in ${path}`, {
      hint: 'Add this line to .husky/pre-push instead: npx kvm-vfio-series hook run -- "$@"',
    });
  }
  if (place === 'elsewhere' && !options.shared) {
    throw new UserError('input', `the hooks of this repository are in ${path}, by core.hooksPath`, {
      hint: 'Other repositories may use them too. Say --shared if that is meant, or: git config core.hooksPath .git/hooks',
    });
  }
};

const cannotWrite = (folder: string, cause: unknown): UserError =>
  new UserError(
    'environment',
    `the hook cannot be written in ${folder}: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  );
