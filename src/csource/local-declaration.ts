// Declarations inside functions (C11, 6.7), read as far as needed to know which names are variables of the code itself.
import { groupEnd, isAttribute } from './bracket.js';
import { isQualifier, KEYWORD_COUNT, Keyword, keywordOf } from './keyword.js';
import type { NameTable } from './name-table.js';
import type { Scope } from './scope.js';
import {
  ASSIGN,
  CLOSE_BRACE,
  CLOSE_PAREN,
  COMMA,
  isPunctuator,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  Operator,
  SEMICOLON,
  STAR,
  TokenKind,
  type Tokens,
} from './token.js';

export class LocalDeclarations {
  constructor(
    private readonly tokens: Tokens,
    private readonly names: NameTable,
  ) {}

  /** Notes the variables that a declaration at `from` declares, when there is one. */
  declare(from: number, to: number, scope: Scope): void {
    const { tokens } = this;
    let i = from;
    let typed = false;
    // `extern int x;` in a block is the x of all blocks (C11, 6.2.2 paragraph 4).
    let isExtern = false;
    for (; i < to; i++) {
      if (!tokens.isIdentifier(i)) break;
      const id = tokens.value[i] as number;
      if (id >= KEYWORD_COUNT) {
        if (typed || !this.looksLikeType(i)) break;
        typed = true;
        continue;
      }
      const kind = keywordOf(id);
      if (kind === Keyword.Struct || kind === Keyword.Union || kind === Keyword.Enum) {
        typed = true;
        while (isAttribute(tokens, i + 1)) i = groupEnd(tokens, i + 2, to) - 1;
        if (tokens.isIdentifier(i + 1)) i++;
        while (tokens.is(i + 1, Operator.Paste)) i += 2;
        if (tokens.is(i + 1, OPEN_BRACE)) i = groupEnd(tokens, i + 1, to) - 1;
      } else if (kind === Keyword.Unevaluated) {
        if ((tokens.value[i] as number) === this.names.idOf('sizeof')) return;
        typed = true;
        if (tokens.is(i + 1, OPEN_PAREN)) i = groupEnd(tokens, i + 1, to) - 1;
      } else if (kind === Keyword.Attribute) {
        if (tokens.is(i + 1, OPEN_PAREN)) i = groupEnd(tokens, i + 1, to) - 1;
      } else if (kind === Keyword.Type) typed ||= !isQualifier(id);
      else if (kind === Keyword.Extern) isExtern = true;
      else if (kind !== Keyword.Static && kind !== Keyword.Inline && kind !== Keyword.Typedef) return;
    }
    if (isExtern) return;
    if (typed) this.declarators(i, to, scope);
    else this.declareByMacro(from, scope);
  }

  /** `foo_t x` or `foo_t *x` at the start of a statement. */
  private looksLikeType(i: number): boolean {
    const { tokens } = this;
    if (tokens.isIdentifier(i + 1)) return true;
    let j = i + 1;
    while (tokens.is(j, STAR)) j++;
    if (j === i + 1 || !tokens.isIdentifier(j)) return false;
    const after = j + 1;
    switch (tokens.kindAt(after)) {
      case ASSIGN:
      case SEMICOLON:
      case COMMA:
      case OPEN_BRACKET:
      case CLOSE_PAREN:
      case TokenKind.Identifier:
        return true;
      default:
        return false;
    }
  }

  private declarators(from: number, to: number, scope: Scope): void {
    const { tokens } = this;
    let expecting = true;
    for (let i = from; i < to; i++) {
      const kind = tokens.kind[i] as number;
      if (kind === TokenKind.Identifier) {
        const id = tokens.value[i] as number;
        if (expecting && id >= KEYWORD_COUNT) {
          // `BEGIN f(x);`: what looks like a prototype is mostly a call after a macro; a function is no variable either way.
          if (tokens.is(i + 1, OPEN_PAREN)) return;
          if (!scope.parameters.has(id)) scope.locals.add(id);
          expecting = false;
        } else if (isAttribute(tokens, i) && tokens.is(i + 1, OPEN_PAREN))
          i = groupEnd(tokens, i + 1, to) - 1;
        continue;
      }
      if (!isPunctuator(kind)) continue;
      if (kind === COMMA) expecting = true;
      else if (kind === SEMICOLON || kind === CLOSE_PAREN || kind === CLOSE_BRACE) return;
      else if (kind === OPEN_PAREN && expecting) {
        let j = i + 1;
        while (tokens.is(j, STAR) || (tokens.isIdentifier(j) && (tokens.value[j] as number) < KEYWORD_COUNT))
          j++;
        if (tokens.isIdentifier(j) && !scope.parameters.has(tokens.value[j] as number))
          scope.locals.add(tokens.value[j] as number);
        expecting = false;
        i = groupEnd(tokens, i, to) - 1;
      } else if (kind === OPEN_PAREN || kind === OPEN_BRACKET || kind === OPEN_BRACE)
        i = groupEnd(tokens, i, to) - 1;
      else if (kind === ASSIGN) expecting = false;
      else if (kind !== STAR && expecting) return;
    }
  }

  /** `DEFINE_WAIT(wait);`, `LIST_HEAD(list);`, `DECLARE_BITMAP(map, 8);` declare their first argument. */
  private declareByMacro(i: number, scope: Scope): void {
    const { tokens } = this;
    if (!tokens.isIdentifier(i) || !tokens.is(i + 1, OPEN_PAREN) || !tokens.isIdentifier(i + 2)) return;
    const id = tokens.value[i + 2] as number;
    if (id < KEYWORD_COUNT || scope.parameters.has(id)) return;
    if (!tokens.is(i + 3, COMMA) && !tokens.is(i + 3, CLOSE_PAREN)) return;
    if (/^(?:DEFINE|DECLARE)_|(?:_HEAD|_ONSTACK)$/.test(this.names.textOf(tokens.value[i] as number)))
      scope.locals.add(id);
  }
}
