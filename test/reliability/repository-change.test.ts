// A repository that changes while it is read, and repositories of unusual forms: the answer is that of the commit at the start.
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture, Stage } from '../cli/program.js';

const removal = fixture('demo/removal.mbox');

describe('a repository that changes during a check', () => {
  const stage = new Stage();
  afterAll(() => stage.remove());
  const git = (...words: string[]) => stage.git(...words);
  let number = 0;
  const commit = (): void => {
    writeFileSync(join(stage.kernel, 'note'), `${number++}\n`);
    stage.commit('more');
  };

  it.each<[string, () => void]>([
    ['gc', () => git('gc', '-q')],
    ['repack -a -d', () => git('repack', '-a', '-d', '-q')],
    ['gc --prune=now', () => git('gc', '-q', '--prune=now')],
    ['new commits', commit],
    [
      'a branch that appears and goes',
      () => {
        git('branch', 'short-lived');
        git('branch', '-D', 'short-lived');
      },
    ],
    [
      'a checkout',
      () => {
        git('checkout', '-q', '--detach', 'HEAD');
        git('checkout', '-q', 'main');
      },
    ],
  ])('%s', async (_, change) => {
    const base = git('rev-parse', 'HEAD');
    const words = ['check', stage.kernel, removal, '--base', base, '--json', '--no-cache'];
    const whole = await stage.spawn(words);
    for (const delay of [0, 50, 100, 200, 400]) {
      const running = stage.spawn(words);
      await new Promise((resolve) => setTimeout(resolve, delay));
      change();
      const { code, stdout } = await running;
      expect([code, stdout]).toEqual([whole.code, whole.stdout]);
    }
    expect(git('fsck', '--strict', '--no-dangling')).toBe('');
  });
});

describe('a repository of an unusual form', () => {
  const stage = new Stage();
  afterAll(() => stage.remove());
  const outside = (...words: string[]): string =>
    execFileSync('git', words, {
      cwd: stage.folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: stage.folder },
    });
  const url = `file://${stage.kernel}`;
  const answer = async (folder: string) => {
    const { code, stdout, stderr } = await stage.spawn(['check', folder, removal, '--json', '--no-cache']);
    return { code, result: code === 0 ? (JSON.parse(stdout) as { states: unknown }).states : stderr };
  };

  it.each<[string, (folder: string) => void]>([
    ['shallow', (folder) => void outside('clone', '-q', '--depth', '1', url, folder)],
    ['bare', (folder) => void outside('clone', '-q', '--bare', url, folder)],
    ['with alternates', (folder) => void outside('clone', '-q', '--shared', stage.kernel, folder)],
    ['a linked worktree', (folder) => void stage.git('worktree', 'add', '-q', '--detach', folder)],
    [
      'with a replace ref, which is ignored',
      (folder) => {
        outside('clone', '-q', url, folder);
        const blob = outside('-C', folder, 'rev-parse', 'HEAD:virt/kvm/vfio.c').trim();
        const other = outside('-C', folder, 'rev-parse', 'HEAD:Makefile').trim();
        outside('-C', folder, 'replace', blob, other);
      },
    ],
    [
      'with grafts',
      (folder) => {
        outside('clone', '-q', url, folder);
        writeFileSync(join(folder, '.git/info/grafts'), `${outside('-C', folder, 'rev-parse', 'HEAD')}`);
      },
    ],
  ])('%s', async (name, make) => {
    const folder = join(stage.folder, name.replace(/\W+/g, '-'));
    const whole = await answer(stage.kernel);
    expect(whole.code).toBe(0);
    make(folder);
    expect(await answer(folder)).toEqual(whole);
  });

  it('with damaged objects: refuses, or does not read them', async () => {
    const whole = await answer(stage.kernel);
    const objects = join(stage.kernel, '.git/objects');
    const loose = readdirSync(objects, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /^[0-9a-f]{38}$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    expect(loose.length).toBeGreaterThan(20);
    for (const [at, path] of loose.entries()) {
      // Each seventh is enough: blobs, trees and the commit are in no order.
      if (at % 7 !== 0) continue;
      const copy = join(stage.folder, `damaged-${at}`);
      outside('clone', '-q', '--no-hardlinks', stage.kernel, copy);
      const damaged = join(copy, '.git/objects', path.slice(objects.length));
      execFileSync('chmod', ['u+w', damaged]);
      writeFileSync(damaged, 'damaged');
      // The work tree holds the same content: without it, the object is needed.
      execFileSync('sh', [
        '-c',
        `cd '${copy}' && git rm -rq --cached . 2>/dev/null; find . -path ./.git -prune -o -type f -exec rm {} +`,
      ]);
      const { code, result } = await answer(copy);
      if (code === 0) expect(result).toEqual(whole.result);
      else expect([code, /bug/.test(String(result))]).toEqual([code === 2 ? 2 : 4, false]);
    }
  });
});
