// Our mbox for git am beside b4's: the same author, subject and diff for each patch of each thread, and on the kernel the
// same tree. b4 is Debian's package; without it, or without a kernel, the tests are skipped.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import { type AmOptions, writeAm } from '../../src/series/am.js';
import { reviewSeries } from '../../src/series/review.js';
import { readSeries } from '../../src/series/series.js';
import { kernelFolder } from '../outside.js';
import { corpusInput, corpusPath, hasCorpus } from './place.js';

const hasB4 = hasCorpus && spawnSync('b4', ['--version']).status === 0;
if (hasCorpus && !hasB4) console.warn('skipped: b4 is not installed');
const kernel = kernelFolder();

const folder = hasB4 ? mkdtempSync(join(tmpdir(), 'am-')) : '';
afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});
const env = {
  ...process.env,
  HOME: folder,
  XDG_DATA_HOME: folder,
  XDG_CACHE_HOME: folder,
  XDG_CONFIG_HOME: folder,
  GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'),
  GIT_COMMITTER_NAME: 'Cy',
  GIT_COMMITTER_EMAIL: 'cy@example.org',
  TZ: 'UTC',
};
const run = (program: string, args: readonly string[], options: { cwd?: string; input?: Uint8Array } = {}) =>
  execFileSync(program, args, {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
    ...options,
  }).toString();

const OPTIONS: AmOptions = {
  trailersFrom: 'same-person',
  coverTrailers: false,
  linkMask: null,
  signoff: null,
  pick: null,
  allowUnicodeControl: true,
};

const ourAm = async (name: string, options: Partial<AmOptions> = {}): Promise<Buffer> => {
  const series = await readSeries([corpusInput(name)], {}, quietContext());
  const pick = series.patches.map(({ index }) => index);
  return writeAm(series, reviewSeries(series), { ...OPTIONS, pick, ...options }).mbox;
};

const theirAm = (name: string, more: readonly string[] = []): string => {
  writeFileSync(
    env.GIT_CONFIG_GLOBAL,
    '[b4]\nattestation-policy = off\n[user]\nname = Cy\nemail = cy@example.org\n',
  );
  const stem = name.replace(/^.*\//, '').replace('.mbox', '').replace(/\W/g, '_');
  const args = ['-n', '--offline-mode', '--no-stdin', 'am', '-C', '--allow-unicode-control-chars', '-m', '-'];
  run('b4', [...args, '-o', folder, '-n', stem, ...more], {
    cwd: folder,
    input: readFileSync(corpusPath(name)),
  });
  return join(folder, `${stem}.mbx`);
};

/** Per mail: author, address, subject, and the diff without what follows it. */
const readAm = (mbox: string) => {
  const parts = mkdtempSync(join(folder, 'split-'));
  run('git', ['mailsplit', `-o${parts}`, mbox]);
  return readdirSync(parts).map((part) => {
    const path = join(parts, part);
    const info = run('git', ['mailinfo', `${path}.m`, `${path}.p`], { input: readFileSync(path) });
    const patch = readFileSync(`${path}.p`, 'latin1');
    const diff = patch.slice(patch.search(/^diff -|^--- \S+\n\+\+\+/m)).replace(/\n-- \n[\s\S]*$/, '\n');
    return {
      who: info.split('\n').slice(0, 3),
      diff: diff.replace(/\n+base-commit:[\s\S]*$/, '\n').trimEnd(),
    };
  });
};

/** Threads that differ, each for a reason that differences.md argues. */
const ARGUED = new Set([
  'flowed-patch-non-utf8.mbox',
  'from-lines-partial-reroll.mbox',
  'syzbot-report-with-patches.mbox',
]);
/** b4 keeps what stands below the diff; git apply passes over it. */
const FOOTER = /\n\n_{20,}\n[\s\S]*$|\n\nbase-commit[\s\S]*$/;

describe.skipIf(!hasB4)('our mbox beside that of b4', () => {
  const names = hasB4 ? readdirSync(corpusPath('threads')).filter((name) => !ARGUED.has(name)) : [];
  test.each(names)('%s', async (name) => {
    const ours = join(folder, `${name}.ours`);
    writeFileSync(ours, await ourAm(`threads/${name}`));
    const whole = name.startsWith('long-213') ? ['-v', '1'] : [];
    const theirs = readAm(theirAm(`threads/${name}`, whole));
    const mails = readAm(ours);
    expect(mails.map(({ who }) => who)).toEqual(theirs.map(({ who }) => who));
    mails.forEach(({ diff }, at) => {
      expect(theirs[at]!.diff.replace(FOOTER, '').startsWith(diff)).toBe(true);
    });
  });
});

describe.skipIf(!hasB4 || kernel === undefined)('git am on the kernel', () => {
  /** A repository that borrows the kernel's objects and checks out only the folders that the series touches. */
  const checkOut = (): string => {
    const repository = join(folder, 'kernel');
    mkdirSync(repository);
    run('git', ['init', '-q'], { cwd: repository });
    const objects = run('git', [
      '-C',
      kernel!,
      'rev-parse',
      '--path-format=absolute',
      '--git-path',
      'objects',
    ]).trim();
    writeFileSync(join(repository, '.git/objects/info/alternates'), `${objects}\n`);
    run('git', ['sparse-checkout', 'set', 'drivers/vfio', 'virt/kvm', 'include/linux', 'arch/x86/kvm'], {
      cwd: repository,
    });
    run('git', ['checkout', '-q', run('git', ['-C', kernel!, 'rev-parse', 'HEAD']).trim()], {
      cwd: repository,
    });
    return repository;
  };

  test('gives the trees and messages that b4 am gives', async () => {
    const repository = checkOut();
    const applied = (mbox: string): string => {
      run('git', ['checkout', '-q', '--detach', 'HEAD'], { cwd: repository });
      const base = run('git', ['rev-parse', 'HEAD'], { cwd: repository }).trim();
      run('git', ['am', '-q', mbox], { cwd: repository });
      const log = run('git', ['log', '-3', '--format=%T%n%an <%ae>%n%aI%n%B'], { cwd: repository });
      run('git', ['checkout', '-q', base], { cwd: repository });
      return log;
    };
    const ours = join(folder, 'seed.ours');
    writeFileSync(ours, await ourAm('seed/kvm-vfio-on-6.12.mbox', { coverTrailers: true }));
    const theirs = theirAm('seed/kvm-vfio-on-6.12.mbox', ['-t']);
    expect(applied(ours)).toBe(applied(theirs));
  });
});
