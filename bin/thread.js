// A thread of a question that several share; src/state/shards.ts starts it.
import { parentPort, workerData } from 'node:worker_threads';
import { programOf, readScript } from './program.js';

await programOf(readScript()).serveShard(parentPort, workerData);
