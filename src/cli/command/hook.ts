// `hook`: installs, removes and shows the pre-push hook, and is what the hook runs.

import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command as Commander } from 'commander';
import { defined } from '../../base/defined.js';
import { checkPushedCommits } from '../../flow/hook.js';
import { openRepository, type Repository } from '../../git/repository.js';
import { hookStatus, installHook, uninstallHook } from '../../hook/install.js';
import type { HookCommand } from '../../hook/script.js';
import { refusalOf } from '../../report/hook/refusal.js';
import { statusText } from '../../report/hook/status.js';
import { plainLine } from '../../report/part/escape.js';
import type { FailOn } from '../../result/verdict.js';
import { type CacheFlags, cacheOf, declareCache } from '../cache-option.js';
import { EXIT } from '../exit.js';
import { declareGuard, failOnOption, type GuardOptions, guardFiles } from '../guard-option.js';
import { askedPair, declarePair, type PairOptions, readConfig } from '../option.js';
import type { Session } from '../session.js';
import type { Command } from './command.js';

interface RuleOptions extends PairOptions, CacheFlags, GuardOptions {
  readonly config?: string;
  readonly failOn?: FailOn;
}

const declareRules = (command: Commander): Commander =>
  declarePair(declareGuard(declareCache(command)))
    .option('--config <file>', 'only what this kernel .config builds')
    .addOption(failOnOption('refuse a push'));

/** The options as words again, for the hook to hand on; files by their whole path, for it runs elsewhere. */
const wordsOf = (
  { between, from, to, config, failOn, cache, policy, baseline }: RuleOptions,
  folder: string,
): readonly string[] => [
  ...(between === undefined ? [] : ['--between', between.join(',')]),
  ...(from === undefined ? [] : ['--from', from]),
  ...(to === undefined ? [] : ['--to', to]),
  ...(config === undefined ? [] : ['--config', resolve(folder, config)]),
  ...(failOn === undefined ? [] : ['--fail-on', failOn]),
  ...(cache === false ? ['--no-cache'] : []),
  ...(policy === undefined ? [] : policy === false ? ['--no-policy'] : ['--policy', resolve(folder, policy)]),
  ...(baseline === undefined ? [] : ['--baseline', resolve(folder, baseline)]),
];

const PROGRAM = fileURLToPath(new URL('../../../bin/kvm-vfio-series.js', import.meta.url));

const commandOf = (options: RuleOptions, session: Session): HookCommand => ({
  node: process.execPath,
  program: PROGRAM,
  options: wordsOf(options, session.io.folder),
});

const within = async (
  tree: string,
  session: Session,
  work: (repository: Repository) => Promise<number>,
): Promise<number> => {
  const repository = await openRepository(resolve(session.io.folder, tree), session.context);
  try {
    return await work(repository);
  } finally {
    repository.dispose();
  }
};

const install = (
  tree: string,
  options: RuleOptions & { readonly shared?: boolean },
  session: Session,
): Promise<number> =>
  within(tree, session, async (repository) => {
    // Asked now, not at the first push: a pair that cannot be, a file that is none.
    askedPair(options);
    if (options.config !== undefined) await readConfig(options.config, session.io.folder);
    await guardFiles(options, session.io.folder);
    const command = commandOf(options, session);
    const status = await installHook(
      repository,
      command,
      { shared: options.shared ?? false },
      session.context,
    );
    await session.print(statusText(status));
    return EXIT.ok;
  });

const uninstall = (tree: string, session: Session): Promise<number> =>
  within(tree, session, async (repository) => {
    const command = commandOf({}, session);
    const removed = await uninstallHook(repository, command, session.context);
    await session.print(
      removed ? 'the pre-push hook is removed\n' : 'there is no pre-push hook of ours to remove\n',
    );
    return EXIT.ok;
  });

const show = (tree: string, session: Session): Promise<number> =>
  within(tree, session, async (repository) => {
    const status = await hookStatus(repository, commandOf({}, session), session.context);
    await session.print(statusText(status));
    return status.state === 'installed' || status.state === 'outdated' ? EXIT.ok : EXIT.failed;
  });

const readAll = async (stream: AsyncIterable<Uint8Array | string>): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces).toString();
};

/**
 * The repository that pushes. git starts hooks at the top of its work tree, and where that does not lead to the
 * repository (`--git-dir`, a linked worktree) it says so (githooks(5)).
 */
const pushingTree = ({ env, folder }: Session['io']): string => resolve(folder, env['GIT_DIR'] || '.');

/** The same as people would name it in that folder. */
const shownTree = (io: Session['io']): string =>
  existsSync(join(io.folder, '.git')) ? '.' : relative(io.folder, pushingTree(io)) || '.';

/** What the hook runs, in the folder where git runs hooks. */
const runHook = async (
  remote: string,
  url: string,
  options: RuleOptions,
  session: Session,
): Promise<number> => {
  const { io, context } = session;
  const verdicts = await checkPushedCommits(
    {
      tree: pushingTree(io),
      workingFolder: io.folder,
      push: { remote, url, input: await readAll(io.stdin) },
      rules: {
        ...askedPair(options),
        ...(options.config === undefined ? {} : { config: await readConfig(options.config, io.folder) }),
        ...(await guardFiles(options, io.folder)),
        includes: false,
        ...defined({ failOn: options.failOn }),
        ...cacheOf(io, options),
      },
    },
    context,
  );
  const lines = refusalOf(verdicts, shownTree(io));
  if (lines.length === 0) return EXIT.ok;
  await session.complain(`${lines.map(plainLine).join('\n')}\n`);
  return EXIT.failed;
};

export const hook: Command = {
  name: 'hook',
  declare: (command, start) => {
    command.description('a pre-push hook that refuses commits which add an edge between two modules');
    declareRules(
      command.command('install').description('install or update the hook; an existing hook runs first'),
    )
      .argument('[tree]', 'a Linux kernel git repository (default: the current folder)')
      .option('--shared', 'install even if core.hooksPath names a folder outside the repository')
      .action((tree: string | undefined, options: RuleOptions & { readonly shared?: boolean }) =>
        start((session) => install(tree ?? '.', options, session)),
      );
    command
      .command('uninstall')
      .description('remove the hook, and restore the previous one byte for byte')
      .argument('[tree]', 'a Linux kernel git repository (default: the current folder)')
      .action((tree: string | undefined) => start((session) => uninstall(tree ?? '.', session)));
    command
      .command('status')
      .description('tell whether the hook is installed; exit with 1 if not')
      .argument('[tree]', 'a Linux kernel git repository (default: the current folder)')
      .action((tree: string | undefined) => start((session) => show(tree ?? '.', session)));
    declareRules(
      command.command('run').description('check a push; git runs this and writes the refs to standard input'),
    )
      .argument('<remote>', "the remote's name")
      .argument('<url>', 'where it is')
      .action((remote: string, url: string, options: RuleOptions) =>
        start((session) => runHook(remote, url, options, session)),
      );
  },
};
