// Facts about a function that is folded: the names of its parameters, and the expression that it does nothing but return.
import type { Collector } from './collector.js';
import type { ExpressionText } from './expression-text.js';
import { KEYWORD_COUNT } from './keyword.js';
import type { NameSet } from './name-set.js';
import type { Scope } from './scope.js';
import { CLOSE_PAREN, COMMA, OPEN_BRACKET, SEMICOLON, STAR, TokenKind, type Tokens } from './token.js';

/** Longer expressions are not folded. In tokens, with `return` and `;`. */
const LONGEST_VALUE = 24;
/** The text of a value that no configuration decides. */
const UNKNOWN = '?';

/**
 * The value of the function whose body is `[from, to)`, as the text of an expression. A body that is one `return` gives
 * its expression; one `#if` with a `return` in a branch gives a `?:`. A space for an empty body, '' for any other body.
 */
export const returnedText = (
  texts: ExpressionText,
  out: Collector,
  from: number,
  to: number,
  scope: Scope,
): string => {
  if (to === from) return ' ';
  const { tokens } = texts;
  const branch = (start: number, end: number): string =>
    start === end ? '0' : returned(texts, start, end, scope) || UNKNOWN;
  if (tokens.kind[from] !== TokenKind.If) return returned(texts, from, to, scope);
  const { middle, end } = branchesOf(tokens, from, to);
  // `#ifdef X return a; #else return b; #endif`; code after `#endif` can take the place of `#else`.
  const isAll = end === to - 1;
  if (end < 0 || (!isAll && (middle >= 0 || end === from + 1))) return '';
  const first = branch(from + 1, middle < 0 ? end : middle);
  const second = isAll ? branch(middle < 0 ? end : middle + 1, end) : branch(end + 1, to);
  const condition = out.conditionOf(tokens.value[from] as number);
  return first === UNKNOWN && second === UNKNOWN ? '' : `( ${condition} ) ? ( ${first} ) : ( ${second} )`;
};

/** The `#else` and the `#endif` of the `#if` at `from`; -1 for a missing one, `end` is -1 for a second `#else` or `#elif`. */
const branchesOf = (
  tokens: Tokens,
  from: number,
  to: number,
): { readonly middle: number; readonly end: number } => {
  let depth = 0;
  let middle = -1;
  for (let i = from; i < to; i++) {
    const kind = tokens.kind[i];
    if (kind === TokenKind.If) depth++;
    else if (kind === TokenKind.Endif && --depth === 0) return { middle, end: i };
    else if (kind === TokenKind.Else && depth === 1) {
      if (middle >= 0) break;
      middle = i;
    }
  }
  return { middle, end: -1 };
};

const returned = (texts: ExpressionText, from: number, to: number, scope: Scope): string => {
  const { tokens, names } = texts;
  if (to - from < 2 || to - from > LONGEST_VALUE || !tokens.isIdentifier(from)) return '';
  if (names.textOf(tokens.value[from] as number) !== 'return' || !tokens.is(to - 1, SEMICOLON)) return '';
  for (let i = from + 1; i < to - 1; i++)
    if (tokens.is(i, SEMICOLON) || (tokens.kind[i] as number) >= TokenKind.If) return '';
  return texts.of(from + 1, to - 1, scope);
};

/** Adds the names of the parameters: each word of a parameter list before `,`, `)` or `[` that follows a type. */
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
