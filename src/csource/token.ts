// The tokens of a file, in growing arrays that are reused for the next file.
import { grown } from '../base/grow.js';

/** Kinds of tokens. Each punctuator is its own kind, below all these: its character code, or a value of `Operator`. */
export const TokenKind = {
  /** `value`: name id. */
  Identifier: 300,
  /** Preprocessing number; `value`: name id of its text. */
  Number: 301,
  /** String literal; `value`: name id of its text with the quotes, -1 when it is long. */
  String: 302,
  Character: 303,
  /** `#if`, `#ifdef`, `#ifndef`: what follows is in region `value`. */
  If: 304,
  /** `#elif`, `#else`: what follows is in region `value`. */
  Else: 305,
  /** `#endif`: what follows is in region `value`, the one around the `#if`. */
  Endif: 306,
} as const;

export const isPunctuator = (kind: number): boolean => kind < TokenKind.Identifier;

/** The longer operators that the scanners need; the lexer splits others into single characters. */
export const Operator = {
  Arrow: 256,
  And: 257,
  Or: 258,
  Paste: 259,
  Ellipsis: 260,
  Equal: 261,
  Unequal: 262,
  Assign: 263,
} as const;

const INITIAL = 1 << 14;

/** A list of tokens in parallel arrays. Elements from `length` on are left over from files before. */
export class Tokens {
  kind = new Uint16Array(INITIAL);
  value = new Int32Array(INITIAL);
  line = new Int32Array(INITIAL);
  /** Whether there is white space before the token: distinguishes `#define F(x)` from `#define F (x)`. */
  spaced = new Uint8Array(INITIAL);
  length = 0;

  push(kind: number, value: number, line: number, spaced: boolean): void {
    if (this.length === this.kind.length) this.grow();
    const i = this.length++;
    this.kind[i] = kind;
    this.value[i] = value;
    this.line[i] = line;
    this.spaced[i] = spaced ? 1 : 0;
  }

  /** Whether token `i` is this punctuator. */
  is(i: number, punctuator: number): boolean {
    return i < this.length && this.kind[i] === punctuator;
  }

  /** The kind of token `i`; -1 when there is none. */
  kindAt(i: number): number {
    return i >= 0 && i < this.length ? (this.kind[i] as number) : -1;
  }

  isIdentifier(i: number): boolean {
    return i < this.length && this.kind[i] === TokenKind.Identifier;
  }

  private grow(): void {
    this.kind = grown(this.kind);
    this.spaced = grown(this.spaced);
    this.value = grown(this.value);
    this.line = grown(this.line);
  }
}

export const OPEN_PAREN = 40;
export const CLOSE_PAREN = 41;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;
export const OPEN_BRACKET = 91;
export const CLOSE_BRACKET = 93;
export const SEMICOLON = 59;
export const COMMA = 44;
export const AMPERSAND = 38;
export const STAR = 42;
export const COLON = 58;
export const QUESTION = 63;
export const DOT = 46;
export const HASH = 35;
export const LESS = 60;
export const ASSIGN = 61;
export const GREATER = 62;
export const NOT = 33;
