// The edges of all modules under one configuration, beside `git grep` and `cscope -b -q -k -R` over the same tree; and
// what a state costs that changes one file. Usage: npm run bench:edges [-- KERNEL CONFIG]
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { best, defaultKernel, fastest, grep, line, program, root, seconds, truth } from './measure.mjs';

const [kernel = defaultKernel, config = join(truth, 'debian-6.12.117-amd64.config')] = process.argv.slice(2);
const RUNS = 3;

if (!existsSync(kernel) || !existsSync(config)) {
  console.log(`bench: skipped, there is no ${existsSync(kernel) ? config : kernel}`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'bench-'));

/** All edges, with what is kept in `cache`. */
const edges = (cache) => {
  const words = ['edges', kernel, '--all', '--config', config, '--format', 'tsv'];
  const { stdout, ...run } = program(words, cache);
  return { ...run, lines: stdout.split('\n').length - 1 };
};

const git = (input, ...words) =>
  execFileSync('git', ['-C', join(folder, 'clone'), ...words], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: {
      ...process.env,
      GIT_INDEX_FILE: join(folder, 'index'),
      GIT_AUTHOR_NAME: 'B',
      GIT_AUTHOR_EMAIL: 'b@example.org',
      GIT_COMMITTER_NAME: 'B',
      GIT_COMMITTER_EMAIL: 'b@example.org',
    },
  }).trim();

/** Milliseconds of each state of commits that add one function to one file each: the least of some runs. */
const states = (paths) => {
  execFileSync('git', ['clone', '-q', '--shared', '--no-checkout', kernel, join(folder, 'clone')]);
  git('', 'read-tree', 'HEAD');
  let parent = git('', 'rev-parse', 'HEAD');
  const base = parent;
  for (const path of paths) {
    const text = `${git('', 'show', `${parent}:${path}`)}\nstatic inline int bench_probe(int a) { return a + 1; }\n`;
    const blob = git(text, 'hash-object', '-w', '--stdin');
    git('', 'update-index', '--cacheinfo', `100644,${blob},${path}`);
    parent = git('', 'commit-tree', git('', 'write-tree'), '-p', parent, '-m', `change ${path}`);
  }
  const words = [join(root, 'bench/state-times.mjs'), join(folder, 'clone'), `${base}..${parent}`];
  const runs = Array.from({ length: RUNS }, () => JSON.parse(execFileSync(process.execPath, words)));
  return paths.map((_, at) => Math.min(...runs.map((run) => run[at + 1])));
};

try {
  const grepTime = best(() => grep(kernel));
  const cache = (number) => join(folder, `cache-${number}`);
  const colds = Array.from({ length: RUNS }, (_, number) => edges(cache(number)));
  const cold = fastest(colds);
  const warm = fastest(Array.from({ length: RUNS }, () => edges(cache(0))));
  line('git grep, work tree (best of 3)', `${grepTime.toFixed(2)} s`);
  line(`edges --all --config, cold (best of ${RUNS})`, `${cold.took.toFixed(1)} s`, `${cold.lines} lines`);
  line('edges cold / git grep', `${(cold.took / grepTime).toFixed(1)} x`, 'at most 20');
  line('edges warm / git grep', `${(warm.took / grepTime).toFixed(2)} x`, 'at most 2');
  line(
    'peak memory, cold (worst)',
    `${Math.max(...colds.map(({ peak }) => peak)).toFixed(0)} MB`,
    'under 1500',
  );
  if (spawnSync('cscope', ['-V']).error === undefined) {
    const words = ['-b', '-q', '-k', '-R', '-s', kernel, '-f', join(folder, 'cscope.out')];
    const cscope = seconds(() => execFileSync('cscope', words, { cwd: folder, stdio: 'ignore' }));
    line('cscope -b -q -k -R', `${cscope.toFixed(1)} s`);
    line('cscope / edges cold', `${(cscope / cold.took).toFixed(2)} x`, 'more than 1');
  } else line('cscope', 'not here');
  const paths = ['virt/kvm/kvm_main.c', 'include/linux/kvm_host.h'];
  const limits = ['at most 150', 'at most 1000'];
  states(paths).forEach((ms, state) => {
    line(`a state that changes ${paths[state]}`, `${ms.toFixed(0)} ms`, limits[state]);
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
