// An external declaration while it is read (C11, 6.7).
import type { NameId } from './name-table.js';

/** A declared name and its token. */
export interface Declarator {
  readonly name: NameId;
  readonly at: number;
}

/** The facts about a declaration so far. `ExternalDeclarations` fills it token by token. */
export interface Declaration {
  /** Bits of `ItemFlag`. */
  flags: number;
  /** Whether a type was read. */
  typed: boolean;
  typedef: boolean;
  variable: Declarator | null;
  /** Token of the symbol that replaces the name in the object file (`__RENAME(x)`, include/linux/fortify-string.h). */
  renamed: number | null;
  /** A name before the type that may be a macro for `static inline` or similar. */
  specifier: NameId | null;
  /** Name and parameter list of a possible function. */
  candidate: (Declarator & { readonly open: number; readonly close: number }) | null;
}
