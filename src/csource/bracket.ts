// Finds the ends of bracketed groups of tokens.
import { Keyword, keywordOf } from './keyword.js';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  isPunctuator,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  type Tokens,
} from './token.js';

/** The index after the bracket that matches the one at `open`; `to` when there is none. */
export const groupEnd = (tokens: Tokens, open: number, to: number): number => {
  const { kind: kinds } = tokens;
  let depth = 0;
  for (let i = open; i < to; i++) {
    const kind = kinds[i] as number;
    if (!isPunctuator(kind)) continue;
    if (kind === OPEN_PAREN || kind === OPEN_BRACE || kind === OPEN_BRACKET) depth++;
    else if ((kind === CLOSE_PAREN || kind === CLOSE_BRACE || kind === CLOSE_BRACKET) && --depth <= 0)
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

/** Whether token `i` is `__attribute__` or a synonym. */
export const isAttribute = (tokens: Tokens, i: number): boolean =>
  tokens.isIdentifier(i) && keywordOf(tokens.value[i] as number) === Keyword.Attribute;
