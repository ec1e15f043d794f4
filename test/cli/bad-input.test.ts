import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixture, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const removal = readFileSync(fixture('demo/removal.mbox'), 'utf8');
const opening = readFileSync(fixture('demo/opening.mbox'), 'utf8');
const FROM = 'From mboxrd@z Thu Jan  1 00:00:00 1970\n';
const mails = removal.split(FROM).slice(1);
const without = (subject: string): string =>
  mails
    .filter((mail) => !mail.includes(`\nSubject: ${subject}`))
    .map((mail) => FROM + mail)
    .join('');

const written = (name: string, text: string | Uint8Array): string => {
  const path = join(stage.folder, name);
  writeFileSync(path, text);
  return path;
};
const folder = (name: string): string => {
  const path = join(stage.folder, name);
  mkdirSync(path, { recursive: true });
  return path;
};

const moved = (path: string): string => opening.replaceAll('virt/kvm/vfio.c', path);
const check = (...words: string[]): readonly string[] => ['check', stage.kernel, ...words];
const series = (name: string, text: string | Uint8Array): readonly string[] =>
  check('--series', written(name, text));

describe('bad input', () => {
  it.each<[string, () => readonly string[], number, RegExp]>([
    ['no command', () => [], 2, /Usage: kvm-vfio-series/],
    ['an unknown command', () => ['chek'], 2, /unknown command 'chek'.*\n?.*check/],
    ['an unknown option', () => check('--serie'), 2, /unknown option '--serie'/],
    ['no tree', () => ['check'], 2, /is not a git repository/],
    ['an unknown rule', () => check('--fail-on', 'always'), 2, /remaining, new, policy, never/],
    ['one module', () => check('--between', 'kvm'), 2, /two names/],
    ['no module name', () => check('--between', 'kvm,v fio'), 2, /not a module's name/],
    ['--from alone', () => check('--from', 'kvm'), 2, /--from and --to go together/],
    ['--from with --between', () => check('--from', 'a', '--to', 'b', '--between', 'a,b'), 2, /--between/],
    ['--base without a series', () => check('--base', 'HEAD'), 2, /--base/],
    ['a range and a series', () => [...series('a', opening), '--range', 'A..B'], 2, /cannot be used with/],
    ['no such config', () => check('--config', 'none'), 2, /none: cannot be read/],
    [
      'a config that is none',
      () => check('--config', written('c', 'hello')),
      2,
      /not a kernel configuration/,
    ],
    ['no such tree', () => ['check', 'nowhere'], 2, /nowhere/],
    ['no repository', () => ['check', folder('plain')], 2, /not a git repository/],
    ['no such revision', () => [...series('b', opening), '--base', 'v0.1'], 2, /v0\.1/],
    ['no such range', () => check('--range', 'nothing..HEAD'), 2, /nothing/],
    ['a range that is none', () => check('--range', 'HEAD'), 2, /range/],
    ['no such thread', () => check('--series', 'none.mbox'), 2, /none\.mbox: no such file/],
    [
      'no such revision of the series',
      () => [...series('r', opening), '--revision', '9'],
      2,
      /no revision v9/,
    ],
    [
      'a message-id, offline',
      () => check('--series', 'none@example.org', '--offline'),
      2,
      /none@example\.org/,
    ],
    ['an empty thread', () => series('empty', ''), 2, /empty/],
    [
      'binary junk',
      () =>
        series(
          'junk',
          new Uint8Array(5000).map((_, at) => (at * 7919) % 251),
        ),
      2,
      /junk/,
    ],
    ['no patch', () => series('talk', FROM + mails[5]), 2, /no patch/],
    ['a missing patch', () => series('gap', without('[PATCH 2/3]')), 2, /2\/3 is missing/],
    ['an mbox cut in the middle', () => series('cut', removal.slice(0, 6000)), 2, /missing|cut/],
    [
      'a path outside the tree',
      () => series('out', moved('../../etc/passwd')),
      2,
      /leaves the tree.*etc\/passwd/,
    ],
    ['a path inside .git', () => series('dotgit', moved('.git/config')), 2, /\.git\/config/],
    ['an unknown module', () => check('--between', 'kwm,vfio'), 2, /kwm[\s\S]*kvm/],
    [
      'a patch that does not apply',
      () => series('no', opening.replaceAll('ops->', 'x').replaceAll(' 	kv->file', ' 	kv->fiel')),
      3,
      /^$/,
    ],
  ])('%s', async (_, words, code, message) => {
    const ended = await stage.run(words());
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toMatch(/bug|\n\s+at /);
    expect(ended.code).toBe(code);
    expect(stage.leftovers()).toEqual([]);
  });

  it('is not a kernel', async () => {
    const other = new Stage();
    other.git('rm', '-q', 'Kbuild');
    other.commit('no longer a kernel');
    const { code, stderr } = await other.run(['check', other.kernel]);
    other.remove();
    expect(stderr).toMatch(/not a Linux kernel/);
    expect(code).toBe(2);
  });

  it('git is not there', async () => {
    const { code, stderr } = await stage.run(check(), { env: { PATH: folder('bin-empty') } });
    expect(stderr).toMatch(/git was not found/);
    expect(code).toBe(4);
  });

  it('shows what a terminal would obey, in reports and in errors', async () => {
    const hostile = opening.replace('KVM: refuse', 'KVM:\u001b]0;gotcha\u0007\u202e refuse');
    const { stdout } = await stage.run(series('hostile', hostile));
    expect(stdout).toContain('\\x1b]0;gotcha\\x07\\u{202e}');
    const { stderr } = await stage.run(check('--series', '\u001b[31mno\u202e.mbox'));
    expect(stderr).toContain('\\x1b[31mno\\u{202e}.mbox');
    expect(stdout + stderr).not.toMatch(/[\u001b\u0007\u202e]/);
  });
});

describe('a signal', () => {
  // A git that hangs where patches are applied: by then the temporary folder is there.
  const bin = folder('bin');
  const real = process.env['PATH'] ?? '';
  const hangs = join(stage.folder, 'hangs');
  writeFileSync(
    join(bin, 'git'),
    `#!/bin/sh\ncase " $* " in *" apply "*) : > '${hangs}'; exec sleep 60;; esac\nPATH='${real}' exec git "$@"\n`,
  );
  chmodSync(join(bin, 'git'), 0o755);

  it.each<[NodeJS.Signals, number]>([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
    ['SIGKILL', 137],
    ['SIGTERM', 143],
  ])('%s ends the program and leaves nothing', async (name, expected) => {
    writeFileSync(hangs, '');
    const { rmSync, existsSync } = await import('node:fs');
    rmSync(hangs);
    const { code, stdout, stderr } = await stage.spawn(series('long', removal), {
      env: { PATH: bin + delimiter + real },
      onStart: (send) => {
        const wait = setInterval(() => {
          if (!existsSync(hangs)) return;
          clearInterval(wait);
          expect(stage.leftovers()).not.toEqual([]);
          send(name);
        }, 20);
      },
    });
    expect([code, stdout, stderr]).toEqual([expected, '', '']);
    await stage.isClean();
  });

  it('ends the program while it computes', async () => {
    // The main thread never comes back to its events.
    const busy = "setTimeout(() => { require('fs').writeFileSync(process.env.HANGS, ''); for (;;); }, 20)";
    const preload = join(stage.folder, 'busy.cjs');
    writeFileSync(preload, busy);
    const { rmSync, existsSync } = await import('node:fs');
    rmSync(hangs, { force: true });
    const { code } = await stage.spawn(series('long', removal), {
      env: { NODE_OPTIONS: `--require=${preload}`, HANGS: hangs },
      onStart: (send) => {
        const wait = setInterval(() => {
          if (!existsSync(hangs)) return;
          clearInterval(wait);
          send('SIGTERM');
        }, 20);
      },
    });
    expect(code).toBe(143);
    await stage.isClean();
  });
});

describe('a reader that goes away', () => {
  it('ends without a complaint', async () => {
    const { execFile } = await import('node:child_process');
    const { promisify } = await import('node:util');
    const program = fixture('../bin/kvm-vfio-series.js');
    const { stderr } = await promisify(execFile)('sh', [
      '-c',
      `"${process.execPath}" "${program}" check "${stage.kernel}" | head -n 1`,
    ]);
    expect(stderr).toBe('');
  });
});
