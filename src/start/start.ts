// What bin/kvm-vfio-series.js does: it loads the program and runs one command.
import { CodeCache } from './code-cache.js';
import { tuneMachine, V8_FLAGS } from './machine.js';
import { loadProgram } from './program-script.js';

/** Runs one command; its exit code becomes that of the process. */
export const startCommand = async (words: readonly string[]): Promise<void> => {
  tuneMachine();
  const cache = new CodeCache(process.env, !words.includes('--no-cache'));
  const { program, keepCode } = await loadProgram(cache, V8_FLAGS);
  process.exitCode = await program.main(words);
  await keepCode();
};
