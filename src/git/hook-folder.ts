// Where git looks for hooks (githooks(5), "core.hooksPath" in git-config(1)).
import { join, resolve, sep } from 'node:path';
import type { Context } from '../base/context.js';
import { gitOutput } from './process.js';
import type { Repository } from './repository.js';

/** The folder in which git looks for hooks. */
export interface HookFolder {
  readonly path: string;
  /**
   * - `repository`: in the git folder, where only this repository (with all its worktrees) has it.
   * - `work-tree`: in the work tree, by `core.hooksPath`; often managed by a tool, or under version control.
   * - `elsewhere`: by `core.hooksPath`, most likely shared by all repositories of the user.
   */
  readonly place: 'repository' | 'work-tree' | 'elsewhere';
}

const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);

/** The folder of the hooks of a repository; it need not exist. */
export const hookFolderOf = async (repository: Repository, context: Context): Promise<HookFolder> => {
  const { commonFolder, gitFolder, workFolder } = repository.layout;
  const args = ['config', '-z', '--type=path', '--get-all', 'core.hooksPath'];
  const values = (await gitOutput(repository.place, args, {}, context)).toString().split('\0').slice(0, -1);
  // The last value is the switch with which we start every git; the one before it is what the user's git sees.
  const configured = values.at(-2);
  if (configured === undefined || configured === '') {
    return { path: join(commonFolder, 'hooks'), place: 'repository' };
  }
  const path = resolve(workFolder ?? gitFolder, configured);
  if (isInside(path, commonFolder) || isInside(path, gitFolder)) return { path, place: 'repository' };
  if (workFolder !== undefined && isInside(path, workFolder)) return { path, place: 'work-tree' };
  return { path, place: 'elsewhere' };
};
