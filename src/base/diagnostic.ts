// Bad input is data: what could not be read, applied or resolved, each with its place.

/** A message about the input that does not stop the program. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning' | 'note';
  /** A stable kebab-case id of the rule (`mbox-cut`, `patch-missing`). */
  readonly code: string;
  readonly message: string;
  /** Path of a file (mail file, or path inside the kernel tree), when there is one. */
  readonly path?: string;
  /** Line, counted from 1. */
  readonly line?: number;
  readonly messageId?: string;
}
