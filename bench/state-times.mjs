// Milliseconds of each state of some commits, in a program that has run nothing before. Usage: node bench/state-times.mjs
// TREE RANGE
import { programOf, readScript } from '../bin/program.js';

const [tree, range] = process.argv.slice(2);
const { checkSeries, quietContext } = programOf(readScript());
const at = [performance.now()];
await checkSeries({ tree, range, onState: () => at.push(performance.now()) }, quietContext());
console.log(JSON.stringify(at.slice(1).map((end, state) => end - at[state])));
