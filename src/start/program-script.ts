// The built program: one script that script/bundle.mjs makes of src/program.ts and the libraries.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import type * as Program from '../program.js';
import type { CodeCache, Compiler } from './code-cache.js';

const FILE = fileURLToPath(new URL('../program.cjs', import.meta.url));

/** Microseconds of CPU after which a run may have compiled much that was not kept, and pays little to look. */
const LONG_RUN = 1_000_000;
/** Code that grew by less is not written again. */
const GROWTH = 1.1;

/** The program, loaded by one thread. Owned by the file in bin that loads it. */
export interface LoadedProgram {
  readonly program: typeof Program;
  /** Whether V8 took code of an earlier run. */
  readonly hadCode: boolean;
  /** Keeps what V8 compiled, where nothing was kept or a long run compiled more. Call it when the program is done. */
  readonly keepCode: () => Promise<void>;
}

/**
 * Loads the program, with the code of an earlier run where there is some.
 * @param flags what V8 was given since its start; code is good for the same flags only.
 */
export const loadProgram = async (cache: CodeCache, flags: readonly string[]): Promise<LoadedProgram> => {
  const compiler: Compiler = { file: FILE, source: readFileSync(FILE), flags };
  const kept = await cache.read(compiler);
  // The script is ASCII (script/bundle.mjs): one byte a character.
  const script = new Script(Buffer.from(compiler.source).toString('latin1'), {
    filename: FILE,
    cachedData: kept,
  });
  const hadCode = kept !== undefined && script.cachedDataRejected === false;
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(FILE), module, FILE, dirname(FILE));
  return {
    program: module.exports as typeof Program,
    hadCode,
    keepCode: async () => {
      const { user, system } = process.cpuUsage();
      if (!cache.isWritable || (hadCode && user + system < LONG_RUN)) return;
      const code = script.createCachedData();
      if (!hadCode || code.length > kept.length * GROWTH) await cache.write(compiler, code);
    },
  };
};
