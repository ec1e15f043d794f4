#!/usr/bin/env node
// A shim over the built program; everything is in src/cli.
import { setFlagsFromString } from 'node:v8';

/** Commands that look at thousands of modules: only there does code that V8 has inlined run long enough to pay. */
const LONG_RUNS = ['edges', 'verify'];

const words = process.argv.slice(2);
if (LONG_RUNS.includes(words[0])) {
  // What is kept of a whole kernel is large, and several threads keep their share of it.
  setFlagsFromString('--heap-growing-percent=50');
} else {
  // A check makes much that is dropped at once; V8 would rather grow to twice of what is kept than collect it.
  setFlagsFromString('--heap-growing-percent=80');
  // It ends within seconds, of which a third would go to compiling large functions on the core that git needs.
  setFlagsFromString('--max-inlined-bytecode-size=60');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=100');
}
const { main } = await import('../dist/cli/main.js');

process.exitCode = await main(words);
