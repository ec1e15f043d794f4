// What has to be gone when the program is: temporary folders and long-lived git processes. The program's
// end removes what is left, also when it comes by a signal: src/cli calls `cleanUpAll` then.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const registered = new Set<() => void>();

/** Runs everything that is registered, synchronously, last first. An error in one does not keep the others. */
export const cleanUpAll = (): void => {
  for (const dispose of [...registered].reverse()) {
    registered.delete(dispose);
    try {
      dispose();
    } catch {
      // The program is ending: there is nobody left to tell.
    }
  }
};

/**
 * Registers what must be undone before the program ends.
 * @returns a function that does it now, once.
 */
export const cleanUpAtExit = (dispose: () => void): (() => void) => {
  if (!process.listeners('exit').includes(cleanUpAll)) process.on('exit', cleanUpAll);
  registered.add(dispose);
  return () => {
    if (registered.delete(dispose)) dispose();
  };
};

/** A folder of our own, removed with all that is in it at `remove` or at the program's end. */
export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => void;
}

export const createTemporaryFolder = (purpose: string): TemporaryFolder => {
  const path = mkdtempSync(join(tmpdir(), `kvm-vfio-series-${purpose}-`));
  return {
    path,
    remove: cleanUpAtExit(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 })),
  };
};
