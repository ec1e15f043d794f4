// What the spelling of a name says of the macro that it may be, which another file defines (coding-style.rst, "Macros,
// Enums and RTL").
import type { NameId, NameTable } from './name-table.js';

export class MacroWords {
  private readonly capitals = new Map<NameId, boolean>();
  private readonly inlines = new Map<NameId, boolean>();

  constructor(private readonly names: NameTable) {}

  /** Whether a name is written in capitals. */
  isCapital(name: NameId): boolean {
    return this.says(this.capitals, name, (text) => /^[A-Z][A-Z0-9_]*$/.test(text));
  }

  /** A macro for `inline` and more (`__FORTIFY_INLINE`). */
  saysInline(name: NameId): boolean {
    return this.says(
      this.inlines,
      name,
      (text) => /(?:^|_)(?:inline|INLINE)$/.test(text) && !/no_?inline/i.test(text),
    );
  }

  private says(known: Map<NameId, boolean>, name: NameId, test: (text: string) => boolean): boolean {
    let says = known.get(name);
    if (says === undefined) {
      says = test(this.names.textOf(name));
      known.set(name, says);
    }
    return says;
  }
}
