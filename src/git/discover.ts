// Finds the repository of a path, or explains to the user why there is none (git-rev-parse(1)).

import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import { isFolder } from '../base/folder.js';
import { quotePath } from '../patch/path-rule.js';
import { safeEnvironment } from './environment.js';
import type { ObjectFormat } from './object-format.js';
import { firstComplaint, runGit, unreadableOutput } from './process.js';

/** Where the parts of a repository are. All paths are absolute. */
export interface RepositoryLayout {
  /** The folder that the user named. */
  readonly folder: string;
  /** `.git`, a bare repository, or the folder of a linked worktree below `.git/worktrees`. */
  readonly gitFolder: string;
  /** The folder with what all worktrees share (gitrepository-layout(5), "commondir"). */
  readonly commonFolder: string;
  readonly objectFolder: string;
  /** Top of the work tree; undefined for a bare repository. */
  readonly workFolder: string | undefined;
  readonly format: ObjectFormat;
}

const QUESTION = [
  'rev-parse',
  '--git-dir',
  '--git-common-dir',
  '--git-path',
  'objects',
  '--show-object-format',
  '--is-inside-work-tree',
  '--show-cdup',
];

/**
 * @throws UserError `input` when the path is no folder or in no repository, `environment` when git is missing or
 * refuses the repository because another user owns it.
 */
export const discoverRepository = async (
  path: string,
  variables: Readonly<Record<string, string | undefined>>,
  context: Context,
): Promise<RepositoryLayout> => {
  const folder = resolve(path);
  if (!isFolder(folder)) {
    throw new UserError('input', `${quotePath(path)} is not a folder`, {
      hint: 'Name the folder of a Linux kernel git repository.',
    });
  }
  const place = { folder, environment: safeEnvironment(variables) };
  const run = await runGit(place, QUESTION, {}, context);
  if (run.status !== 0) throw discoveryFailure(path, folder, run.complaint);
  const [git = '', common = '', objects = '', format = '', inWorkTree = '', up = ''] = run.output
    .toString()
    .split('\n');
  if (git === '' || run.output.includes(0) || !/^sha(?:1|256)$/.test(format))
    throw unreadableOutput('rev-parse');
  return {
    folder,
    gitFolder: resolve(folder, git),
    commonFolder: resolve(folder, common),
    objectFolder: resolve(folder, objects),
    // The way up is that from where the folder really is.
    workFolder: inWorkTree === 'true' ? resolve(realpathSync(folder), up) : undefined,
    format: format === 'sha256' ? 'sha256' : 'sha1',
  };
};

const discoveryFailure = (path: string, folder: string, complaint: string): UserError => {
  if (complaint.includes('dubious ownership')) {
    return new UserError('environment', `git refuses ${quotePath(path)}, because another user owns it`, {
      hint: `If you trust it: git config --global --add safe.directory '${quotePath(folder)}'`,
    });
  }
  if (complaint.includes('not a git repository')) {
    return new UserError('input', `${quotePath(path)} is not a git repository`, {
      hint: 'Name the folder of a Linux kernel git repository (a work tree, a folder in it, or a bare repository).',
    });
  }
  return new UserError('environment', `git cannot open ${quotePath(path)}: ${firstComplaint(complaint)}`, {
    hint: 'Run "git status" there to see what is wrong.',
  });
};
