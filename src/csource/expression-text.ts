// Expressions as the texts that a summary keeps: the conditions of `#if` and `if`, and the values of macros.
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

/** Longer conditions count as unknown: no condition of the kernel that a configuration decides is as long. */
const LONGEST_CONDITION = 48;
const SIZE = 'sizeof ( )';

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

/** The assignment of a call's result: the tokens of its left side, and the function. */
export interface Assigned {
  readonly from: number;
  readonly to: number;
  readonly callee: NameId;
}

/** What one name does to the condition around it. */
const Effect = {
  None: 0,
  /** A configuration cannot decide it. */
  Unknown: 1,
  /** It is the size of a type. */
  Size: 2,
  /** A configuration may decide it. */
  Decidable: 3,
} as const;

/**
 * Converts tokens to the text of an expression: one space between tokens, `?` for an operand that no configuration
 * decides (variables, strings). Members after `.` and `->` are dropped. A variable that holds the result of a call
 * (`Assigned`, `Scope.constants`) becomes that call without arguments.
 */
export class ExpressionText {
  constructor(
    readonly tokens: Tokens,
    readonly names: NameTable,
  ) {}

  /** The text of a condition; empty when no configuration can decide it, as most conditions. */
  condition(from: number, to: number, scope: Scope, assigned: Assigned | null = null): string {
    if (to <= from || to - from > LONGEST_CONDITION) return '';
    return this.isDecidable(from, to, scope, assigned) ? this.of(from, to, scope, assigned) : '';
  }

  /** The text of the expression in `[from, to)`. */
  of(from: number, to: number, scope: Scope, assigned: Assigned | null = null): string {
    const { tokens, names } = this;
    const parts: string[] = [];
    for (let i = from; i < to; i++) {
      const kind = tokens.kind[i] as number;
      if (assigned !== null && this.isAssigned(i, assigned)) {
        parts.push(`${names.textOf(assigned.callee)} ( )`);
        i += assigned.to - assigned.from - 1;
      } else if (kind === TokenKind.Number) parts.push(names.textOf(tokens.value[i] as number));
      else if (kind !== TokenKind.Identifier) parts.push(isPunctuator(kind) ? punctuatorText(kind) : '?');
      else if (this.isMember(i)) continue;
      else if (this.isSizeOperator(i)) {
        // All sizes are alike: no configuration is known to change one.
        parts.push(SIZE);
        i = groupEnd(tokens, i + 1, to) - 1;
      } else parts.push(this.nameText(i, scope));
    }
    return parts.join(' ');
  }

  private nameText(i: number, scope: Scope): string {
    const value = this.tokens.value[i] as number;
    if (scope.locals.has(value)) {
      const constant = scope.constants?.get(value);
      if (constant !== undefined && !this.tokens.is(i + 1, OPEN_BRACKET))
        return `${this.names.textOf(constant)} ( )`;
      return scope.sizes?.has(value) === true ? SIZE : '?';
    }
    return value < KEYWORD_COUNT || scope.parameters.has(value) ? '?' : this.names.textOf(value);
  }

  /** Whether a configuration may decide the expression: it contains a constant, a macro, or only sizes. */
  private isDecidable(from: number, to: number, scope: Scope, assigned: Assigned | null): boolean {
    const { tokens } = this;
    let unknown = false;
    let sized = false;
    for (let i = from; i < to; i++) {
      if (assigned !== null && this.isAssigned(i, assigned)) return true;
      const kind = tokens.kind[i] as number;
      if (kind !== TokenKind.Identifier) {
        if (kind === TokenKind.Number && to - from === 1) return true;
        unknown ||= kind === QUESTION || (kind !== TokenKind.Number && !isPunctuator(kind));
      } else if (this.isMember(i)) continue;
      else if (this.isSizeOperator(i)) {
        sized = true;
        i = groupEnd(tokens, i + 1, to) - 1;
      } else {
        const effect = this.effectOf(i, scope);
        if (effect === Effect.Decidable) return true;
        unknown ||= effect === Effect.Unknown;
        sized ||= effect === Effect.Size;
      }
    }
    return sized && !unknown;
  }

  private effectOf(i: number, scope: Scope): number {
    const value = this.tokens.value[i] as number;
    const next = this.tokens.kindAt(i + 1);
    if (scope.locals.has(value)) {
      if (next !== OPEN_BRACKET && scope.constants?.has(value) === true) return Effect.Decidable;
      return scope.sizes?.has(value) === true ? Effect.Size : Effect.Unknown;
    }
    if (value < KEYWORD_COUNT || scope.parameters.has(value)) return Effect.Unknown;
    return next === OPEN_PAREN || this.names.isUpperCase(value) ? Effect.Decidable : Effect.None;
  }

  private isMember(i: number): boolean {
    return this.tokens.is(i - 1, DOT) || this.tokens.is(i - 1, Operator.Arrow);
  }

  /** `sizeof (…)`, `typeof (…)` and the like. */
  private isSizeOperator(i: number): boolean {
    const { tokens } = this;
    return keywordOf(tokens.value[i] as number) === Keyword.Unevaluated && tokens.is(i + 1, OPEN_PAREN);
  }

  /** Whether the tokens at `i` name the variable or member that was assigned, and no part of it. */
  private isAssigned(i: number, { from, to }: Assigned): boolean {
    const { tokens } = this;
    if (this.isMember(i)) return false;
    for (let at = i, j = from; j < to; j++, at++)
      if (tokens.kind[at] !== tokens.kind[j] || tokens.value[at] !== tokens.value[j]) return false;
    const end = i + to - from;
    return !tokens.is(end, DOT) && !tokens.is(end, Operator.Arrow) && !tokens.is(end, OPEN_BRACKET);
  }
}
