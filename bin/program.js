// The built program: one script (script/bundle.mjs), and beside it what V8 made of it (script/precompile.mjs).
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const FILE = fileURLToPath(new URL('../dist/program.cjs', import.meta.url));

/** Compiled functions of the script; another V8, or one with other flags, refuses them and compiles by itself. */
export const COMPILED = `${FILE}.compiled`;

/** The script, not run yet. */
export const readScript = () =>
  new Script(readFileSync(FILE, 'latin1'), {
    filename: FILE,
    cachedData: existsSync(COMPILED) ? readFileSync(COMPILED) : undefined,
  });

/** Runs the script: what src/program.ts exports. */
export const programOf = (script) => {
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(FILE), module, FILE, dirname(FILE));
  return module.exports;
};
