// Expressions as the texts that a summary keeps of them: the conditions of `#if` and `if`, and the values of macros.
import { groupEnd } from './bracket.js';
import { KEYWORD_COUNT, Keyword, keywordOf } from './keyword.js';
import type { NameId, NameTable } from './name-table.js';
import type { Scope } from './scope.js';
import {
  DOT,
  isPunctuator,
  NOT,
  OPEN_BRACKET,
  OPEN_PAREN,
  Operator,
  QUESTION,
  TokenKind,
  type Tokens,
} from './token.js';

/** Conditions longer than this are taken as unknown: none that a configuration decides is as long. */
const LONGEST_CONDITION = 48;

const OPERATOR_TEXTS: Readonly<Record<number, string>> = {
  [Operator.Arrow]: '->',
  [Operator.And]: '&&',
  [Operator.Or]: '||',
  [Operator.Equal]: '==',
  [Operator.Unequal]: '!=',
  [Operator.Paste]: '##',
  [Operator.Ellipsis]: '...',
  [Operator.Assign]: '=',
  [NOT]: '!',
};

const punctuatorText = (value: number): string => OPERATOR_TEXTS[value] ?? String.fromCharCode(value);

/** A value that code has just been given: the tokens that name it, and the function that gave it. */
export interface Assigned {
  readonly from: number;
  readonly to: number;
  readonly callee: NameId;
}

/** Whether the tokens at `i` name what was assigned. */
const isAssigned = (tokens: Tokens, i: number, { from, to }: Assigned): boolean => {
  if (tokens.is(i - 1, DOT) || tokens.is(i - 1, Operator.Arrow)) return false;
  for (let j = from; j < to; j++, i++)
    if (tokens.kind[i] !== tokens.kind[j] || tokens.value[i] !== tokens.value[j]) return false;
  return !tokens.is(i, DOT) && !tokens.is(i, Operator.Arrow) && !tokens.is(i, OPEN_BRACKET);
};

/**
 * Whether some part of an expression looks like a constant or a macro, so that a configuration can decide it. Most
 * conditions have none, and their text is never made.
 */
const isTelling = (
  tokens: Tokens,
  names: NameTable,
  from: number,
  to: number,
  scope: Scope,
  assigned: Assigned | null,
): boolean => {
  let unknown = false;
  let sized = false;
  for (let i = from; i < to; i++) {
    if (assigned !== null && isAssigned(tokens, i, assigned)) return true;
    const kind = tokens.kind[i] as number;
    if (kind !== TokenKind.Identifier) {
      if (kind === TokenKind.Number) {
        if (to - from === 1) return true;
      } else if (kind === QUESTION || !isPunctuator(kind)) unknown = true;
      continue;
    }
    const before = tokens.kindAt(i - 1);
    if (before === DOT || before === Operator.Arrow) continue;
    const value = tokens.value[i] as number;
    const next = tokens.kindAt(i + 1);
    const isLocal = scope.locals.has(value);
    if (isLocal && next !== OPEN_BRACKET && scope.constants?.has(value) === true) return true;
    if (isLocal && scope.sizes?.has(value) === true) sized = true;
    else if (next === OPEN_PAREN && keywordOf(value) === Keyword.Unevaluated) {
      sized = true;
      i = groupEnd(tokens, i + 1, to) - 1;
    } else if (value < KEYWORD_COUNT || isLocal || scope.parameters.has(value)) unknown = true;
    else if (next === OPEN_PAREN || names.isUpperCase(value)) return true;
  }
  return sized && !unknown;
};

/**
 * Tokens as the text of an expression, one space between them, `?` standing for what no configuration decides (variables,
 * strings).
 */
export const textOfTokens = (
  tokens: Tokens,
  names: NameTable,
  from: number,
  to: number,
  scope: Scope,
  assigned: Assigned | null = null,
): string => {
  const parts: string[] = [];
  for (let i = from; i < to; i++) {
    if (assigned !== null && isAssigned(tokens, i, assigned)) {
      parts.push(names.textOf(assigned.callee), '(', ')');
      i += assigned.to - assigned.from - 1;
      continue;
    }
    const value = tokens.value[i] as number;
    const kind = tokens.kind[i] as number;
    switch (kind) {
      case TokenKind.Identifier: {
        if (tokens.is(i - 1, DOT) || tokens.is(i - 1, Operator.Arrow)) break;
        const constant = scope.constants?.get(value);
        if (constant !== undefined && scope.locals.has(value) && !tokens.is(i + 1, OPEN_BRACKET)) {
          parts.push(names.textOf(constant), '(', ')');
          break;
        }
        if (scope.sizes?.has(value) === true && scope.locals.has(value)) {
          parts.push('sizeof', '(', ')');
          break;
        }
        // What the operand is makes no difference to who knows its size.
        if (keywordOf(value) === Keyword.Unevaluated && tokens.is(i + 1, OPEN_PAREN)) {
          parts.push('sizeof', '(', ')');
          i = groupEnd(tokens, i + 1, to) - 1;
          break;
        }
        const isUnknown = value < KEYWORD_COUNT || scope.locals.has(value) || scope.parameters.has(value);
        parts.push(isUnknown ? '?' : names.textOf(value));
        break;
      }
      case TokenKind.Number:
        parts.push(names.textOf(value));
        break;
      default:
        parts.push(isPunctuator(kind) ? punctuatorText(kind) : '?');
    }
  }
  return parts.join(' ');
};

/** The text of a condition; empty when no configuration can decide it. */
export const conditionText = (
  tokens: Tokens,
  names: NameTable,
  from: number,
  to: number,
  scope: Scope,
  assigned: Assigned | null = null,
): string => {
  if (to <= from || to - from > LONGEST_CONDITION) return '';
  if (!isTelling(tokens, names, from, to, scope, assigned)) return '';
  return textOfTokens(tokens, names, from, to, scope, assigned);
};
