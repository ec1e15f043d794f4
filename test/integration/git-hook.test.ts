import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { openRepository, type Repository } from '../../src/git/repository.js';
import { hookStatus, installHook, uninstallHook } from '../../src/hook/install.js';
import { CHAINED_NAME, hookScript } from '../../src/hook/script.js';
import { build } from './built.js';
import { commit, fingerprint, git, kernelRepository, temporaryFolder, USER } from './temporary-repository.js';

const context = quietContext();

/** Stands for the program: refuses commits whose subject says BAD, and writes what it was asked to a file. */
const PROGRAM = `
import { appendFileSync, readFileSync } from 'node:fs';
import { quietContext } from './dist/base/context.js';
import { openRepository } from './dist/git/repository.js';
import { checkPush } from './dist/hook/pre-push.js';
import { refusal } from './dist/report/hook/refusal.js';
const at = process.argv.indexOf('--');
const [remote, url] = process.argv.slice(at + 1);
const context = quietContext();
const repository = await openRepository(process.cwd(), context);
const check = async ({ base, commits }) => {
  const bad = commits.filter(({ subject }) => subject.includes('BAD'));
  return { failed: bad.length > 0, lines: bad.map(({ subject }) => subject) };
};
const verdicts = await checkPush(repository, { remote, url, input: readFileSync(0, 'utf8') }, check, context);
repository.dispose();
appendFileSync(process.env.HOOK_LOG, JSON.stringify({
  options: process.argv.slice(2, at), remote,
  verdicts: verdicts.map(({ remoteRef, commits, failed }) => [remoteRef, commits, failed]),
}) + '\\n');
const lines = refusal(verdicts, '.');
if (lines.length > 0) {
  process.stderr.write(lines.join('\\n') + '\\n');
  process.exit(1);
}
`;

let program = '';
beforeAll(() => {
  program = mkdtempSync(join(tmpdir(), 'kvs-program-'));
  build(program);
  writeFileSync(join(program, 'run.mjs'), PROGRAM);
});
afterAll(() => rmSync(program, { recursive: true, force: true }));

const command = (options: readonly string[] = []) => ({
  node: process.execPath,
  program: join(program, 'run.mjs'),
  options,
});

const withRepository = async <T>(folder: string, use: (repository: Repository) => Promise<T>): Promise<T> => {
  const repository = await openRepository(folder, context);
  try {
    return await use(repository);
  } finally {
    repository.dispose();
  }
};
const install = (folder: string, options: readonly string[] = [], shared = false) =>
  withRepository(folder, (repository) => installHook(repository, command(options), { shared }, context));
const uninstall = (folder: string) =>
  withRepository(folder, (repository) => uninstallHook(repository, command(), context));
const status = (folder: string) =>
  withRepository(folder, (repository) => hookStatus(repository, command(), context));

/** A repository with the hook, and a bare one to push to. */
const pair = async () => {
  const folder = kernelRepository({ 'a.c': '1\n' });
  const bare = join(temporaryFolder(), 'bare.git');
  git(folder, ['clone', '-q', '--bare', folder, bare]);
  git(folder, ['remote', 'add', 'origin', bare]);
  git(folder, ['fetch', '-q', 'origin']);
  await install(folder);
  return { folder, bare };
};

const push = (folder: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}) => {
  const log = join(temporaryFolder(), 'log');
  const { status: code, stderr } = spawnSync('git', ['push', '-q', ...args], {
    cwd: folder,
    env: { ...process.env, ...USER, HOME: '/nonexistent', HOOK_LOG: log, ...variables },
    encoding: 'utf8',
  });
  const asked = existsSync(log) ? JSON.parse(readFileSync(log, 'utf8')) : undefined;
  return { code, stderr, verdicts: asked?.verdicts, options: asked?.options };
};

describe('a push', () => {
  it('goes through when its commits are good, and says nothing', async () => {
    const { folder, bare } = await pair();
    commit(folder, { 'a.c': '2\n' }, 'good');
    commit(folder, { 'a.c': '3\n' }, 'good too');
    expect(push(folder, ['origin', 'main'])).toMatchObject({
      code: 0,
      stderr: '',
      verdicts: [['refs/heads/main', 2, false]],
    });
    expect(git(bare, ['rev-parse', 'main'])).toBe(git(folder, ['rev-parse', 'main']));
    expect(push(folder, ['origin', 'main'])).toMatchObject({ code: 0 });
  });

  it('is refused for one bad commit among them, and passed when that is asked for', async () => {
    const { folder, bare } = await pair();
    commit(folder, { 'a.c': '2\n' }, 'good');
    commit(folder, { 'a.c': '3\n' }, 'BAD one');
    commit(folder, { 'a.c': '4\n' }, 'good again');
    const before = git(bare, ['rev-parse', 'main']);
    const refused = push(folder, ['origin', 'main']);
    expect(refused).toMatchObject({ code: 1, verdicts: [['refs/heads/main', 3, true]] });
    expect(refused.stderr).toMatch(
      /refuses this push.*BAD one.*check \. --range [0-9a-f]{12}\.\.[0-9a-f]+.*--no-verify/s,
    );
    expect(git(bare, ['rev-parse', 'main'])).toBe(before);
    expect(push(folder, ['origin', 'main'], { KVM_VFIO_SERIES_SKIP: '1' })).toMatchObject({
      code: 0,
      verdicts: undefined,
    });
    commit(folder, { 'a.c': '5\n' }, 'BAD two');
    expect(push(folder, ['--no-verify', 'origin', 'main'])).toMatchObject({ code: 0, verdicts: undefined });
  });

  it('of a new branch brings only what the remote has on no branch', async () => {
    const { folder } = await pair();
    git(folder, ['checkout', '-q', '-b', 'topic']);
    commit(folder, { 'a.c': '2\n' }, 'good');
    expect(push(folder, ['origin', 'topic'])).toMatchObject({
      code: 0,
      verdicts: [['refs/heads/topic', 1, false]],
    });
    git(folder, ['branch', 'same']);
    expect(push(folder, ['origin', 'same'])).toMatchObject({ code: 0, verdicts: [] });
  });

  it('that deletes a branch brings nothing', async () => {
    const { folder, bare } = await pair();
    git(folder, ['checkout', '-q', '-b', 'topic']);
    commit(folder, { 'a.c': '2\n' }, 'BAD');
    push(folder, ['--no-verify', 'origin', 'topic']);
    expect(push(folder, ['origin', ':topic'])).toMatchObject({ code: 0, verdicts: [] });
    expect(git(bare, ['branch', '--list', 'topic'])).toBe('');
  });

  it('that is forced brings the commits after the common one', async () => {
    const { folder } = await pair();
    commit(folder, { 'a.c': '2\n' }, 'BAD old');
    push(folder, ['--no-verify', 'origin', 'main']);
    git(folder, ['reset', '-q', '--hard', 'HEAD~1']);
    commit(folder, { 'a.c': '3\n' }, 'good new');
    commit(folder, { 'a.c': '4\n' }, 'good newer');
    expect(push(folder, ['--force', 'origin', 'main'])).toMatchObject({
      code: 0,
      verdicts: [['refs/heads/main', 2, false]],
    });
  });

  it('to a remote that another has pushed to whileWaiting, is judged by what is known of it', async () => {
    const { folder, bare } = await pair();
    const other = join(temporaryFolder(), 'other');
    git(folder, ['clone', '-q', bare, other]);
    commit(other, { 'b.c': 'x\n' }, 'of another');
    git(other, ['push', '-q', 'origin', 'main']);
    commit(folder, { 'a.c': '2\n' }, 'good');
    expect(push(folder, ['--force', 'origin', 'main'])).toMatchObject({
      code: 0,
      verdicts: [['refs/heads/main', 1, false]],
    });
  });

  it('of several refs and tags checks each once', async () => {
    const { folder } = await pair();
    commit(folder, { 'a.c': '2\n' }, 'good');
    git(folder, ['tag', '-a', '-m', 'x', 'annotated']);
    git(folder, ['tag', 'light']);
    git(folder, ['tag', 'of-a-blob', 'HEAD:a.c']);
    git(folder, ['branch', 'side']);
    const { code, verdicts } = push(folder, ['origin', 'main', 'side', 'annotated', 'light', 'of-a-blob']);
    expect(code).toBe(0);
    expect(verdicts.map(([ref, commits]: [string, number]) => [ref, commits]).sort()).toEqual([
      ['refs/heads/main', 1],
      ['refs/heads/side', 1],
      ['refs/tags/annotated', 1],
      ['refs/tags/light', 1],
    ]);
  });

  it('to a URL, to an empty remote, and of an unrelated history', async () => {
    const { folder, bare } = await pair();
    commit(folder, { 'a.c': '2\n' }, 'good');
    expect(push(folder, [`file://${bare}`, 'main'])).toMatchObject({
      code: 0,
      verdicts: [['refs/heads/main', 1, false]],
    });
    const empty = join(temporaryFolder(), 'empty.git');
    git(folder, ['init', '-q', '--bare', empty]);
    git(folder, ['remote', 'add', 'empty', empty]);
    git(folder, ['remote', 'remove', 'origin']);
    expect(push(folder, ['empty', 'main'])).toMatchObject({
      code: 0,
      verdicts: [['refs/heads/main', 0, false]],
    });
  });

  it('from a linked worktree', async () => {
    const { folder } = await pair();
    const linked = join(temporaryFolder(), 'linked');
    git(folder, ['worktree', 'add', '-q', '-b', 'linked', linked]);
    commit(linked, { 'a.c': '2\n' }, 'BAD');
    expect(push(linked, ['origin', 'linked'])).toMatchObject({
      code: 1,
      verdicts: [['refs/heads/linked', 1, true]],
    });
    expect(await status(linked)).toMatchObject({ state: 'installed', place: 'repository' });
  });

  it('is refused with a way out when the program is gone', async () => {
    const { folder } = await pair();
    commit(folder, { 'a.c': '2\n' }, 'good');
    const hook = join(folder, '.git/hooks/pre-push');
    writeFileSync(hook, hookScript({ ...command(), program: '/nonexistent/program' }));
    const { code, stderr } = push(folder, ['origin', 'main']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/the program is gone.*KVM_VFIO_SERIES_SKIP=1/s);
  });
});

describe('installing', () => {
  const hook = (folder: string) => join(folder, '.git/hooks/pre-push');

  it('writes one file, and uninstalling removes it', async () => {
    const folder = kernelRepository();
    const before = fingerprint(folder).filter((line) => !/\/hooks \d/.test(line));
    expect(await status(folder)).toEqual({
      state: 'absent',
      path: hook(folder),
      place: 'repository',
      chained: false,
      runs: null,
    });
    expect(await install(folder)).toEqual({
      state: 'installed',
      path: hook(folder),
      place: 'repository',
      chained: false,
      runs: 'hook run',
    });
    expect(lstatSync(hook(folder)).mode & 0o777).toBe(0o755);
    expect(await install(folder)).toMatchObject({ state: 'installed' });
    expect(await uninstall(folder)).toBe(true);
    expect(await uninstall(folder)).toBe(false);
    expect(fingerprint(folder).filter((line) => !/\/hooks \d/.test(line))).toEqual(before);
  });

  it('renews a hook of ours with other options, and keeps what is chained', async () => {
    const folder = kernelRepository();
    writeFileSync(hook(folder), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    await install(folder, ['--between', "a'b,c*"]);
    expect(await status(folder)).toMatchObject({
      state: 'installed',
      chained: true,
      runs: "hook run '--between' 'a'\\''b,c*'",
    });
    expect(await install(folder)).toMatchObject({ state: 'installed', chained: true });
    await uninstall(folder);
    expect(readFileSync(hook(folder), 'utf8')).toBe('#!/bin/sh\nexit 0\n');
  });

  it('hands options on', async () => {
    const { folder } = await pair();
    await install(folder, ['--between', "a'b,c d*"]);
    commit(folder, { 'a.c': '2\n' }, 'good');
    expect(push(folder, ['origin', 'main']).options).toEqual(['hook', 'run', '--between', "a'b,c d*"]);
  });

  it('runs the hook of before first, with arguments and input, and gives it back byte for byte', async () => {
    const { folder, bare } = await pair();
    await uninstall(folder);
    const seen = join(temporaryFolder(), 'seen');
    const own = `#!/bin/sh\necho "$1 $2" > ${seen}\ncat >> ${seen}\n[ ! -e ${seen}.refuse ] || exit 7\n# \u00fc no line feed at the end`;
    writeFileSync(hook(folder), own);
    chmodSync(hook(folder), 0o750);
    const before = fingerprint(join(folder, '.git/hooks'));
    expect(await status(folder)).toMatchObject({ state: 'other' });
    expect(await install(folder)).toMatchObject({ state: 'installed', chained: true });
    commit(folder, { 'a.c': '2\n' }, 'good');
    const id = git(folder, ['rev-parse', 'HEAD']).trim();
    const old = git(bare, ['rev-parse', 'main']).trim();
    expect(push(folder, ['origin', 'main'])).toMatchObject({
      code: 0,
      verdicts: [['refs/heads/main', 1, false]],
    });
    expect(readFileSync(seen, 'utf8')).toBe(`origin ${bare}\nrefs/heads/main ${id} refs/heads/main ${old}\n`);
    writeFileSync(`${seen}.refuse`, '');
    commit(folder, { 'a.c': '3\n' }, 'good');
    expect(push(folder, ['origin', 'main'])).toMatchObject({ code: 1, verdicts: undefined });
    expect(await uninstall(folder)).toBe(true);
    expect(fingerprint(join(folder, '.git/hooks'))).toEqual(before);
  });

  it('keeps a hook that is a link', async () => {
    const folder = kernelRepository({ 'tool/hook': '#!/bin/sh\nexit 0\n' });
    symlinkSync('../../tool/hook', hook(folder));
    await install(folder);
    expect(lstatSync(join(folder, '.git/hooks', CHAINED_NAME)).isSymbolicLink()).toBe(true);
    await uninstall(folder);
    expect(lstatSync(hook(folder)).isSymbolicLink()).toBe(true);
  });

  it('goes where core.hooksPath says, but not into husky\u2019s folder, nor unasked where others share it', async () => {
    const folder = kernelRepository();
    git(folder, ['config', 'core.hooksPath', '.githooks']);
    expect(await install(folder)).toMatchObject({
      state: 'installed',
      path: join(folder, '.githooks/pre-push'),
      place: 'work-tree',
    });
    git(folder, ['config', 'core.hooksPath', '.husky/_']);
    await expect(install(folder)).rejects.toMatchObject({
      code: 'input',
      hint: expect.stringContaining('.husky/pre-push'),
    });
    const shared = temporaryFolder();
    git(folder, ['config', 'core.hooksPath', shared]);
    await expect(install(folder)).rejects.toMatchObject({
      code: 'input',
      hint: expect.stringContaining('--shared'),
    });
    expect(readdirSync(shared)).toEqual([]);
    expect(await install(folder, [], true)).toMatchObject({ state: 'installed', place: 'elsewhere' });
  });

  it('says so when it cannot write', async () => {
    const folder = kernelRepository();
    rmSync(join(folder, '.git/hooks'), { recursive: true });
    writeFileSync(join(folder, '.git/hooks'), 'a file');
    await expect(install(folder)).rejects.toMatchObject({ code: 'environment' });
    expect(readFileSync(join(folder, '.git/hooks'), 'utf8')).toBe('a file');
  });

  it.each(['install', 'uninstall'])('%s removes what a killed installation has left', async (what) => {
    const folder = kernelRepository();
    mkdirSync(join(folder, '.git/hooks'), { recursive: true });
    writeFileSync(hook(folder), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    const before = readdirSync(join(folder, '.git/hooks'));
    // No process has the highest number that there can be.
    writeFileSync(`${hook(folder)}.4194304.tmp`, 'half a ho');
    linkSync(hook(folder), join(folder, '.git/hooks', CHAINED_NAME));
    expect(await status(folder)).toMatchObject({ state: 'other', chained: false });
    if (what === 'install') {
      writeFileSync(`${hook(folder)}.${process.ppid}.tmp`, 'of one that is at work');
      expect(await install(folder)).toMatchObject({ state: 'installed', chained: true });
      expect(existsSync(`${hook(folder)}.${process.ppid}.tmp`)).toBe(true);
      rmSync(`${hook(folder)}.${process.ppid}.tmp`);
    }
    expect(await uninstall(folder)).toBe(what === 'install');
    expect(readdirSync(join(folder, '.git/hooks'))).toEqual(before);
  });
});
