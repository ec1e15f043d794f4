// What a report is: a pure function from a result, most often that of a check, to text.
import { UserError } from '../base/error.js';
import type { CheckResult } from '../result/verdict.js';

/** What the user ran; the head of a page shows it. */
export interface RunNote {
  /** The command line. */
  readonly command: string;
  readonly folder: string;
  /** When it began, as an ISO 8601 date. */
  readonly at: string;
}

/** How the text will be looked at; `src/cli` finds it out, reports obey. */
export interface View {
  /** Columns of the terminal. */
  readonly columns: number;
  /** chalk's level: 0 none, 1 sixteen colours, 2 and 3 more. */
  readonly colour: 0 | 1 | 2 | 3;
  /** Only ASCII characters for what the report draws itself. */
  readonly ascii: boolean;
  /** Where places in the tree link to (a URL that ends in `/`); null for a terminal that has no links. */
  readonly links: string | null;
  /** `quiet`: the verdict; `normal`: what the patches do; `verbose`: also what was there before. */
  readonly detail: 'quiet' | 'normal' | 'verbose';
  /** The state that a picture shows; null for the last. */
  readonly state: string | null;
  /** Null where nobody ran a command, as in a library. */
  readonly run: RunNote | null;
}

/** Eighty columns, no colour, no links. */
export const PLAIN_VIEW: View = {
  columns: 80,
  colour: 0,
  ascii: false,
  links: null,
  detail: 'normal',
  state: null,
  run: null,
};

/** A report of a result, as one text. */
export interface Report<Result = CheckResult> {
  /** What `--format` takes. */
  readonly name: string;
  /** One line for `--help`. */
  readonly description: string;
  /** The whole text, ending in a line end. */
  readonly render: (result: Result, view: View) => string;
}

/**
 * The report of this name among some.
 * @throws UserError `usage` when there is none.
 */
export const reportIn = <Result>(reports: readonly Report<Result>[], name: string): Report<Result> => {
  const report = reports.find((one) => one.name === name);
  if (report) return report;
  throw new UserError('usage', `no report is called '${name}'`, {
    hint: `use one of: ${reports.map((one) => one.name).join(', ')}`,
  });
};
/** A report of some other result, written piece by piece: a kernel has tens of thousands of edges. */
export interface PieceReport<Result> {
  /** What `--format` takes. */
  readonly name: string;
  /** One line for the reference. */
  readonly description: string;
  /**
   * The text in pieces, the last ending in a line end.
   * @throws UserError `input` when the result is too large for this form.
   */
  readonly render: (result: Result, view: View) => Iterable<string>;
}
