// Work that can wait, done piece by piece while something else is waited for.
import { setImmediate } from 'node:timers/promises';

/** What is awaited; as long as it is not there, the pieces of some work are done, each in a turn of its own. */
export const whileWaiting = async <T>(awaited: Promise<T>, work: Iterable<unknown>): Promise<T> => {
  let isSettled = false;
  const settle = (): void => {
    isSettled = true;
  };
  awaited.then(settle, settle);
  for (const _piece of work) {
    await setImmediate();
    if (isSettled) break;
  }
  return awaited;
};
