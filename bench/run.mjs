// Ratios of one run, on a real kernel with a real series: `check` against one `git grep` over the tree, each
// state against the base, memory, and the way people do it today (a worktree, git am, git grep for each state).
// Usage: npm run bench [-- KERNEL THREAD]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { best, corpus, defaultKernel, fastest, grep, line, program, seconds } from './measure.mjs';
import { stateTimes } from './states.mjs';

const [kernel = defaultKernel, thread = join(corpus, 'seed/kvm-vfio-on-6.12.mbox')] = process.argv
  .slice(2)
  .filter((word) => !word.startsWith('--'));
const RUNS = 3;
/** Half a minute each. */
const RUNS_OF_TODAY = 2;

if (!existsSync(kernel) || !existsSync(thread)) {
  console.log(`bench: skipped, there is no ${existsSync(kernel) ? thread : kernel}`);
  process.exit(0);
}

const git = (folder, ...words) =>
  execFileSync('git', ['-C', folder, ...words], { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 30 });

/**
 * One check, with its edges by state.
 * @param cache where results are kept; without it nothing is known from before.
 */
const check = (asked = ['--series', thread], cache = undefined) => {
  const words = ['check', kernel, ...asked, '--json', '--fail-on', 'never'];
  if (cache === undefined) words.push('--no-cache');
  const { stdout, ...run } = program(words, cache);
  return { ...run, edges: JSON.parse(stdout).states.map((state) => state.edges.length) };
};

/** When each state of a check in this process was done, in ms. */
const statesOfCheck = () => stateTimes({ tree: kernel, series: thread });

/** A worktree, then for each patch `git am` and `git grep`. */
const today = () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const tree = join(folder, 'tree');
  const clone = join(folder, 'clone');
  try {
    // The kernel itself is not to be touched; the clone shares its objects and is not counted.
    execFileSync('git', ['clone', '-q', '--shared', '--no-checkout', kernel, clone], { stdio: 'ignore' });
    return seconds(() => {
      git(clone, 'worktree', 'add', '-q', '--detach', tree);
      grep(tree);
      const mails = readFileSync(thread, 'latin1')
        .split(/^(?=From mboxrd@z )/m)
        .filter((mail) => mail.includes('\ndiff --git '));
      mails.forEach((mail, number) => {
        const file = join(folder, `${number}.mbox`);
        writeFileSync(file, mail, 'latin1');
        git(
          tree,
          '-c',
          'user.name=B',
          '-c',
          'user.email=b@example.org',
          'am',
          '-q',
          '--patch-format=mboxrd',
          file,
        );
        grep(tree);
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const grepTime = best(() => grep(kernel, 'HEAD'));
const grepWorkTree = best(() => grep(kernel));
const runs = Array.from({ length: RUNS }, () => check());
const cold = fastest(runs);
/** What a maintainer waits for whose tree was checked before: for a series, and for the same series again. */
const later = () => {
  const cache = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    check([], cache);
    return [check(undefined, cache), check(undefined, cache)];
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
};
const [next, again] = later();
const at = await statesOfCheck();
const [first, ...states] = at.map(([label, end], index) => ({
  label,
  took: end - (at[index - 1]?.[1] ?? 0),
}));
const worktreeTime = process.argv.includes('--no-today')
  ? undefined
  : Math.min(...Array.from({ length: RUNS_OF_TODAY }, today));

line('git grep, work tree (best of 3)', `${grepWorkTree.toFixed(2)} s`);
line('git grep, HEAD (best of 3)', `${grepTime.toFixed(2)} s`);
line('check, four states, cold (best of 3)', `${cold.took.toFixed(2)} s`);
line('check / git grep', `${(cold.took / grepWorkTree).toFixed(2)} x`, 'at most 4');
line(`base state`, `${(first.took / 1000).toFixed(2)} s`);
for (const { label, took } of states)
  line(
    `state ${label} / base`,
    `${((100 * took) / first.took).toFixed(1)} %`,
    'at most 15, 5 without headers',
  );
line('peak memory', `${Math.max(...runs.map((run) => run.peak)).toFixed(0)} MB`, 'under 400');
if (worktreeTime !== undefined) {
  line(`worktree + am + grep per state (best of ${RUNS_OF_TODAY})`, `${worktreeTime.toFixed(2)} s`);
  line('today / check', `${(worktreeTime / cold.took).toFixed(1)} x`, 'at least 5');
  line('today / check, the tree known', `${(worktreeTime / next.took).toFixed(1)} x`);
  line('today / check, the series known', `${(worktreeTime / again.took).toFixed(1)} x`);
}
console.log(`edges by state: ${cold.edges.join(', ')}`);
if (!process.argv.includes('--no-today')) await import('./triage.mjs');
