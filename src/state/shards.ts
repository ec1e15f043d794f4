// One question shared by several threads: each answers for some of the modules, and they meet where one has to know what
// the others export or use.
import { Worker } from 'node:worker_threads';
import type { Context } from '../base/context.js';
import { UserError } from '../base/error.js';
import { joinEdges } from '../edge/edge-join.js';
import type { Gathered, PackedError, ShardMessage, ShardResult, ShardTask } from './message.js';
import { joinReadSets } from './read-set.js';

/** Loads the program, and has it serve one shard. */
const THREAD = new URL('../../bin/thread.js', import.meta.url);

const unpacked = ({ code, message, hint, stack }: PackedError): Error => {
  if (code !== undefined) return new UserError(code, message, hint === undefined ? {} : { hint });
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
};

/** The error for a thread that ended without a message. */
const explained = (error: NodeJS.ErrnoException): Error =>
  error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new UserError('environment', 'a thread of the search ran out of memory', {
        hint: 'Ask for fewer modules, or let node use more: NODE_OPTIONS=--max-old-space-size=8192 (MB).',
        cause: error,
      })
    : error;

/** The threads of one question. */
class Shards {
  private readonly threads: Worker[] = [];
  /** By number, what each gave to the others since they last met. */
  private gathering: (readonly [unknown] | undefined)[] = [];
  private readonly results: ShardResult[] = [];
  private readonly said = new Set<string>();

  constructor(private readonly context: Context) {}

  /** @throws UserError what the first thread that fails throws; the signal's reason when the context is aborted. */
  async run(task: Omit<ShardTask, 'number' | 'count'>, count: number): Promise<readonly ShardResult[]> {
    const { signal } = this.context;
    signal.throwIfAborted();
    let stop = (): void => {};
    try {
      await new Promise<void>((resolve, reject) => {
        stop = () => reject(signal.reason);
        signal.addEventListener('abort', stop);
        for (let number = 0; number < count; number++) {
          const data: ShardTask = { ...task, number, count };
          // What the program was started with (`node -e`) is not for them.
          const thread = new Worker(THREAD, { workerData: data, execArgv: [] });
          this.threads.push(thread);
          thread.on('message', (message: ShardMessage) => this.hear(number, message, resolve, reject));
          thread.on('error', (error) => reject(explained(error)));
          thread.on('exit', () => {
            if (this.results[number] === undefined) reject(new Error('a thread of the search ended early'));
          });
        }
      });
    } finally {
      signal.removeEventListener('abort', stop);
      await Promise.all(this.threads.map((thread) => thread.terminate()));
    }
    return this.results;
  }

  private hear(
    number: number,
    message: ShardMessage,
    resolve: () => void,
    reject: (error: unknown) => void,
  ): void {
    switch (message.kind) {
      case 'gather':
        this.gathering[number] = [message.value];
        this.meet();
        break;
      case 'progress':
        if (number === 0) this.context.progress(message.step);
        break;
      case 'report':
        this.report(message.diagnostic);
        break;
      case 'done':
        this.results[number] = message.result;
        if (Object.keys(this.results).length === this.threads.length) resolve();
        break;
      case 'failed':
        reject(unpacked(message.error));
    }
  }

  /** All threads read the same Makefiles, and complain of the same. */
  private report(diagnostic: Parameters<Context['report']>[0]): void {
    const text = JSON.stringify(diagnostic);
    if (!this.said.has(text)) this.context.report(diagnostic);
    this.said.add(text);
  }

  private meet(): void {
    const given = this.threads.map((_, number) => this.gathering[number]);
    if (given.includes(undefined)) return;
    this.gathering = [];
    const gathered: Gathered = { values: given.flatMap((one) => one ?? []) };
    for (const thread of this.threads) thread.postMessage(gathered);
  }
}

/**
 * The edges of one commit, found by `count` threads.
 * @throws UserError as `Analyser.analyse`.
 */
export const searchInShards = async (
  task: Omit<ShardTask, 'number' | 'count'>,
  count: number,
  context: Context,
): Promise<ShardResult> => {
  const results = await new Shards(context).run(task, count);
  const [{ missing, paths }] = results as [ShardResult];
  return {
    edges: joinEdges(results.map(({ edges }) => edges)),
    missing,
    paths,
    reading: joinReadSets(results.map(({ reading }) => reading)),
  };
};
