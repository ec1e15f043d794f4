// Milliseconds of each state of some commits, in a program that has run nothing before. Usage: node bench/state-times.mjs
// TREE RANGE
import { stateTimes } from './states.mjs';

const [tree, range] = process.argv.slice(2);
const ends = (await stateTimes({ tree, range })).map(([, end]) => end);
console.log(JSON.stringify(ends.map((end, state) => end - (ends[state - 1] ?? 0))));
