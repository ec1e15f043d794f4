// Milliseconds of each state of some commits, in a program that has run nothing before. Usage: node bench/state-times.mjs
// TREE RANGE
import { CodeCache } from '../dist/start/code-cache.js';
import { tuneMachine, V8_FLAGS } from '../dist/start/machine.js';
import { loadProgram } from '../dist/start/program-script.js';

const [tree, range] = process.argv.slice(2);
tuneMachine();
const { checkSeries, quietContext } = (await loadProgram(new CodeCache(process.env, true), V8_FLAGS)).program;
const at = [performance.now()];
await checkSeries({ tree, range, onState: () => at.push(performance.now()) }, quietContext());
console.log(JSON.stringify(at.slice(1).map((end, state) => end - at[state])));
