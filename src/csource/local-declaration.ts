// Finds the local variables that declarations inside functions declare (C11, 6.7).
import { groupEnd, isAttribute } from './bracket.js';
import { isQualifier, KEYWORD_COUNT, Keyword, keywordOf, SIZEOF } from './keyword.js';
import type { NameId, NameTable } from './name-table.js';
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

/** Adds local variables to a scope. Owned by a `Scanner`. */
export class LocalDeclarations {
  constructor(
    private readonly tokens: Tokens,
    private readonly names: NameTable,
  ) {}

  /** Adds the variables that the statement at `from` declares, if it is a declaration. */
  declare(from: number, to: number, scope: Scope): void {
    const { tokens } = this;
    let i = from;
    let typed = false;
    // `extern int x;` in a block declares the global x (C11, 6.2.2 paragraph 4).
    let isExtern = false;
    for (; i < to && tokens.isIdentifier(i); i++) {
      const id = tokens.value[i] as number;
      if (id >= KEYWORD_COUNT) {
        if (typed || !this.looksLikeType(i)) break;
        typed = true;
        continue;
      }
      switch (keywordOf(id)) {
        case Keyword.Struct:
        case Keyword.Union:
        case Keyword.Enum:
          typed = true;
          i = this.lastOfTag(i, to);
          break;
        case Keyword.Unevaluated:
          if (id === SIZEOF) return;
          typed = true;
          i = this.lastOfArguments(i, to);
          break;
        case Keyword.Attribute:
          i = this.lastOfArguments(i, to);
          break;
        case Keyword.Type:
          typed ||= !isQualifier(id);
          break;
        case Keyword.Extern:
          isExtern = true;
          break;
        case Keyword.Static:
        case Keyword.Inline:
        case Keyword.Typedef:
          break;
        default:
          return;
      }
    }
    if (isExtern) return;
    if (typed) this.declarators(i, to, scope);
    else this.declareByMacro(from, scope);
  }

  /** The last token of a struct, union or enum whose keyword is at `keyword`, with its tag and body. */
  private lastOfTag(keyword: number, to: number): number {
    const { tokens } = this;
    let i = keyword;
    while (isAttribute(tokens, i + 1)) i = groupEnd(tokens, i + 2, to) - 1;
    if (tokens.isIdentifier(i + 1)) i++;
    while (tokens.is(i + 1, Operator.Paste)) i += 2;
    return tokens.is(i + 1, OPEN_BRACE) ? groupEnd(tokens, i + 1, to) - 1 : i;
  }

  /** The last token of the arguments of the word at `i`; `i` when it has none. */
  private lastOfArguments(i: number, to: number): number {
    return this.tokens.is(i + 1, OPEN_PAREN) ? groupEnd(this.tokens, i + 1, to) - 1 : i;
  }

  /** Whether the statement begins with `foo_t x` or `foo_t *x`. */
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
      switch (kind) {
        case TokenKind.Identifier:
          if (expecting && (tokens.value[i] as number) >= KEYWORD_COUNT) {
            // A function is no variable; mostly this is a call after a macro (`BEGIN f(x);`).
            if (tokens.is(i + 1, OPEN_PAREN)) return;
            this.add(tokens.value[i] as number, scope);
            expecting = false;
          } else if (isAttribute(tokens, i)) i = this.lastOfArguments(i, to);
          break;
        case COMMA:
          expecting = true;
          break;
        case SEMICOLON:
        case CLOSE_PAREN:
        case CLOSE_BRACE:
          return;
        case OPEN_PAREN:
          if (expecting) this.pointer(i + 1, scope);
          expecting = false;
          i = groupEnd(tokens, i, to) - 1;
          break;
        case OPEN_BRACKET:
        case OPEN_BRACE:
          i = groupEnd(tokens, i, to) - 1;
          break;
        case ASSIGN:
          expecting = false;
          break;
        case STAR:
          break;
        default:
          if (expecting && isPunctuator(kind)) return;
      }
    }
  }

  /** Adds the variable of a declarator `(*x)`, whose first token inside the parenthesis is at `from`. */
  private pointer(from: number, scope: Scope): void {
    const { tokens } = this;
    let i = from;
    while (tokens.is(i, STAR) || (tokens.isIdentifier(i) && (tokens.value[i] as number) < KEYWORD_COUNT)) i++;
    if (tokens.isIdentifier(i)) this.add(tokens.value[i] as number, scope);
  }

  private add(name: NameId, scope: Scope): void {
    if (!scope.parameters.has(name)) scope.locals.add(name);
  }

  /** Adds the first argument of `DEFINE_WAIT(wait);`, `LIST_HEAD(list);`, `DECLARE_BITMAP(map, 8);`. */
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
