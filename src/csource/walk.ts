// How far a scan of code has come: the preprocessor region that it is in, and how deep it is nested.
import { groupEnd } from './bracket.js';
import { TokenKind, type Tokens } from './token.js';

/** Nesting deeper than this is no code that a compiler takes (C11, 5.2.4.1 asks for 127). */
const DEEPEST_NESTING = 400;

export class Walk {
  /** Region of the preprocessor that the scan is in. */
  cpp = 0;
  private depth = 0;

  constructor(private readonly tokens: Tokens) {}

  begin(cpp: number): void {
    this.cpp = cpp;
    this.depth = 0;
  }

  /** Goes one level down; false when that is too deep. */
  descend(): boolean {
    if (this.depth >= DEEPEST_NESTING) return false;
    this.depth++;
    return true;
  }

  ascend(): void {
    this.depth--;
  }

  /** The index of the first token that is no marker of a region; enters the regions on the way. */
  skipMarkers(from: number, to: number): number {
    let i = from;
    while (i < to && (this.tokens.kind[i] as number) >= TokenKind.If)
      this.cpp = this.tokens.value[i++] as number;
    return i;
  }

  /** The index after the bracket that matches the one at `open`; enters the regions on the way. */
  skipGroup(open: number, to: number): number {
    const end = groupEnd(this.tokens, open, to);
    for (let i = open; i < end; i++)
      if ((this.tokens.kind[i] as number) >= TokenKind.If) this.cpp = this.tokens.value[i] as number;
    return end;
  }
}
