// Long work that lets others have their turn: signals, timers and git are heard between two pieces of it.
import { setImmediate } from 'node:timers/promises';
import type { Context } from './context.js';

/** @throws the signal's reason when the context was aborted. */
export const yieldToEvents = async (context: Context): Promise<void> => {
  await setImmediate();
  context.signal.throwIfAborted();
};
