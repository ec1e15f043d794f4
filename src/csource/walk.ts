// The state that the scanners of one token list share: the current preprocessor region and the depth of nesting.
import { groupEnd } from './bracket.js';
import { TokenKind, type Tokens } from './token.js';

/** Compilers need not accept deeper nesting (C11, 5.2.4.1 requires 127). */
const DEEPEST_NESTING = 400;

/** Tokens that end an expression besides `;` and unmatched closing brackets. Bits. */
export const StopAt = { None: 0, Colon: 1, Comma: 2 } as const;

/** Owned by a `Scanner`, which calls `begin` before each scan. */
export class Walk {
  /** The preprocessor region of the current token. */
  cpp = 0;
  private depth = 0;

  constructor(private readonly tokens: Tokens) {}

  begin(cpp: number): void {
    this.cpp = cpp;
    this.depth = 0;
  }

  /** Enters a nesting level; false when that is too deep. */
  descend(): boolean {
    if (this.depth >= DEEPEST_NESTING) return false;
    this.depth++;
    return true;
  }

  ascend(): void {
    this.depth--;
  }

  /** The index of the first token that is not a region marker; updates `cpp`. */
  skipMarkers(from: number, to: number): number {
    let i = from;
    while (i < to && (this.tokens.kind[i] as number) >= TokenKind.If)
      this.cpp = this.tokens.value[i++] as number;
    return i;
  }

  /** The index after the bracket that matches the one at `open`; updates `cpp`. */
  skipGroup(open: number, to: number): number {
    const end = groupEnd(this.tokens, open, to);
    for (let i = open; i < end; i++)
      if ((this.tokens.kind[i] as number) >= TokenKind.If) this.cpp = this.tokens.value[i] as number;
    return end;
  }
}
