// The last argument of every slow function: cancellation, progress and diagnostics.
import type { Diagnostic } from './diagnostic.js';

/** Cancellation, progress and diagnostics of one run. */
export interface Context {
  /** Aborted by SIGINT, SIGTERM or a time-out; long work checks it between steps. */
  readonly signal: AbortSignal;
  /** Says what is being done now (`apply 2/27`); shown on a terminal, else dropped. */
  readonly progress: (step: string) => void;
  /** Takes a message for the user that stops nothing. */
  readonly report: (diagnostic: Diagnostic) => void;
}

/** A context without output that is never aborted: for tests and for callers of the library. */
export const quietContext = (): Context => ({
  signal: new AbortController().signal,
  progress: () => {},
  report: () => {},
});
