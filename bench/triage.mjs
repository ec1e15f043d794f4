// Triage of all threads of the corpus on a real kernel, beside `b4 am` and `git am` of each in a work tree of that
// kernel, in the same run: time for one series. Usage: npm run build && node bench/triage.mjs [KERNEL]
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpus, defaultKernel, line, root, seconds } from './measure.mjs';

const threads = join(corpus, 'threads');
const seed = join(corpus, 'seed/kvm-vfio-on-6.12.mbox');
const named = process.argv.slice(2).find((word) => !word.startsWith('--'));
const kernel = named ?? defaultKernel;
const MOST = 0.5;

const triage = (...words) => {
  const program = join(root, 'bin/kvm-vfio-series.js');
  const text = execFileSync(
    process.execPath,
    [program, 'triage', kernel, threads, seed, '--json', '--no-cache', ...words],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  return JSON.parse(text).rows;
};

/** `b4 am` and then `git am`, for each thread; one that does not apply is given up. */
const today = (folder) => {
  const tree = join(folder, 'tree');
  const config = join(folder, 'gitconfig');
  writeFileSync(
    config,
    '[b4]\nattestation-policy = off\n[user]\nname = Cy\nemail = cy@example.org\n[gc]\nauto = 0\n',
  );
  const places = { HOME: folder, XDG_DATA_HOME: folder, XDG_CACHE_HOME: folder, GIT_CONFIG_GLOBAL: config };
  const env = { ...process.env, ...places };
  const git = (...words) => spawnSync('git', ['-C', tree, ...words], { env, stdio: 'ignore' });
  // The kernel itself is not to be touched; the clone shares its objects, and its checkout is not counted.
  execFileSync('git', ['clone', '-q', '--shared', kernel, tree], { env, stdio: 'ignore' });
  const files = [...readdirSync(threads).map((name) => join(threads, name)), seed];
  const B4 = ['-n', '--offline-mode', '--no-stdin', 'am', '-C', '-m', '-', '-o', folder, '-n', 'b4'];
  let applied = 0;
  const took = seconds(() => {
    for (const file of files) {
      const mbox = join(folder, 'b4.mbx');
      rmSync(mbox, { force: true });
      spawnSync('b4', B4, { env, input: readFileSync(file), cwd: tree, stdio: ['pipe', 'ignore', 'ignore'] });
      if (!existsSync(mbox)) continue;
      if (git('am', '-q', '--3way', mbox).status === 0) {
        applied += 1;
        git('reset', '-q', '--hard', 'origin/HEAD');
      } else git('am', '--abort');
    }
  });
  return { each: took / files.length, applied };
};

if (!existsSync(kernel) || !existsSync(threads)) {
  console.log(`bench: triage skipped, there is no ${existsSync(kernel) ? threads : kernel}`);
} else if (spawnSync('b4', ['--version']).status !== 0) {
  console.log('bench: triage skipped, b4 is not installed');
} else {
  const folder = mkdtempSync(join(tmpdir(), 'bench-triage-'));
  try {
    const theirs = today(folder);
    let rows = [];
    const whole = seconds(() => {
      rows = triage();
    });
    const bare = seconds(() => triage('--no-edges'));
    const each = whole / rows.length;
    line('b4 am + git am, for one series', `${theirs.each.toFixed(2)} s`, `${theirs.applied} applied`);
    line(`triage of ${rows.length} series, for one`, `${each.toFixed(2)} s`);
    line('without edges, for one', `${(bare / rows.length).toFixed(2)} s`);
    line('triage / b4 am + git am', `${(each / theirs.each).toFixed(2)} x`, `at most ${MOST}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
