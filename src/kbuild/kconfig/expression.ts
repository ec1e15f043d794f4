// Kconfig expressions (Documentation/kbuild/kconfig-language.rst, "Menu dependencies").

/** The syntax tree of an expression, without precedence or brackets. */
export type KconfigExpression =
  | { readonly kind: 'symbol'; readonly name: string }
  /** A quoted string, or a `$(macro)` whose value only Kconfig itself can compute. */
  | { readonly kind: 'text'; readonly text: string; readonly macro: boolean }
  | { readonly kind: 'not'; readonly of: KconfigExpression }
  | {
      readonly kind: 'and' | 'or' | 'equal' | 'unequal';
      readonly left: KconfigExpression;
      readonly right: KconfigExpression;
    }
  | {
      readonly kind: 'order';
      readonly operator: string;
      readonly left: KconfigExpression;
      readonly right: KconfigExpression;
    };

const TOKEN =
  /\s+|(&&|\|\||!=|<=|>=|[!=<>()])|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([\w./-]+|\$\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)[\w./-]*)/y;

interface Token {
  readonly text: string;
  readonly kind: 'operator' | 'string' | 'word';
}

const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) break;
    const [, operator, double, single, word] = match;
    if (operator !== undefined) tokens.push({ text: operator, kind: 'operator' });
    else if (word !== undefined) tokens.push({ text: word, kind: 'word' });
    else if (double !== undefined || single !== undefined)
      tokens.push({ text: double ?? single ?? '', kind: 'string' });
  }
  return tokens;
};

/** A recursive-descent parser of one expression. */
class Parser {
  private at = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  expression(): KconfigExpression | null {
    let left = this.conjunction();
    while (left !== null && this.take('||')) {
      const right = this.conjunction();
      if (right === null) return left;
      left = { kind: 'or', left, right };
    }
    return left;
  }

  private conjunction(): KconfigExpression | null {
    let left = this.comparison();
    while (left !== null && this.take('&&')) {
      const right = this.comparison();
      if (right === null) return left;
      left = { kind: 'and', left, right };
    }
    return left;
  }

  private comparison(): KconfigExpression | null {
    if (this.take('!')) {
      const of = this.comparison();
      return of === null ? null : { kind: 'not', of };
    }
    if (this.take('(')) {
      const inner = this.expression();
      this.take(')');
      return inner;
    }
    const left = this.operand();
    if (left === null) return null;
    const operator = this.tokens[this.at];
    if (operator?.kind !== 'operator' || !/^(=|!=|<|>|<=|>=)$/.test(operator.text)) return left;
    this.at++;
    const right = this.operand();
    if (right === null) return left;
    if (operator.text === '=') return { kind: 'equal', left, right };
    if (operator.text === '!=') return { kind: 'unequal', left, right };
    return { kind: 'order', operator: operator.text, left, right };
  }

  private operand(): KconfigExpression | null {
    const token = this.tokens[this.at];
    if (token === undefined || token.kind === 'operator') return null;
    this.at++;
    if (token.kind === 'string') return { kind: 'text', text: token.text, macro: token.text.includes('$(') };
    if (token.text.startsWith('$(')) return { kind: 'text', text: token.text, macro: true };
    return { kind: 'symbol', name: token.text };
  }

  private take(operator: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'operator' || token.text !== operator) return false;
    this.at++;
    return true;
  }
}

/** Parses the expression at the beginning of a text; null when there is none. Ignores the rest of the text. */
export const parseKconfigExpression = (text: string): KconfigExpression | null =>
  new Parser(tokensOf(text)).expression();

/** The conjunction of two expressions; null means "no condition". */
export const bothOf = (
  left: KconfigExpression | null,
  right: KconfigExpression | null,
): KconfigExpression | null => (left === null ? right : right === null ? left : { kind: 'and', left, right });
