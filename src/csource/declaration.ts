// One declaration at the outermost level of a file, as far as it has been read (C11, 6.7).
import type { NameId } from './name-table.js';

export interface Declarator {
  readonly name: NameId;
  readonly at: number;
}

/** What is known of a declaration while it is walked through. */
export interface Declaration {
  flags: number;
  typed: boolean;
  typedef: boolean;
  variable: Declarator | null;
  /** Token of the symbol that the assembler sees in place of the name (`__RENAME(x)`, include/linux/fortify-string.h). */
  renamed: number | null;
  /** A word before the type that may be a macro for `static inline` and the like. */
  specifier: NameId | null;
  /** Name and parameter list of what may be a function. */
  candidate: (Declarator & { readonly open: number; readonly close: number }) | null;
}
