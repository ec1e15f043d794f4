// What every slow function takes last: how to stop it, and where to say what it is doing.
import type { Diagnostic } from './diagnostic.js';

/** Cancellation, progress and diagnostics of one run. */
export interface Context {
  /** Aborted by SIGINT, SIGTERM or a time-out; long work checks it between steps. */
  readonly signal: AbortSignal;
  /** Says what is being done now (`apply 2/27`); shown on a terminal, else dropped. */
  readonly progress: (step: string) => void;
  /** Takes something that the user should know and that stops nothing. */
  readonly report: (diagnostic: Diagnostic) => void;
}

/** A context that says nothing and is never aborted: for tests and for the library's callers. */
export const quietContext = (): Context => ({
  signal: new AbortController().signal,
  progress: () => {},
  report: () => {},
});
