// What the benchmarks share: seconds, the best of several runs, a line of the result, `git grep` over a kernel.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
/** The kernel that is measured when none is named. */
export const defaultKernel = process.env.KVM_VFIO_SERIES_KERNEL ?? join(root, '../kernel-6.12');

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
