// A machine that gives too little: the program gives the right answer, or one line and a documented exit code.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root, Stage } from '../cli/program.js';
import { DOCUMENTED, READERS } from './commands.js';

const program = join(root, 'bin/kvm-vfio-series.js');
const isRoot = process.getuid?.() === 0;

describe('an environment that gives too little', () => {
  const stage = new Stage();
  afterAll(() => stage.remove());

  /** Runs a command of a shell; `"$@"` in it is the program with its words. */
  const inShell = (line: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    spawnSync('bash', ['-c', line, 'bash', process.execPath, program, ...words], {
      encoding: 'utf8',
      cwd: stage.folder,
      env: {
        PATH: process.env['PATH'],
        HOME: stage.folder,
        TMPDIR: stage.temporary,
        ...env,
      },
    });
  const words = (name: string): readonly string[] => READERS[name]?.(stage) ?? [];
  const names = Object.keys(READERS);

  it.each(names)('%s with standard input closed gives the same answer', (name) => {
    const whole = inShell('exec "$@"', words(name));
    const closed = inShell('exec "$@" <&-', words(name));
    expect([closed.status, closed.stdout]).toEqual([whole.status, whole.stdout]);
  });

  it.each(names)('%s with standard error closed gives the same answer', (name) => {
    const whole = inShell('exec "$@"', words(name));
    const closed = inShell('exec "$@" 2>&-', words(name));
    expect([closed.status, closed.stdout]).toEqual([whole.status, whole.stdout]);
  });

  it.each(names)('%s into a full device ends with exit code 4 and one line', (name) => {
    const { status, stderr } = inShell('exec "$@" >/dev/full', words(name));
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/kvm-vfio-series: .*(?:ENOSPC|no space|full)/i);
    expect(status).toBe(4);
  });

  it.each(names)('%s with few open files gives the same answer or refuses', (name) => {
    const whole = inShell('exec "$@"', words(name));
    const few = inShell('ulimit -n 32; exec "$@"', words(name));
    if (few.status === whole.status) expect(few.stdout).toBe(whole.stdout);
    else expect([4, DOCUMENTED.includes(few.status)]).toEqual([few.status, true]);
  });

  it.each(names)('%s without a temporary folder ends with exit code 4 and names it', (name) => {
    const gone = join(stage.folder, 'gone');
    const { status, stderr } = inShell('exec "$@"', words(name), { TMPDIR: gone });
    expect(stderr).toContain(gone);
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
    expect(status).toBe(4);
  });

  it.each(names)('%s without a home gives the same answer', (name) => {
    const whole = inShell('exec "$@"', words(name));
    const homeless = inShell('exec "$@"', words(name), { HOME: '/proc/none', XDG_CACHE_HOME: '/proc/none' });
    expect([homeless.status, homeless.stdout]).toEqual([whole.status, whole.stdout]);
  });

  it('with its working folder deleted, the program refuses with one line', () => {
    const folder = join(stage.folder, 'short-lived');
    mkdirSync(folder);
    const { status, stderr } = inShell(`cd ${folder} && rmdir ${folder} && exec "$@"`, ['check']);
    expect(stderr).not.toContain('bug');
    expect([2, 4]).toContain(status);
  });

  it.skipIf(!isRoot)('with a full temporary folder (needs root, to mount one), check refuses', ({ skip }) => {
    const small = join(stage.folder, 'small');
    mkdirSync(small);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', small]).status !== 0)
      skip('no mount here');
    try {
      writeFileSync(join(small, 'filler'), Buffer.alloc(12 * 1024));
      for (const name of names) {
        const { status, stderr } = inShell('exec "$@"', words(name), { TMPDIR: small });
        expect([name, stderr.includes('bug'), DOCUMENTED.includes(status)]).toEqual([name, false, true]);
        if (status !== 4) expect([name, status]).toEqual([name, inShell('exec "$@"', words(name)).status]);
      }
    } finally {
      spawnSync('umount', [small]);
    }
  });
});
