// What the benchmarks share: seconds, the best of several runs, a line of the result, the program itself, `git grep` over
// a kernel.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
/** A folder that an environment variable names, as for the tests; its name, which is no folder, when it is not set. */
const named = (variable) => process.env[variable] ?? variable;
/** The kernel that is measured when none is named. */
export const defaultKernel = named('KVM_VFIO_SERIES_TEST_KERNEL');
/** Real threads. */
export const corpus = named('KVM_VFIO_SERIES_TEST_CORPUS');
/** A distribution's build of that kernel. */
export const truth = named('KVM_VFIO_SERIES_TEST_TRUTH');

/** Wall time. */
export const seconds = (work) => {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
};

export const best = (work, runs = 3) => Math.min(...Array.from({ length: runs }, () => seconds(work)));

export const line = (what, value, limit = '') =>
  console.log(`${what.padEnd(44)} ${value.padStart(12)}  ${limit}`);

const PATTERN = 'symbol_get|EXPORT_SYMBOL(_GPL)?';

/** What people search with today: the measure of all others. */
export const grep = (folder, ...words) =>
  spawnSync('git', ['-C', folder, 'grep', '-wlE', PATTERN, ...words], { maxBuffer: 1 << 30 });

const BIN = new URL('../bin/kvm-vfio-series.js', import.meta.url).href;

/**
 * The program as a user runs it, in a process of its own: seconds, what it printed, peak memory in MB.
 * @param cache where results are kept; undefined where the words say that none are.
 */
export const program = (words, cache) => {
  const script = `process.on('exit', () => console.error('peak', process.resourceUsage().maxRSS));
    await import(${JSON.stringify(BIN)});`;
  const start = performance.now();
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, '-', ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, ...(cache === undefined ? {} : { XDG_CACHE_HOME: cache }) },
  });
  const took = (performance.now() - start) / 1000;
  if (run.status !== 0) throw new Error(run.stderr);
  return { took, stdout: run.stdout, peak: Number(/peak (\d+)/.exec(run.stderr)?.[1]) / 1024 };
};

export const fastest = (runs) => runs.reduce((a, b) => (a.took < b.took ? a : b));
