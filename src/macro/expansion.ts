// The names that a macro call can make. Most calls make none, and many make those of one nested call: they share its
// object. The names are collected only for a call in a file, not for the nested ones.

/** A name, or the expansion of a nested call. */
type Part = string | Expansion;

const NO_WORDS: readonly string[] = [];

const isName = (part: Part): part is string => typeof part === 'string';

/** The names that one call can make, look up or export. Immutable, so that calls can share it. */
export class Expansion {
  private names: readonly string[] | null = null;

  /** @param exports whether the call exports the names among its parts. */
  constructor(
    private readonly parts: readonly Part[],
    private readonly exports = false,
  ) {}

  get isNothing(): boolean {
    return this.parts.length === 0;
  }

  /** Names that are pasted or passed to `symbol_get` and the like; a name can occur twice. */
  get named(): readonly string[] {
    this.names ??= !this.exports && this.parts.every(isName) ? this.parts : this.collect(false);
    return this.names;
  }

  get exported(): readonly string[] {
    return this.collect(true);
  }

  private collect(exports: boolean): readonly string[] {
    if (this.parts.length === 0) return NO_WORDS;
    const names = new Set<string>();
    this.addTo(names, exports, new Set());
    return names.size === 0 ? NO_WORDS : [...names];
  }

  private addTo(names: Set<string>, exports: boolean, seen: Set<Expansion>): void {
    for (const part of this.parts)
      if (typeof part === 'string') {
        if (this.exports === exports) names.add(part);
      } else if (!seen.has(part)) {
        seen.add(part);
        part.addTo(names, exports, seen);
      }
  }
}

export const NO_EXPANSION = new Expansion([]);

/** Builds the expansion of one call. */
export class ExpansionDraft {
  private parts: Part[] | null = null;

  get expansion(): Expansion {
    const { parts } = this;
    if (parts === null) return NO_EXPANSION;
    const [only] = parts;
    return parts.length === 1 && only instanceof Expansion ? only : new Expansion(parts);
  }

  add(part: Part): void {
    if (typeof part !== 'string' && part.isNothing) return;
    if (this.parts === null) this.parts = [part];
    else if (this.parts[this.parts.length - 1] !== part) this.parts.push(part);
  }
}
