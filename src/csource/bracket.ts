// Brackets and what stands in them, where only their end matters.
import { keywordOf } from './keyword.js';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  TokenKind,
  type Tokens,
} from './token.js';

/** The index after the bracket that matches the one at `open`; `to` when there is none. */
export const groupEnd = (tokens: Tokens, open: number, to: number): number => {
  let depth = 0;
  for (let i = open; i < to; i++) {
    if (tokens.kind[i] !== TokenKind.Punctuator) continue;
    const value = tokens.value[i];
    if (value === OPEN_PAREN || value === OPEN_BRACE || value === OPEN_BRACKET) depth++;
    else if ((value === CLOSE_PAREN || value === CLOSE_BRACE || value === CLOSE_BRACKET) && --depth <= 0)
      return i + 1;
  }
  return to;
};

/** Whether the parenthesis at `open` is closed by the token at `close`. */
export const closesAt = (tokens: Tokens, open: number, close: number): boolean => {
  let depth = 0;
  for (let i = open; i <= close; i++) {
    if (tokens.is(i, OPEN_PAREN)) depth++;
    else if (tokens.is(i, CLOSE_PAREN) && --depth === 0) return i === close;
  }
  return false;
};

/** Whether token `i` is `__attribute__` or the like. */
export const isAttribute = (tokens: Tokens, i: number): boolean =>
  tokens.isIdentifier(i) && keywordOf(tokens.value[i] as number) === 'attribute';
