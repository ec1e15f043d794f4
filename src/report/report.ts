// What a report is: a pure function from the result of a check to text.
import type { CheckResult } from '../check/verdict.js';

/** How the text will be looked at; `src/cli` finds it out, reports obey. */
export interface View {
  /** Columns of the terminal. */
  readonly columns: number;
  /** chalk's level: 0 none, 1 sixteen colours, 2 and 3 more. */
  readonly colour: 0 | 1 | 2 | 3;
}

/** Eighty columns and no colour. */
export const PLAIN_VIEW: View = { columns: 80, colour: 0 };

export interface Report {
  /** What `--format` takes. */
  readonly name: string;
  /** One line for `--help`. */
  readonly description: string;
  /** The whole text, ending in a line end. */
  readonly render: (result: CheckResult, view: View) => string;
}
