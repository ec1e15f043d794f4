// What a macro call comes to: most come to nothing, many to what one other call does. Those share it, and names are only
// put together for the call that stands in a file.

/** A name, or what a call comes to of which this one is made. */
type Part = string | Outcome;

const NO_WORDS: readonly string[] = [];

const isName = (part: Part): part is string => typeof part === 'string';

export class Outcome {
  private names: readonly string[] | null = null;

  /** @param exports whether the names among the parts are exported. */
  constructor(
    private readonly parts: readonly Part[],
    private readonly exports = false,
  ) {}

  get isNothing(): boolean {
    return this.parts.length === 0;
  }

  /** Names made by pasting, or handed to `symbol_get` and its kin; some may be there twice. */
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

  private addTo(names: Set<string>, exports: boolean, seen: Set<Outcome>): void {
    for (const part of this.parts)
      if (typeof part === 'string') {
        if (this.exports === exports) names.add(part);
      } else if (!seen.has(part)) {
        seen.add(part);
        part.addTo(names, exports, seen);
      }
  }
}

export const NOTHING = new Outcome([]);

/** Takes together what the parts of a call come to. */
export class OutcomeDraft {
  private parts: Part[] | null = null;

  get outcome(): Outcome {
    const { parts } = this;
    if (parts === null) return NOTHING;
    const [only] = parts;
    return parts.length === 1 && only instanceof Outcome ? only : new Outcome(parts);
  }

  /** Adds a name that pasting makes, or what a call comes to. */
  add(part: Part): void {
    if (typeof part !== 'string' && part.isNothing) return;
    if (this.parts === null) this.parts = [part];
    else if (this.parts[this.parts.length - 1] !== part) this.parts.push(part);
  }
}
