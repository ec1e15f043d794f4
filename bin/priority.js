// V8 compiles and collects in helper threads, four of them whatever the machine has.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, setPriority } from 'node:os';

const HELPERS = 4;
const THREADS = '/proc/self/task';
/** What nice(1) takes when nothing is said. */
const LOWER = 10;

/** Threads that want to run now, this one among them (proc(5), /proc/loadavg). */
const runnable = () => Number(/ (\d+)\//.exec(readFileSync('/proc/loadavg', 'latin1'))?.[1]);

/**
 * Where there are fewer cores than threads, helpers push aside the one thread that everybody waits for, for a sixth of its
 * time: there they take what it leaves. On Linux a thread has a priority of its own (setpriority(2), "BUGS"). Where others
 * want the cores too, helpers that stand behind all of them would get none, and they stay as they are.
 */
export const letHelpersWait = (cores = availableParallelism(), running = runnable) => {
  if (cores > HELPERS || !existsSync(THREADS) || running() > cores) return;
  for (const thread of readdirSync(THREADS)) {
    if (Number(thread) === process.pid) continue;
    try {
      setPriority(Number(thread), LOWER);
    } catch {
      // It has ended, or it may not be done here; that costs time and nothing else.
    }
  }
};
