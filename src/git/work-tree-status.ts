// Whether tracked files differ from HEAD (git-status(1)). The repository's own configuration can name programs that git
// would run here (`core.fsmonitor`, filters, textconv). So git looks at the work tree from a git folder of ours, which has
// no such setting.
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { CommitId } from '../base/id.js';
import type { RepositoryLayout } from './discover.js';
import { firstComplaint, type GitPlace, runGit } from './process.js';
import { repositoryConfig, type ScratchRepository } from './scratch-repository.js';
import { smallOutput } from './small-command.js';

/** The repository whose work tree is compared. */
export interface WorkTreeQuestion {
  readonly layout: RepositoryLayout;
  /** A git that sees the user's configuration. */
  readonly place: GitPlace;
  readonly scratch: ScratchRepository;
  /** Undefined on a branch that has no commit yet. */
  readonly head: CommitId | undefined;
}

/** Settings about the differences between files of the work tree and blobs. None of them names a program. */
const PLAIN_SETTINGS =
  '^core\\.(autocrlf|eol|filemode|symlinks|ignorecase|precomposeunicode|trustctime|checkstat)$';

const STATUS = [
  'status',
  '--porcelain=v1',
  '-z',
  '--untracked-files=no',
  '--ignore-submodules=all',
  '--no-renames',
];

/** Whether tracked files of the work tree or the index differ from HEAD; false for a bare repository. */
export const differsFromHead = async (question: WorkTreeQuestion, context: Context): Promise<boolean> => {
  const { layout, scratch } = question;
  if (layout.workFolder === undefined) return false;
  const gitFolder = join(scratch.folder, 'status');
  makeGitFolder(gitFolder, question, await plainSettings(question.place, context));
  const place: GitPlace = {
    folder: layout.workFolder,
    environment: {
      ...scratch.place.environment,
      GIT_DIR: gitFolder,
      GIT_WORK_TREE: layout.workFolder,
      GIT_INDEX_FILE: join(layout.gitFolder, 'index'),
    },
  };
  return (await smallOutput(place, STATUS, context)).length > 0;
};

/** The settings as lines of a configuration file. */
const plainSettings = async (place: GitPlace, context: Context): Promise<string> => {
  const run = await runGit(place, ['config', '-z', '--get-regexp', PLAIN_SETTINGS], {}, context);
  // 1: no such key.
  if (run.status > 1) throw new UserError('environment', `git config: ${firstComplaint(run.complaint)}`);
  return run.output
    .toString()
    .split('\0')
    .flatMap((entry) => {
      const [, key, value] = /^core\.([a-z]+)\n([A-Za-z0-9]+)$/.exec(entry) ?? [];
      return key === undefined ? [] : [`\t${key} = ${value}\n`];
    })
    .join('');
};

const makeGitFolder = (folder: string, { layout, head }: WorkTreeQuestion, settings: string): void => {
  for (const name of ['refs', 'objects', 'info']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'HEAD'), `${head ?? 'ref: refs/heads/none'}\n`);
  writeFileSync(join(folder, 'config'), `${repositoryConfig(layout.format, false)}[core]\n${settings}`);
  // Attributes say how lines end; the filters that they name are not configured here.
  const attributes = join(layout.commonFolder, 'info/attributes');
  if (existsSync(attributes)) copyFileSync(attributes, join(folder, 'info/attributes'));
  // A split index has its other part beside HEAD (gitformat-index(5), "Split index").
  for (const name of readdirSync(layout.gitFolder).filter((one) => one.startsWith('sharedindex.')))
    copyFileSync(join(layout.gitFolder, name), join(folder, name));
};
