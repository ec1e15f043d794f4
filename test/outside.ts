// What tests need from outside of the repository: real kernels and threads. `.ci/run` names the folders in environment
// variables; a suite that needs one which is not named is skipped, with a message.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folderIn = (variable: string, what: string): string | undefined => {
  const folder = process.env[variable];
  if (folder !== undefined && existsSync(folder)) return folder;
  console.warn(`skipped: ${variable} names no folder of ${what}`);
  return undefined;
};

/** A path below a folder; undefined without the folder or the path. */
export const below = (folder: string | undefined, path: string): string | undefined => {
  const full = folder === undefined ? undefined : join(folder, path);
  return full !== undefined && existsSync(full) ? full : undefined;
};

/** A Linux kernel's git repository, 6.12. */
export const kernelFolder = (): string | undefined => folderIn('KVM_VFIO_SERIES_TEST_KERNEL', 'a kernel');

/** Threads: `threads/`, one mbox each, and `seed/`, a series for that kernel. */
export const corpusFolder = (): string | undefined => folderIn('KVM_VFIO_SERIES_TEST_CORPUS', 'real threads');

/** Edges and configuration of that kernel's build by a distribution. */
export const truthFolder = (): string | undefined => folderIn('KVM_VFIO_SERIES_TEST_TRUTH', 'a built kernel');

/** Programs: `serve-inbox` starts a public-inbox server. */
export const toolsFolder = (): string | undefined => folderIn('KVM_VFIO_SERIES_TEST_TOOLS', 'test tools');
