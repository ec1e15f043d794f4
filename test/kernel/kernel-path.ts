// Where a real kernel and real threads may be found; suites that need one skip with a message when it is absent.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

const firstThatExists = (what: string, candidates: readonly (string | undefined)[]): string | undefined => {
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) console.warn(`skipped: ${what} is not here`);
  return found;
};

/** A Linux kernel's git repository. */
export const kernelPath = firstThatExists('a kernel (KVM_VFIO_SERIES_KERNEL)', [
  process.env['KVM_VFIO_SERIES_KERNEL'],
  join(root, '../kernel-6.12'),
  join(root, '.kernel/kernel-6.12'),
]);

/** The series that removes symbol_get between vfio and kvm, made for that kernel. */
export const seedSeriesPath = firstThatExists('the seed series', [
  join(root, '../shared/corpus/seed/kvm-vfio-on-6.12.mbox'),
]);
