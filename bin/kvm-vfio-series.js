#!/usr/bin/env node
// A shim over the built program; everything is in src/cli.
import { setFlagsFromString } from 'node:v8';
import { letHelpersWait } from './priority.js';
import { programOf, readScript } from './program.js';

/** Commands that look at thousands of modules, in several threads. */
const LONG_RUNS = ['edges', 'verify'];

const words = process.argv.slice(2);
const isLong = LONG_RUNS.includes(words[0]);
/** V8 collects the heap when it has grown by so many percent of what was left the last time; for all threads. */
const letHeapGrowBy = (percent) => setFlagsFromString(`--heap-growing-percent=${percent}`);
// V8 takes what it compiled before only under the flags that it had then, so it reads the script before it gets others.
const script = readScript();
// Much code runs for seconds only: to compile it into large functions takes more than they give back.
setFlagsFromString('--max-inlined-bytecode-size=60');
setFlagsFromString('--max-inlined-bytecode-size-cumulative=100');
if (isLong) {
  // While a whole kernel is read, nearly nothing is garbage.
  letHeapGrowBy(150);
  // All cores are busy: who collects short-lived garbage with helpers waits for them.
  setFlagsFromString('--no-parallel-scavenge');
} else {
  // A check makes much that is dropped at once; V8 would rather grow to more than twice of what is kept than collect it.
  letHeapGrowBy(130);
  letHelpersWait();
}

/** What is kept is large then, and several threads keep their share of it. */
const allRead = () => {
  if (isLong) letHeapGrowBy(37);
};

process.exitCode = await programOf(script).main(words, undefined, allRead);
