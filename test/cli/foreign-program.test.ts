import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const traps = join(stage.folder, 'traps');
mkdirSync(traps);
const fired = (): readonly string[] => readdirSync(traps).sort();
/** A shell command that says that it ran. */
const trap = (name: string): string => `touch '${join(traps, name)}'`;
const script = (path: string, text: string): void => {
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
};

const real = process.env['PATH'] ?? '';
/** A git that has never heard of the variables that came after 2.30. */
const old = join(stage.folder, 'old-git');
mkdirSync(old);
script(
  join(old, 'git'),
  `unset GIT_NO_LAZY_FETCH GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_CONFIG_COUNT\nPATH='${real}' exec git "$@"`,
);

const hooks = join(stage.folder, 'hooks');
mkdirSync(hooks);
for (const name of [
  'reference-transaction',
  'post-index-change',
  'post-checkout',
  'pre-commit',
  'pre-auto-gc',
])
  script(join(hooks, name), trap(`hook-${name}`));

/** Every kind of setting that can start a program (git-config(1)). */
const SETTINGS: readonly (readonly [string, string])[] = [
  ['core.fsmonitor', trap('fsmonitor')],
  ['core.hooksPath', hooks],
  ['core.pager', trap('pager')],
  ['core.editor', trap('editor')],
  ['sequence.editor', trap('sequence-editor')],
  ['core.askPass', trap('askpass')],
  ['core.sshCommand', trap('ssh')],
  ['core.gitProxy', trap('proxy')],
  ['core.alternateRefsCommand', trap('alternate-refs')],
  ['credential.helper', `!${trap('credential')}`],
  ['diff.external', trap('diff-external')],
  ['interactive.diffFilter', trap('diff-filter')],
  ['gpg.program', trap('gpg')],
  ['gpg.ssh.program', trap('gpg-ssh')],
  ['commit.gpgSign', 'true'],
  ['log.showSignature', 'true'],
  ['uploadpack.packObjectsHook', trap('pack-objects')],
  ['protocol.allow', 'always'],
  ['protocol.ext.allow', 'always'],
  ['remote.origin.url', `ext::sh -c ${trap('remote').replaceAll(' ', '% ')}`],
  ['remote.origin.uploadpack', trap('upload-pack')],
  ['remote.origin.promisor', 'true'],
  ['extensions.partialClone', 'origin'],
  ['core.repositoryFormatVersion', '1'],
  ['submodule.x.update', `!${trap('submodule')}`],
  ['trailer.x.command', trap('trailer')],
  ...['a=b', 'trap'].flatMap((name) => [
    [`filter.${name}.clean`, `${trap('clean')}; cat`] as const,
    [`filter.${name}.smudge`, `${trap('smudge')}; cat`] as const,
    [`filter.${name}.required`, 'true'] as const,
  ]),
  ['filter.long.process', trap('process')],
  ['diff.trap.textconv', `${trap('textconv')}; cat`],
  ['diff.trap.command', trap('diff-command')],
  ['merge.trap.driver', `${trap('merge')}; false`],
  ...[
    'status',
    'rev-parse',
    'rev-list',
    'log',
    'cat-file',
    'ls-tree',
    'for-each-ref',
    'config',
    'apply',
  ].flatMap((name) => [
    [`alias.${name}`, `!${trap(`alias-${name}`)}`] as const,
    [`pager.${name}`, trap(`pager-${name}`)] as const,
  ]),
];

/** Where each setting stands: in the repository's own file, or in one that it includes. */
const PLACES: readonly (readonly [string, (extra: string) => readonly (readonly [string, string])[]])[] = [
  ['the repository', () => SETTINGS],
  ['a file that it includes', (extra) => [['include.path', extra], ...SETTINGS.slice(-1)]],
  ['a file that it includes for this folder', (extra) => [['includeIf.gitdir:**.path', extra]]],
];

const GITS: readonly (readonly [string, string])[] = [
  ["today's git", real],
  ['a git without the newer variables', old + delimiter + real],
];

const clean = stage.git('rev-parse', 'HEAD');
const configFile = join(stage.kernel, '.git/config');
const plainConfig = readFileSync(configFile, 'latin1');
const attributes = join(stage.kernel, '.git/info/attributes');
mkdirSync(join(stage.kernel, '.git/info'), { recursive: true });

/** Sets a file's settings as git writes them. */
const configure = (file: string, settings: readonly (readonly [string, string])[]): void => {
  for (const [key, value] of settings) {
    const run = spawnSync('git', ['config', '--file', file, key, value], { encoding: 'utf8' });
    expect([key, run.stderr]).toEqual([key, '']);
  }
};

const USER = { GIT_COMMITTER_NAME: 'Bo Example', GIT_COMMITTER_EMAIL: 'bo@example.org' };
const removal = fixture('demo/removal.mbox');
const COMMANDS: readonly (readonly [string, readonly string[], string])[] = [
  ['check', ['check', stage.kernel, '--series', removal, '--no-cache'], ''],
  ['triage', ['triage', stage.kernel, removal, '--no-cache'], ''],
  ['apply', ['apply', stage.kernel, removal, '--despite-objections', '--branch', 'applied'], ''],
  [
    'the hook',
    ['hook', 'run', 'origin', '/nowhere'],
    `refs/heads/x ${clean} refs/heads/x ${'0'.repeat(40)}\n`,
  ],
];

describe.each(GITS)('no program of the user is run by %s', (_git, path) => {
  it.each(PLACES)('whose settings are in %s', async (_place, settings) => {
    const extra = join(stage.folder, 'extra');
    rmSync(extra, { force: true });
    configure(extra, SETTINGS);
    writeFileSync(configFile, plainConfig);
    configure(configFile, settings(extra));
    for (const name of ['a=b', 'trap', 'long']) {
      writeFileSync(attributes, `* filter=${name} diff=trap merge=trap\n`);
      // The index does not have this time: git has to read the file.
      utimesSync(join(stage.kernel, 'virt/kvm/vfio.c'), 1, 1 + name.length);
      for (const [what, words, input] of name === 'a=b' ? COMMANDS : COMMANDS.slice(0, 1)) {
        const { code, stderr } = await stage.run(words, {
          env: { ...USER, PATH: path, GIT_ALLOW_PROTOCOL: '' },
          folder: stage.kernel,
          input,
        });
        expect([what, stderr]).toEqual([what, expect.not.stringContaining('this is a bug')]);
        expect([what, [0, 1].includes(code ?? -1)]).toEqual([what, true]);
        expect([what, fired()]).toEqual([what, []]);
      }
    }
    writeFileSync(configFile, plainConfig);
    rmSync(attributes);
    stage.git('branch', '-D', 'applied');
  });

  it('where an object of a partial clone is missing', async () => {
    writeFileSync(configFile, plainConfig);
    const first = stage.git('rev-parse', 'HEAD');
    stage.git(
      '-c',
      'user.name=T',
      '-c',
      'user.email=t@example.org',
      'commit',
      '-q',
      '--allow-empty',
      '-m',
      '1',
    );
    const lost = stage.git('rev-parse', 'HEAD');
    stage.git(
      '-c',
      'user.name=T',
      '-c',
      'user.email=t@example.org',
      'commit',
      '-q',
      '--allow-empty',
      '-m',
      '2',
    );
    configure(configFile, SETTINGS);
    rmSync(join(stage.kernel, '.git/objects', lost.slice(0, 2), lost.slice(2)));
    const words = ['check', stage.kernel, '--range', `${first}..HEAD`, '--no-cache'];
    const { code } = await stage.run(words, { env: { PATH: path } });
    expect(code).toBe(4);
    expect(fired()).toEqual([]);
    writeFileSync(configFile, plainConfig);
    stage.git('update-ref', 'refs/heads/main', first);
  });
});

it('a user who asks git for it runs them: the traps work', () => {
  configure(configFile, SETTINGS);
  writeFileSync(attributes, '* filter=a=b\n');
  utimesSync(join(stage.kernel, 'virt/kvm/vfio.c'), 9, 9);
  spawnSync('git', ['status'], { cwd: stage.kernel });
  expect(fired()).toEqual(expect.arrayContaining(['clean', 'fsmonitor']));
});
