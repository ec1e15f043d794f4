// The built program in a temporary folder, for tests that have to kill it: a process of its own needs JavaScript.
import { symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Lays the build (test/build-once.ts) into a folder. */
export const build = (folder: string): void => {
  symlinkSync(join(root, 'dist'), join(folder, 'dist'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
};
