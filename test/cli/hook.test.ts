import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());
const bare = join(stage.folder, 'bare.git');
const hook = join(stage.kernel, '.git/hooks/pre-push');
const USER = { GIT_COMMITTER_NAME: 'Bo Example', GIT_COMMITTER_EMAIL: 'bo@example.org' };

execFileSync('git', ['init', '-q', '--bare', bare]);
stage.git('remote', 'add', 'origin', bare);
stage.git('push', '-q', 'origin', 'main');

const environment = { PATH: process.env['PATH'], HOME: stage.folder, TMPDIR: stage.temporary };
const push = (...words: readonly string[]) => {
  const { status, stderr } = spawnSync('git', ['-C', stage.kernel, 'push', '-q', 'origin', ...words], {
    env: environment,
    encoding: 'utf8',
  });
  return { status, stderr };
};

describe('hook', () => {
  it('refuses a push that adds an edge, and says which and how to look closer', async () => {
    const words = ['apply', stage.kernel, fixture('demo/opening.mbox'), '--branch', 'opening'];
    expect(await stage.run(words, { env: USER })).toMatchObject({ code: 0 });
    expect(await stage.run(['hook', 'install', stage.kernel])).toMatchObject({
      code: 0,
      stdout: `the pre-push hook is installed\n  ${hook}\n  runs: hook run\n`,
    });
    const { status, stderr } = push('opening');
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /refuses this push.*kvm -> vfio vfio_file_open_count \(dynamic\) {2}virt\/kvm\/vfio\.c:\d+/s,
    );
    const command = /Look closer: +kvm-vfio-series (.*)\n/.exec(stderr)?.[1]?.split(' ') ?? [];
    const closer = await stage.run([...command, '--fail-on', 'new'], { folder: stage.kernel });
    expect(closer).toMatchObject({ code: 1, stdout: expect.stringContaining('vfio_file_open_count') });
    expect(stage.leftovers()).toEqual([]);
  });

  it('finds the repository of a push from elsewhere: --git-dir, and a linked worktree', () => {
    const elsewhere = mkdtempSync(join(stage.folder, 'elsewhere-'));
    const pushFrom = (folder: string, ...words: readonly string[]) =>
      spawnSync('git', [...words, 'push', '-q', 'origin', 'opening'], {
        cwd: folder,
        encoding: 'utf8',
        env: environment,
      });
    const far = pushFrom(elsewhere, '--git-dir', join(stage.kernel, '.git'));
    expect(far.stderr).toMatch(/refuses this push.*kvm-vfio-series check \.\.\/kernel\/\.git --range/s);
    stage.git('worktree', 'add', '-q', '--detach', join(elsewhere, 'tree'), 'opening');
    expect(pushFrom(join(elsewhere, 'tree')).stderr).toMatch(
      /refuses this push.*kvm-vfio-series check \. --range/s,
    );
    stage.git('worktree', 'remove', join(elsewhere, 'tree'));
  });

  it('lets pushes go that add none, and says nothing', async () => {
    const words = [
      'apply',
      stage.kernel,
      fixture('demo/removal.mbox'),
      '--branch',
      'removal',
      '--despite-objections',
    ];
    expect(await stage.run(words, { env: USER })).toMatchObject({ code: 0 });
    expect(push('removal')).toEqual({ status: 0, stderr: '' });
  });

  it('keeps to the rules it was installed with', async () => {
    await stage.run(['hook', 'install', stage.kernel, '--from', 'vfio', '--to', 'kvm']);
    expect(push('opening')).toEqual({ status: 0, stderr: '' });
    expect((await stage.run(['hook', 'status', stage.kernel])).stdout).toContain(
      "runs: hook run '--from' 'vfio' '--to' 'kvm'",
    );
  });

  it('goes by the policy of what is pushed: a new edge is refused with its rule, a known one passes', async () => {
    await stage.run(['hook', 'install', stage.kernel]);
    stage.git('checkout', '-q', '-b', 'guarded');
    const known = { consumer: 'kvm', provider: 'vfio', kind: 'dynamic', condition: null };
    const rule = { name: 'no-new-users', from: 'kvm*', to: 'vfio', symbol: 'vfio_file_*_count' };
    const write = (name: string, document: object): void =>
      writeFileSync(join(stage.kernel, name), JSON.stringify({ version: 1, ...document }));
    write('.kvm-vfio-series.json', { forbidden: [rule] });
    stage.commit('policy');
    expect(push('guarded')).toEqual({ status: 0, stderr: '' });
    const words = [
      'apply',
      stage.kernel,
      fixture('demo/opening.mbox'),
      '--base',
      'guarded',
      '--branch',
      'new',
    ];
    expect(await stage.run(words, { env: USER })).toMatchObject({ code: 0 });
    stage.git('checkout', '-q', 'new');
    const refused = push('new');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(
      / 1 edge breaks the policy;.*\n {2}[0-9a-f]+: kvm -> vfio vfio_file_open_count \(dynamic\) breaks the rule "no-new-users" {2}virt\/kvm\/vfio\.c:\d+\n/,
    );
    const symbol = 'vfio_file_open_count';
    write('.kvm-vfio-series-baseline.json', { edges: [{ ...known, symbol }] });
    stage.commit('known');
    expect(push('new')).toEqual({ status: 0, stderr: '' });
    write('.kvm-vfio-series-baseline.json', {
      edges: [
        { ...known, symbol },
        { ...known, symbol: 'gone' },
      ],
    });
    stage.commit('a debt that is paid');
    expect(push('new').stderr).toContain('kvm -> vfio gone (dynamic) is in the baseline and is gone');
    await stage.run(['hook', 'install', stage.kernel, '--no-policy']);
    expect(push('new')).toEqual({ status: 0, stderr: '' });
    stage.git('checkout', '-q', 'main');
  });

  it('takes files instead of those of the tree, and reads them before it is installed', async () => {
    const file = join(stage.folder, 'policy.json');
    const install = ['hook', 'install', stage.kernel, '--policy', 'policy.json'];
    writeFileSync(file, '{"version": 1, "forbidden": [{"from": "kvm"}]}');
    expect(await stage.run(install)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('policy.json: /forbidden/0/to: is missing'),
    });
    writeFileSync(
      file,
      '{"version": 1, "forbidden": [{"from": "vfio", "to": "kvm", "symbol": "kvm_guest_put"}]}',
    );
    expect((await stage.run(install)).stdout).toContain(`runs: hook run '--policy' '${file}'`);
    stage.git('checkout', '-q', '-b', 'by-file');
    writeFileSync(join(stage.kernel, 'README'), 'nothing to do with edges\n');
    stage.commit('a word');
    expect(push('by-file').stderr).toContain('kvm_guest_put (dynamic) breaks the rule "vfio -> kvm"');
    stage.git('checkout', '-q', 'main');
  });

  it('is removed, and the hook of before is back', async () => {
    await stage.run(['hook', 'uninstall', stage.kernel]);
    expect(existsSync(hook)).toBe(false);
    expect(await stage.run(['hook', 'status', stage.kernel])).toMatchObject({ code: 1 });
    writeFileSync(hook, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    expect((await stage.run(['hook', 'install', stage.kernel])).stdout).toContain('before runs first');
    expect(await stage.run(['hook', 'uninstall', stage.kernel])).toMatchObject({ code: 0 });
    expect(readFileSync(hook, 'utf8')).toBe('#!/bin/sh\nexit 0\n');
    rmSync(hook);
  });

  it('says so when what calls it is not git', async () => {
    const { code, stderr } = await stage.run(['hook', 'run', 'origin', bare], {
      folder: stage.kernel,
      input: 'hello\n',
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/not what git gives a pre-push hook/);
  });
});
