// What a function's tokens say as text: the names of its parameters, and the expression that it does nothing but return.
import type { Collector } from './collector.js';
import { textOfTokens } from './expression-text.js';
import { KEYWORD_COUNT } from './keyword.js';
import type { NameSet } from './name-set.js';
import type { NameTable } from './name-table.js';
import type { Scope } from './scope.js';
import { CLOSE_PAREN, COMMA, OPEN_BRACKET, SEMICOLON, STAR, TokenKind, type Tokens } from './token.js';

/** A function that returns an expression longer than this is not folded. */
const LONGEST_VALUE = 24;

/** The expression of a body that is one `return`, or one for each branch of an `#if`, as text; empty for any other. */
export const returnedText = (
  tokens: Tokens,
  names: NameTable,
  out: Collector,
  from: number,
  to: number,
  scope: Scope,
): string => {
  if (to - from < 2 || to - from > LONGEST_VALUE) return to === from ? ' ' : '';
  if (tokens.kind[from] !== TokenKind.If) return returned(tokens, names, from, to, scope);
  let middle = from + 1;
  while (middle < to && (tokens.kind[middle] as number) < TokenKind.If) middle++;
  // `#ifdef X return a; #else return b; #endif`, or what follows `#endif` in place of `#else`.
  const end = tokens.kind[middle] === TokenKind.Else ? to - 1 : to;
  if (end !== to && tokens.kind[end] !== TokenKind.Endif) return '';
  const condition = out.conditionOf(tokens.value[from] as number);
  const first = returned(tokens, names, from + 1, middle, scope);
  const second = returned(tokens, names, middle + 1, end, scope);
  return first === '' || second === '' ? '' : `( ${condition} ) ? ( ${first} ) : ( ${second} )`;
};

const returned = (tokens: Tokens, names: NameTable, from: number, to: number, scope: Scope): string => {
  if (!tokens.isIdentifier(from) || names.textOf(tokens.value[from] as number) !== 'return') return '';
  if (!tokens.is(to - 1, SEMICOLON)) return '';
  for (let i = from + 1; i < to - 1; i++)
    if (tokens.is(i, SEMICOLON) || (tokens.kind[i] as number) >= TokenKind.If) return '';
  return textOfTokens(tokens, names, from + 1, to - 1, scope);
};

/** Adds every word of a parameter list that is followed by its end: the parameters' names. */
export const addParameterNames = (tokens: Tokens, from: number, to: number, names: NameSet): void => {
  for (let i = from + 1; i < to; i++) {
    if (!tokens.isIdentifier(i) || (tokens.value[i] as number) < KEYWORD_COUNT) continue;
    const next = tokens.kindAt(i + 1);
    if (next !== COMMA && next !== CLOSE_PAREN && next !== OPEN_BRACKET) continue;
    const before = tokens.kindAt(i - 1);
    if (before === TokenKind.Identifier || before === STAR || before === CLOSE_PAREN || before === COMMA)
      names.add(tokens.value[i] as number);
  }
};
