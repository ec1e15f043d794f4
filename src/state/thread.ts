// One thread of a question: it reads the tree by itself, and answers for its share of the modules.
import type { MessagePort } from 'node:worker_threads';
import { type Context, quietContext } from '../base/context.js';
import { UserError } from '../base/error.js';
import { Analyser } from '../edge/analyse.js';
import type { Workers } from '../edge/workers.js';
import { readKernelTree } from '../git/kernel-tree.js';
import { GitObjectReader } from '../git/object-reader.js';
import { WorkTree } from '../git/work-tree.js';
import type { Gathered, PackedError, ShardMessage, ShardResult, ShardTask } from './message.js';
import { ReadSetRecorder } from './read-set.js';

const peersOver = (
  port: MessagePort,
  { number, count }: ShardTask,
  say: (message: ShardMessage) => void,
): Workers => ({
  number,
  count,
  exchange: <T>(mine: T) =>
    new Promise<readonly T[]>((resolve) => {
      port.once('message', ({ values }: Gathered) => resolve(values as readonly T[]));
      say({ kind: 'gather', value: mine });
    }),
});

const find = async (task: ShardTask, peers: Workers, context: Context): Promise<ShardResult> => {
  const { place, workPlace, folder, commit, query } = task;
  const reader = new GitObjectReader(place, workPlace && new WorkTree(workPlace));
  try {
    const tree = await readKernelTree({ place, reader, folder }, commit, context);
    const reading = new ReadSetRecorder();
    const analyser = new Analyser(reader, query, undefined, peers);
    const { edges, missing, paths } = await analyser.analyse(reading.over(tree, new Set()), context);
    return { edges, missing, paths, reading: reading.reading() };
  } finally {
    reader.dispose();
  }
};

const packed = (error: unknown): PackedError => {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return error instanceof UserError
    ? { code: error.code, message, hint: error.hint, stack }
    : { code: undefined, message, hint: undefined, stack };
};

/** Answers for the share of one thread; what it finds and what goes wrong are messages. */
export const serveShard = async (port: MessagePort, task: ShardTask): Promise<void> => {
  const say = (message: ShardMessage): void => port.postMessage(message);
  const context: Context = {
    // A thread that has to stop is ended from outside.
    ...quietContext(),
    progress: (step) => say({ kind: 'progress', step }),
    report: (diagnostic) => say({ kind: 'report', diagnostic }),
  };
  try {
    say({ kind: 'done', result: await find(task, peersOver(port, task, say), context) });
  } catch (error) {
    say({ kind: 'failed', error: packed(error) });
  }
};
