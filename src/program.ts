// The program in one piece (script/bundle.mjs): the command line, a worker thread, the library, and what the benchmarks
// measure besides.

export { main } from './cli/main.js';
export { checkStates, planCheck } from './flow/check.js';
export { openRepository } from './git/repository.js';
export * from './index.js';
export { serveShard } from './state/thread.js';
