// Expressions as the texts that a summary keeps of them: the conditions of `#if` and `if`, and the values of macros.
import { groupEnd } from './bracket.js';
import { KEYWORD_COUNT, keywordOf } from './keyword.js';
import type { NameTable } from './name-table.js';
import type { Scope } from './scope.js';
import { DOT, NOT, OPEN_BRACKET, OPEN_PAREN, Operator, TokenKind, type Tokens } from './token.js';

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
  readonly callee: string;
}

/** Whether the tokens at `i` name what was assigned. */
const isAssigned = (tokens: Tokens, i: number, { from, to }: Assigned): boolean => {
  if (tokens.is(i - 1, DOT) || tokens.is(i - 1, Operator.Arrow)) return false;
  for (let j = from; j < to; j++, i++)
    if (tokens.kind[i] !== tokens.kind[j] || tokens.value[i] !== tokens.value[j]) return false;
  return !tokens.is(i, DOT) && !tokens.is(i, Operator.Arrow) && !tokens.is(i, OPEN_BRACKET);
};

/**
 * Tokens as the text of an expression, one space between them, `?` standing for what no configuration decides (variables,
 * strings). `telling`: some part of it looks like a constant or a macro.
 */
export const textOfTokens = (
  tokens: Tokens,
  names: NameTable,
  from: number,
  to: number,
  scope: Scope,
  assigned: Assigned | null = null,
): { readonly text: string; readonly telling: boolean } => {
  const parts: string[] = [];
  let telling = false;
  let sized = false;
  for (let i = from; i < to; i++) {
    if (assigned !== null && isAssigned(tokens, i, assigned)) {
      parts.push(assigned.callee, '(', ')');
      telling = true;
      i += assigned.to - assigned.from - 1;
      continue;
    }
    const value = tokens.value[i] as number;
    switch (tokens.kind[i]) {
      case TokenKind.Identifier: {
        if (tokens.is(i - 1, DOT) || tokens.is(i - 1, Operator.Arrow)) break;
        const constant = scope.constants?.get(value);
        if (constant !== undefined && scope.locals.has(value) && !tokens.is(i + 1, OPEN_BRACKET)) {
          parts.push(constant, '(', ')');
          telling = true;
          break;
        }
        if (scope.sizes?.has(value) && scope.locals.has(value)) {
          parts.push('sizeof', '(', ')');
          sized = true;
          break;
        }
        // What the operand is makes no difference to who knows its size.
        if (keywordOf(value) === 'unevaluated' && tokens.is(i + 1, OPEN_PAREN)) {
          parts.push('sizeof', '(', ')');
          sized = true;
          i = groupEnd(tokens, i + 1, to) - 1;
          break;
        }
        if (value < KEYWORD_COUNT || scope.locals.has(value) || scope.parameters.has(value)) parts.push('?');
        else {
          const text = names.textOf(value);
          telling ||= tokens.is(i + 1, OPEN_PAREN) || /^[A-Z0-9_]+$/.test(text);
          parts.push(text);
        }
        break;
      }
      case TokenKind.Number:
        parts.push(names.textOf(value));
        telling ||= to - from === 1;
        break;
      case TokenKind.Punctuator:
        parts.push(punctuatorText(value));
        break;
      default:
        parts.push('?');
    }
  }
  return { text: parts.join(' '), telling: telling || (sized && !parts.includes('?')) };
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
  const { text, telling } = textOfTokens(tokens, names, from, to, scope, assigned);
  return telling ? text : '';
};
