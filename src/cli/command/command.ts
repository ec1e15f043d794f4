// What a command is to src/cli/main.ts: its options and help, and what it does.
import type { Command as Commander } from 'commander';
import type { Session } from '../session.js';

/** What a command's action hands over: it runs in a session and gives the exit code. */
export type Run = (session: Session) => Promise<number>;

/** A command of the program. */
export interface Command {
  readonly name: string;
  /** Declares arguments, options and help on a fresh commander command; the action calls `start` once. */
  readonly declare: (command: Commander, start: (run: Run) => void) => void;
}
