// One run of the program as a command sees it: the world outside, and the context that it hands down.
import type { Context } from '../base/context.js';
import type { Diagnostic } from '../base/diagnostic.js';
import { plainLine } from '../report/part/escape.js';
import { wrap } from '../report/part/wrap.js';
import { type Io, write, writeNote } from './io.js';
import { progressOn } from './progress.js';

/** One run of the program: its streams, its context and its output. */
export interface Session {
  readonly io: Io;
  readonly context: Context;
  /** Writes to standard output. */
  readonly print: (text: string) => Promise<void>;
  /** Writes to standard error. */
  readonly complain: (text: string) => Promise<void>;
  /** Takes the progress line away at the end. */
  readonly close: () => void;
}

const diagnosticLine = (diagnostic: Diagnostic): string => {
  const place = diagnostic.path ?? diagnostic.messageId;
  const line = diagnostic.line === undefined ? '' : `:${diagnostic.line}`;
  return `${diagnostic.severity}: ${place === undefined ? '' : `${place}${line}: `}${diagnostic.message}`;
};

/** A note on one line, so that a log can be searched; on a terminal in lines that fit. */
const noteLines = (diagnostic: Diagnostic, columns: number | undefined): readonly string[] => {
  const line = plainLine(diagnosticLine(diagnostic));
  return columns === undefined ? [line] : wrap(line, columns, '', 2);
};

/** Opens a session that ends when `signal` is aborted. */
export const openSession = (io: Io, signal: AbortSignal): Session => {
  const progress = progressOn(io);
  const complain = (text: string): Promise<void> => {
    progress.clear();
    return writeNote(io.stderr, text);
  };
  return {
    io,
    context: {
      signal,
      progress: progress.show,
      report: (diagnostic) => void complain(`${noteLines(diagnostic, io.errColumns).join('\n')}\n`),
    },
    print: (text) => {
      progress.clear();
      return write(io.stdout, text);
    },
    complain,
    close: progress.clear,
  };
};
