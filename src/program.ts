// The program in one piece (script/bundle.mjs): the command line, a thread of a question that several share, and the
// library's face, by which the bench measures what users run.

export { main } from './cli/main.js';
export * from './index.js';
export { serveShard } from './state/thread.js';
