// Parses conditions of `#if` and of C `if` (C11, 6.6 and 6.10.1). The texts are those of `ExpressionText`: tokens with
// one space between them, `?` for an operand that no configuration decides.

/** The syntax tree of a condition. Equal texts share one tree, so trees can be keys of maps. */
export type Condition =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'defined'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | {
      readonly kind: 'choice';
      readonly test: Condition;
      readonly then: Condition;
      readonly otherwise: Condition;
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Condition;
      readonly right: Condition;
    };

const UNKNOWN: Condition = { kind: 'unknown' };

const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
};
const LONGEST_OPERATORS = ['<<', '>>', '<=', '>='];

/** Limit for nested brackets and operators: clang accepts 256 brackets (-fbracket-depth), the kernel uses ten. */
const DEEPEST_NESTING = 256;

/** A recursive-descent parser; `unknown` for everything that it does not understand. */
class Parser {
  private at = 0;
  private depth = 0;
  private readonly tokens: readonly string[];

  constructor(text: string) {
    // The lexer leaves two-character comparisons as two tokens.
    const tokens: string[] = [];
    for (const token of text.split(' ').filter((part) => part !== '')) {
      const joined = (tokens.at(-1) ?? '') + token;
      if (LONGEST_OPERATORS.includes(joined)) tokens[tokens.length - 1] = joined;
      else tokens.push(token);
    }
    this.tokens = tokens;
  }

  parse(): Condition {
    const condition = this.ternary();
    return this.at === this.tokens.length ? condition : UNKNOWN;
  }

  private ternary(): Condition {
    if (this.depth >= DEEPEST_NESTING) return this.giveUp();
    this.depth++;
    const condition = this.ternaryAt();
    this.depth--;
    return condition;
  }

  /** Skips all other tokens. */
  private giveUp(): Condition {
    this.at = this.tokens.length;
    return UNKNOWN;
  }

  private ternaryAt(): Condition {
    const test = this.binary(1);
    // `?` is an unknown operand; after an operand it is the operator.
    if (this.tokens[this.at] !== '?') return test;
    this.at++;
    const then = this.ternary();
    if (this.tokens[this.at] !== ':') return UNKNOWN;
    this.at++;
    return { kind: 'choice', test, then, otherwise: this.ternary() };
  }

  private binary(lowest: number): Condition {
    let left = this.unary();
    for (;;) {
      const operator = this.tokens[this.at] ?? '';
      const precedence = PRECEDENCE[operator];
      if (precedence === undefined || precedence < lowest) return left;
      this.at++;
      const right = this.binary(precedence + 1);
      if (operator === '&&') left = { kind: 'and', left, right };
      else if (operator === '||') left = { kind: 'or', left, right };
      else left = { kind: 'binary', operator, left, right };
    }
  }

  private unary(): Condition {
    if (this.depth >= DEEPEST_NESTING) return this.giveUp();
    this.depth++;
    const condition = this.unaryAt();
    this.depth--;
    return condition;
  }

  private unaryAt(): Condition {
    const token = this.tokens[this.at++];
    if (token === undefined) return UNKNOWN;
    if (token === '!') return { kind: 'not', of: this.unary() };
    if (token === '-' || token === '+') {
      const right = this.unary();
      return { kind: 'binary', operator: token, left: { kind: 'number', value: 0 }, right };
    }
    if (token === '*' || token === '&' || token === '~') {
      this.unary();
      return UNKNOWN;
    }
    if (token === '(') return this.parenthesised();
    if (/^\d/.test(token)) return numberOf(token);
    if (/^[A-Za-z_]/.test(token)) return this.named(token);
    return token === '?' ? this.postfix(UNKNOWN) : UNKNOWN;
  }

  private parenthesised(): Condition {
    const inner = this.ternary();
    if (this.tokens[this.at] === ')') {
      this.at++;
      return this.postfix(inner);
    }
    this.skipGroup(1);
    return UNKNOWN;
  }

  private named(name: string): Condition {
    if (name === 'defined') {
      const open = this.tokens[this.at] === '(';
      if (open) this.at++;
      const macro = this.tokens[this.at++] ?? '';
      if (open && this.tokens[this.at] === ')') this.at++;
      return { kind: 'defined', name: macro };
    }
    if (this.tokens[this.at] !== '(') return this.postfix({ kind: 'name', name });
    this.at++;
    const args: Condition[] = [];
    while (this.at < this.tokens.length && this.tokens[this.at] !== ')') {
      const before = this.at;
      args.push(this.ternary());
      if (this.tokens[this.at] === ',') this.at++;
      else if (this.tokens[this.at] !== ')') {
        this.at = Math.max(this.at, before);
        this.skipGroup(1);
        return { kind: 'call', name, args: [UNKNOWN] };
      }
    }
    this.at++;
    return this.postfix({ kind: 'call', name, args });
  }

  /** Members and elements of a value are unknown. */
  private postfix(value: Condition): Condition {
    let result = value;
    for (;;) {
      const token = this.tokens[this.at];
      if (token === '->' || token === '.') this.at++;
      else if (token === '[' || token === '(') {
        this.at++;
        this.skipGroup(1);
      } else return result;
      result = UNKNOWN;
    }
  }

  private skipGroup(depth: number): void {
    let open = depth;
    while (this.at < this.tokens.length && open > 0) {
      const token = this.tokens[this.at++] ?? '';
      if (token === '(' || token === '[') open++;
      else if (token === ')' || token === ']') open--;
    }
  }
}

const numberOf = (token: string): Condition => {
  const value = Number(token.replace(/[uUlL]+$/, ''));
  return Number.isNaN(value) ? UNKNOWN : { kind: 'number', value };
};

const parsed = new Map<string, Condition>();

/** Parses the text of a condition from a summary; `unknown` if it is not an expression. Results are kept for the whole run. */
export const conditionOf = (text: string): Condition => {
  let condition = parsed.get(text);
  if (condition === undefined) {
    condition = new Parser(text).parse();
    parsed.set(text, condition);
  }
  return condition;
};
