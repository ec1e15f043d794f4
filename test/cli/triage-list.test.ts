// The list of `triage --interactive`, driven by keys: alone over streams, and whole on a pseudo terminal.
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { askText, chooseSeries } from '../../src/cli/triage/list.js';
import { fixture, root, Stage } from './program.js';

const UP = '\u001b[A';
const DOWN = '\u001b[B';
const tick = () => new Promise((resolve) => setImmediate(resolve));

const streams = () => {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = '';
  output.on('data', (chunk) => {
    shown += String(chunk);
  });
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) {
      input.write(key);
      await tick();
    }
  };
  return { input, output, press, shown: () => stripVTControlCharacters(shown) };
};

const LIST = {
  head: '  head',
  lines: ['  one', '  two', '  three'],
  reasons: ['why one', 'why two', 'why three'],
  start: 0,
  pageSize: 7,
  help: 'help',
  texts: ['One Ann', 'Two Bo', 'Three Ann'],
  allHelp: ['all the help'],
};

describe('chooseSeries', () => {
  it.each<[string, readonly string[], object]>([
    ['Enter', ['\r'], { action: 'show', at: 0 }],
    ['down, Enter', [DOWN, '\r'], { action: 'show', at: 1 }],
    ['down past the end', [DOWN, DOWN, DOWN, DOWN, 'a'], { action: 'apply', at: 2 }],
    ['up past the beginning', [UP, 'd'], { action: 'edges', at: 0 }],
    ['end and up', ['\u001b[F', UP, 'd'], { action: 'edges', at: 1 }],
    ['page down and home', ['\u001b[6~', '\u001b[H', '\r'], { action: 'show', at: 0 }],
    ['a search', ['/', 't', 'w', 'o', '\r', 'd'], { action: 'edges', at: 1 }],
    ['a search and the next', ['/', 'a', 'n', 'n', '\r', 'n', '\r'], { action: 'show', at: 0 }],
    ['a search without a match', ['/', 'z', '\r', '\r'], { action: 'show', at: 0 }],
    ['a limit', ['l', 'a', 'n', 'n', '\r', DOWN, 'r'], { action: 'reply', at: 2 }],
    ['a limit that no line has', ['l', 'z', '\r', 'a', '\r', 'l', '\r', 'a'], { action: 'apply', at: 0 }],
    ['letters of commands in a search', ['/', 'a', 'd', 'q', 'r', '\r', 'q'], { action: 'leave' }],
    ['the help', ['?', 'a', 'd'], { action: 'edges', at: 0 }],
    ['keys that mean nothing', ['x', '7', DOWN, 'q'], { action: 'leave' }],
  ])('%s', async (_, keys, wish) => {
    const { input, output, press } = streams();
    const answer = chooseSeries(LIST, { input, output });
    await tick();
    await press(...keys);
    expect(await answer).toEqual(wish);
  });

  it('shows where it stands, and why', async () => {
    const { input, output, press, shown } = streams();
    const answer = chooseSeries({ ...LIST, start: 2 }, { input, output });
    await tick();
    expect(shown()).toMatch(/ {2}head\s+ {2}one\s+ {2}two\s+> three\s+3 of 3 {2}why three\s+help/);
    await press(UP);
    expect(shown()).toMatch(/> two\s+ {2}three\s+2 of 3 {2}why two/);
    await press('q');
    await answer;
  });

  it('ends when it is told to', async () => {
    const { input, output } = streams();
    const controller = new AbortController();
    const answer = chooseSeries(LIST, { input, output, signal: controller.signal });
    await tick();
    controller.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortPromptError' });
  });
});

it('askText gives what was typed', async () => {
  const { input, output, press } = streams();
  const answer = askText({ message: 'branch:' }, { input, output });
  await tick();
  await press('t', 'o', 'x', '\u007f', 'p', '\r');
  expect(await answer).toBe('top');
});

it('askText is left by Esc', async () => {
  const { input, output, press } = streams();
  const answer = askText({ message: 'branch:' }, { input, output });
  await tick();
  await press('t', 'o', '\u001b');
  expect(await answer).toBe('');
});

const hasPython = (() => {
  try {
    execFileSync('python3', ['-c', 'import pty']);
    return true;
  } catch {
    console.warn('skipped: no python3 here to make a pseudo terminal');
    return false;
  }
})();

/** Runs a program on a terminal of its own: its standard input is what is typed, its output what is shown. */
const PTY = `
import fcntl, os, pty, select, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
while True:
    ready, _, _ = select.select([fd, 0], [], [])
    if 0 in ready:
        typed = os.read(0, 1024)
        if typed: os.write(fd, typed)
    if fd in ready:
        try: shown = os.read(fd, 65536)
        except OSError: break
        if not shown: break
        os.write(1, shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

describe('triage --interactive', () => {
  const stage = new Stage();
  afterAll(() => stage.remove());

  /** Types each key when what comes before it is on the screen. */
  const walk = (words: readonly string[], talk: readonly (readonly [RegExp, string])[]) =>
    new Promise<{ readonly code: number | null; readonly shown: string }>((resolve, reject) => {
      const program = [process.execPath, `${root}/bin/kvm-vfio-series.js`, 'triage', stage.kernel, ...words];
      const child = spawn('python3', ['-c', PTY, ...program], {
        cwd: stage.folder,
        env: {
          PATH: process.env['PATH'],
          HOME: stage.folder,
          TMPDIR: stage.temporary,
          TERM: 'xterm',
          LANG: 'C.UTF-8',
          GIT_COMMITTER_NAME: 'Bo Example',
          GIT_COMMITTER_EMAIL: 'bo@example.org',
        },
      });
      const left = [...talk];
      let shown = '';
      let fresh = '';
      child.stdout.setEncoding('utf8').on('data', (text) => {
        shown += stripVTControlCharacters(text);
        fresh += stripVTControlCharacters(text);
        const [next] = left;
        if (next === undefined || !next[0].test(fresh)) return;
        left.shift();
        fresh = '';
        child.stdin.write(next[1]);
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, shown }));
    });

  it.skipIf(!hasPython)('shows a series, its edges, applies it, and leaves', async () => {
    const { code, shown } = await walk(
      [fixture('demo/removal.mbox'), fixture('demo/opening.mbox'), '--no-edges', '--interactive'],
      [
        [/q leaves/, '\r'],
        [/refuse a device that nobody has opened[\s\S]*q leaves/, 'd'],
        [/1 edge added[\s\S]*q leaves/, 'a'],
        [/a new branch for it/, '\u001b'],
        [/q leaves/, 'a'],
        [/a new branch for it/, 'data\r'],
        [/to the new branch data\? Type yes/, 'dada\r'],
        [/q leaves/, 'r'],
        [/mutt -H[\s\S]*q leaves/, 'a'],
        [/a new branch for it/, 'opened\r'],
        [/Type yes/, 'yes\r'],
        [/opened: 1 commit[\s\S]*q leaves/, DOWN],
        [/> [\s\S]*objects/, 'a'],
        [/a new branch for it/, 'refused\r'],
        [/Type yes/, 'yes\r'],
        [/despite-objections[\s\S]*q leaves/, 'q'],
      ],
    );
    expect(code, shown).toBe(0);
    expect(stage.git('log', '-1', '--format=%s', 'opened')).toBe(
      'KVM: refuse a device that nobody has opened',
    );
    expect(stage.git('branch', '--list', 'refused', 'data', 'dada')).toBe('');
    const [draft = ''] = readdirSync(stage.folder).filter((name) => name.endsWith('.eml'));
    expect(readFileSync(join(stage.folder, draft), 'utf8')).toMatch(/^To: "Piet Lund" <piet@example.org>\n/);
    expect(stage.git('status', '--porcelain')).toBe('');
    expect(stage.leftovers()).toEqual([]);
  });

  it.skipIf(!hasPython)('is left by Ctrl-C as any program', async () => {
    const { code } = await walk(
      [fixture('demo/opening.mbox'), '--no-edges', '--interactive'],
      [[/q leaves/, '\u0003']],
    );
    expect(code).toBe(130);
    expect(stage.leftovers()).toEqual([]);
  });

  it('needs a terminal', async () => {
    const ended = await stage.run(['triage', stage.kernel, fixture('demo/opening.mbox'), '--interactive']);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/--interactive needs a terminal/);
  });
});
