// What bin/thread.js does: it loads the program in a thread of a question that several threads share.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { ShardTask } from '../state/message.js';
import { CodeCache } from './code-cache.js';
import { V8_FLAGS } from './machine.js';
import { loadProgram } from './program-script.js';

/** Serves one shard; src/state/shards.ts starts the thread. It has the V8 flags of the process. */
export const startThread = async (): Promise<void> => {
  const { program } = await loadProgram(new CodeCache(process.env, false), V8_FLAGS);
  await program.serveShard(parentPort as MessagePort, workerData as ShardTask);
};
