// What must be gone when the program is: temporary folders and long-lived git processes. A program that ends by itself
// removes them here; temporary-root.ts does it for one that is killed.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openTemporaryRoot, type TemporaryRoot } from './temporary-root.js';

const registered = new Set<() => void>();

/** Runs everything that is registered, synchronously, last first. An error in one does not keep the others. */
export const cleanUpAll = (): void => {
  for (const dispose of [...registered].reverse()) {
    registered.delete(dispose);
    try {
      dispose();
    } catch {
      // The program ends, so there is no one to report to.
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

/** A folder of our own. Whoever makes it calls `remove`; the end of the program does it otherwise. */
export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => void;
}

/** The root of this process while a folder is in it. */
let root: TemporaryRoot | undefined;
let folders = 0;

const release = (): void => {
  folders -= 1;
  if (folders > 0) return;
  root?.close();
  root = undefined;
};

/**
 * Makes a folder that only this process uses.
 * @param purpose a word of its name.
 * @throws the file system's error when `TMPDIR` takes no folder.
 */
export const createTemporaryFolder = (purpose: string): TemporaryFolder => {
  root ??= openTemporaryRoot();
  folders += 1;
  try {
    const path = mkdtempSync(join(root.path, `${purpose}-`));
    const remove = cleanUpAtExit(() => {
      try {
        rmSync(path, { recursive: true, force: true, maxRetries: 3 });
      } finally {
        release();
      }
    });
    return { path, remove };
  } catch (error) {
    release();
    throw error;
  }
};
