// The outermost level of a file (C11, 6.9): functions, variables, and macro invocations in place of declarations.
import { isAttributeMacro, isConstantName, isInlineMacro } from './attribute.js';
import { isAttribute } from './bracket.js';
import type { Collector } from './collector.js';
import type { Declaration, Declarator } from './declaration.js';
import { addParameterNames, returnedText } from './function-text.js';
import { INLINE, KEYWORD_COUNT, Keyword, keywordOf } from './keyword.js';
import { NameSet } from './name-set.js';
import type { NameId, NameTable } from './name-table.js';
import type { Scanner } from './scanner.js';
import { NO_PARAMETERS, scopeOf } from './scope.js';
import { ItemFlag, ItemKind } from './summary.js';
import {
  ASSIGN,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COMMA,
  isPunctuator,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  SEMICOLON,
  STAR,
  TokenKind,
  type Tokens,
} from './token.js';

/** Reads the declarations of one file into a collector. */
export class ExternalDeclarations {
  /** The preprocessor region of the current token. */
  private cpp = 0;
  /** Functions with a static declaration: their later definitions are static too (C11, 6.2.2 paragraph 5). */
  private readonly statics = new Set<NameId>();
  /** `Scope.constants` and `Scope.locals` of the current function. */
  private readonly constants = new Map<NameId, NameId>();
  private readonly locals = new NameSet();

  constructor(
    private readonly tokens: Tokens,
    private readonly names: NameTable,
    private readonly out: Collector,
    private readonly scanner: Scanner,
  ) {}

  read(): void {
    const { tokens } = this;
    for (let i = 0; i < tokens.length; ) {
      if ((tokens.kind[i] as number) >= TokenKind.If) this.cpp = tokens.value[i++] as number;
      else if (tokens.isIdentifier(i)) i = Math.max(this.declaration(i), i + 1);
      else if (tokens.is(i, OPEN_BRACE)) i = this.closing(i) + 1;
      else i++;
    }
  }

  /** Reads one external declaration; returns the index after it. */
  private declaration(from: number): number {
    const { tokens } = this;
    const d: Declaration = {
      flags: 0,
      typed: false,
      typedef: false,
      variable: null,
      renamed: null,
      specifier: null,
      candidate: null,
    };
    let i = from;
    while (i < tokens.length) {
      const kind = tokens.kind[i] as number;
      if (kind >= TokenKind.If) {
        this.cpp = tokens.value[i++] as number;
      } else if (kind === TokenKind.Identifier) {
        const invocation = this.invocation(i, d);
        if (invocation !== null) return invocation;
        i = this.word(i, d);
      } else {
        switch (kind) {
          case SEMICOLON:
            this.prototype(d);
            this.plainVariable(d);
            return i + 1;
          case OPEN_BRACE:
            if (d.candidate !== null) return this.functionBody(i, d, d.candidate);
            i = this.closing(i) + 1;
            break;
          case CLOSE_BRACE:
            return i + 1;
          case ASSIGN:
            i = this.initialiser(i, d);
            break;
          case COMMA:
            this.plainVariable(d);
            d.variable = null;
            i++;
            break;
          case OPEN_PAREN:
            i = this.parenthesised(i, d);
            break;
          case OPEN_BRACKET:
            i = this.closing(i) + 1;
            break;
          default:
            i++;
        }
      }
    }
    return i;
  }

  /** Adds the prototype that the declaration is, if it is one. */
  private prototype({ candidate, typed, typedef, renamed, flags }: Declaration): void {
    if (candidate === null || !typed || typedef) return;
    if (renamed !== null) this.emitRenamed(candidate, renamed);
    if ((flags & ItemFlag.Static) !== 0) this.statics.add(candidate.name);
    const line = this.tokens.line[candidate.at] as number;
    this.out.item(ItemKind.Prototype, flags, candidate.name, this.cpp, line);
  }

  /** Reads the identifier at `i`; returns the index of the next token to read. */
  private word(i: number, d: Declaration): number {
    const { tokens } = this;
    const id = tokens.value[i] as number;
    const keyword = keywordOf(id);
    switch (keyword) {
      case Keyword.None:
        return tokens.is(i + 1, OPEN_PAREN) ? this.call(i, d) : this.name(i, d);
      case Keyword.Static:
        d.flags |= ItemFlag.Static;
        break;
      case Keyword.Inline:
        d.flags |= ItemFlag.Inline;
        break;
      case Keyword.Extern:
        d.flags |= ItemFlag.Extern;
        break;
      case Keyword.Typedef:
        d.typedef = true;
        break;
      case Keyword.Struct:
      case Keyword.Union:
      case Keyword.Enum:
        d.typed = true;
        return this.tagged(i + 1);
      case Keyword.Unevaluated:
      case Keyword.Attribute:
      case Keyword.Asm:
      case Keyword.Other:
        d.typed ||= keyword === Keyword.Unevaluated;
        return tokens.is(i + 1, OPEN_PAREN) ? this.closing(i + 1) + 1 : i + 1;
      case Keyword.Type:
        d.typed = true;
        break;
    }
    return i + 1;
  }

  /** A name with arguments: a function or an attribute. */
  private call(i: number, d: Declaration): number {
    const id = this.tokens.value[i] as number;
    const close = this.closing(i + 1);
    if (this.names.isReserved(id)) {
      const text = this.names.textOf(id);
      if (text === '__RENAME' && close === i + 3) d.renamed = i + 2;
      else if (/^__compiletime_(?:error|warning)$/.test(text)) d.flags |= ItemFlag.Never;
    }
    if (!isAttributeMacro(this.names, id) && d.candidate === null)
      d.candidate = { name: id, at: i, open: i + 1, close };
    return close + 1;
  }

  /** A name without arguments: a specifier, a type or a variable. */
  private name(i: number, d: Declaration): number {
    const id = this.tokens.value[i] as number;
    if (isInlineMacro(this.names, id)) {
      d.flags |= ItemFlag.Inline;
      d.specifier = id;
      return i + 1;
    }
    if (!d.typed && isConstantName(this.names, id)) d.specifier = id;
    d.typed = true;
    d.variable = this.declaratorAt(i, d);
    return i + 1;
  }

  /** The rest of a struct, union or enum after its keyword: attributes, tag and body. */
  private tagged(from: number): number {
    const { tokens } = this;
    let i = from;
    while (tokens.isIdentifier(i)) {
      const hasArguments = tokens.is(i + 1, OPEN_PAREN);
      if (!hasArguments && !isAttribute(tokens, i)) {
        i++;
        break;
      }
      i = hasArguments ? this.closing(i + 1) + 1 : i + 1;
    }
    while (i < tokens.length && (tokens.kind[i] as number) >= TokenKind.If)
      this.cpp = tokens.value[i++] as number;
    return tokens.is(i, OPEN_BRACE) ? this.closing(i) + 1 : i;
  }

  /** The declared name; token `i` is the last candidate: in `struct s x __section(".y")` it is `x`. */
  private declaratorAt(i: number, d: Declaration): Declarator {
    const { tokens } = this;
    const id = tokens.value[i] as number;
    const known = d.variable;
    if (known !== null && tokens.is(i - 1, CLOSE_BRACKET)) return known;
    const follows = known !== null && known.at === i - 1;
    if (follows && this.names.isReserved(id)) {
      const before = i - 2;
      const keyword = tokens.isIdentifier(before) ? keywordOf(tokens.value[before] as number) : Keyword.None;
      const isTag = keyword === Keyword.Struct || keyword === Keyword.Union || keyword === Keyword.Enum;
      const isFirst =
        keyword === Keyword.Static ||
        keyword === Keyword.Extern ||
        keyword === Keyword.Inline ||
        keyword === Keyword.Typedef;
      if (
        !isTag &&
        !isFirst &&
        before >= 0 &&
        (tokens.isIdentifier(before) || tokens.is(before, STAR) || tokens.is(before, CLOSE_BRACE))
      )
        return known;
    }
    return { name: id, at: i };
  }

  /** Reads a macro invocation in place of a declaration; null when token `i` does not begin one. */
  private invocation(i: number, d: Declaration): number | null {
    const { tokens } = this;
    const id = tokens.value[i] as number;
    if (d.typed || d.candidate !== null || id < KEYWORD_COUNT || !tokens.is(i + 1, OPEN_PAREN)) return null;
    if (isAttributeMacro(this.names, id)) return null;
    const close = this.closing(i + 1, false);
    const after = close + 1;
    // Elements after the last token are left over from the file before.
    const next = after < tokens.length ? (tokens.kind[after] as number) : undefined;
    if (tokens.is(after, OPEN_BRACE)) return this.emitInvocation(i, close, after, d);
    if (tokens.is(after, SEMICOLON) || tokens.is(after, ASSIGN))
      return this.emitInvocation(i, close, after, d);
    const ends = next === undefined || !isPunctuator(next) || tokens.is(after, CLOSE_BRACE);
    // `static __attr(x) int f(void)`: an attribute that `isAttributeMacro` does not list. Defining macros are in capitals.
    const isUnlisted = d.flags !== 0 && next === TokenKind.Identifier && !isConstantName(this.names, id);
    if (!ends || isUnlisted) return null;
    return this.emitInvocation(i, close, after, d);
  }

  private emitInvocation(i: number, close: number, after: number, d: Declaration): number {
    const { tokens, out } = this;
    const region = this.cpp;
    const scope = scopeOf(this.locals, true);
    this.scanner.callOnly(i, close + 1, region, scope);
    let end = after;
    this.walkMarkers(i, after);
    if (tokens.is(after, OPEN_BRACE)) {
      const bodyEnd = this.closing(after, false);
      addParameterNames(tokens, i + 2, close, scope.locals);
      this.scanner.statements(after + 1, bodyEnd, this.cpp, scope);
      this.walkMarkers(after, bodyEnd);
      end = bodyEnd + 1;
    } else if (tokens.is(after, ASSIGN)) {
      end = this.endOfInitialiser(after + 1);
      this.scanner.expressionOnly(after + 1, end, this.cpp, scope);
      this.walkMarkers(after, end);
    } else if (tokens.is(after, SEMICOLON)) end = after + 1;
    out.item(ItemKind.Invocation, d.flags, tokens.value[i] as number, region, tokens.line[i] as number);
    return end;
  }

  private functionBody(
    open: number,
    d: Declaration,
    candidate: NonNullable<Declaration['candidate']>,
  ): number {
    const { tokens, out } = this;
    const region = this.cpp;
    const scope = scopeOf(this.locals, false, NO_PARAMETERS, -1, this.constants);
    this.constants.clear();
    addParameterNames(tokens, candidate.open + 1, candidate.close, scope.locals);
    const close = this.closing(open, false);
    this.scanner.statements(open + 1, close, region, scope);
    if (d.specifier !== null && (d.flags & (ItemFlag.Static | ItemFlag.Inline)) === 0)
      this.emitSpecifier(d.specifier, tokens.line[candidate.at] as number);
    const item = out.item(
      ItemKind.Function,
      this.isEmitted(d, candidate.name) ? d.flags | ItemFlag.Emitted : d.flags,
      candidate.name,
      region,
      tokens.line[candidate.at] as number,
    );
    const value = returnedText(this.scanner.texts, out, open + 1, close, scope);
    if (value !== '') out.value(item, value);
    this.walkMarkers(open, close);
    return close + 1;
  }

  /** Whether a function is `inline`, but neither `static` nor `extern`; false if a macro may add one of them. */
  private isEmitted({ flags, specifier }: Declaration, name: NameId): boolean {
    const storage = flags & (ItemFlag.Inline | ItemFlag.Static | ItemFlag.Extern);
    return storage === ItemFlag.Inline && specifier === null && !this.statics.has(name);
  }

  private plainVariable(d: Declaration): void {
    if (d.variable === null || d.typedef || d.candidate !== null || !d.typed) return;
    if ((d.flags & ItemFlag.Extern) !== 0 || d.variable.at === 0) return;
    // A lone type (`struct s;`) declares nothing.
    const before = d.variable.at - 1;
    const { tokens } = this;
    const named =
      tokens.isIdentifier(before) ||
      tokens.is(before, STAR) ||
      tokens.is(before, CLOSE_BRACE) ||
      tokens.is(before, CLOSE_PAREN) ||
      tokens.is(before, COMMA);
    if (named) this.emitVariable(d, d.variable);
  }

  /** Records a renamed function as a macro that links to the other symbol. */
  private emitRenamed({ name, at }: Declarator, renamed: number): void {
    const { tokens, out } = this;
    const line = tokens.line[at] as number;
    out.args.push(tokens.value[renamed] as number);
    out.calls.push4(this.names.idOf('__RENAME'), this.cpp, line, out.args.length);
    out.item(ItemKind.Macro, ItemFlag.FunctionLike, name, this.cpp, line);
  }

  /** Records a possible macro for `inline` as a call of the keyword `inline`, which nothing else can be. */
  private emitSpecifier(specifier: NameId, line: number): void {
    this.out.args.push(specifier);
    this.out.calls.push4(INLINE, this.cpp, line, this.out.args.length);
  }

  private emitVariable(d: Declaration, { name, at }: Declarator): void {
    this.out.item(ItemKind.Variable, d.flags, name, this.cpp, this.tokens.line[at] as number);
  }

  private initialiser(assign: number, d: Declaration): number {
    const end = this.endOfInitialiser(assign + 1);
    const variable = d.variable;
    if (variable !== null) {
      const region = this.cpp;
      this.scanner.expressionOnly(assign + 1, end, region, scopeOf(this.locals, true));
      this.emitVariable(d, variable);
      d.variable = null;
    }
    this.walkMarkers(assign, end);
    return end;
  }

  /** The index of the `,` or `;` that ends an initialiser. */
  private endOfInitialiser(from: number): number {
    const { tokens } = this;
    let i = from;
    while (i < tokens.length && !tokens.is(i, SEMICOLON) && !tokens.is(i, COMMA)) {
      if (tokens.is(i, OPEN_PAREN) || tokens.is(i, OPEN_BRACE) || tokens.is(i, OPEN_BRACKET))
        i = this.closing(i, false);
      else if (tokens.is(i, CLOSE_BRACE)) return i;
      i++;
    }
    return i;
  }

  /** Reads `int (*name)(void)`, or the parameters of a function with a pasted name (`int NAME(x, _create)(void)`). */
  private parenthesised(open: number, d: Declaration): number {
    const { tokens } = this;
    if (d.candidate !== null && d.candidate.close === open - 1) {
      // No identifier of the source looks like this, so nothing refers to it.
      const name = this.names.idOf(`${this.names.textOf(d.candidate.name)}()`);
      d.candidate = { name, at: d.candidate.at, open, close: this.closing(open) };
      return d.candidate.close + 1;
    }
    if (d.candidate === null && d.typed) {
      let i = open + 1;
      while (tokens.is(i, STAR) || (tokens.isIdentifier(i) && (tokens.value[i] as number) < KEYWORD_COUNT))
        i++;
      if (tokens.isIdentifier(i) && d.variable?.at !== open - 1)
        d.variable = { name: tokens.value[i] as number, at: i };
    }
    return this.closing(open) + 1;
  }

  /**
   * The index of the bracket that closes the one at `open`. Only one branch of an `#if` counts: `#else` restores the depth
   * of its `#if`. With `follow` the region of the closing bracket becomes the current one.
   */
  private closing(open: number, follow = true): number {
    const { tokens } = this;
    const cpp = this.cpp;
    const saved: number[] = [];
    let depth = 0;
    let i = open;
    for (; i < tokens.length; i++) {
      const kind = tokens.kind[i] as number;
      if (kind >= TokenKind.If) {
        this.cpp = tokens.value[i] as number;
        if (kind === TokenKind.If) saved.push(depth);
        else if (kind === TokenKind.Else) depth = saved.at(-1) ?? depth;
        else saved.pop();
        continue;
      }
      if (!isPunctuator(kind)) continue;
      if (kind === OPEN_PAREN || kind === OPEN_BRACE || kind === OPEN_BRACKET) depth++;
      else if ((kind === CLOSE_PAREN || kind === CLOSE_BRACE || kind === CLOSE_BRACKET) && --depth <= 0)
        break;
    }
    if (!follow) this.cpp = cpp;
    return Math.min(i, tokens.length - 1);
  }

  private walkMarkers(from: number, to: number): void {
    const { tokens } = this;
    for (let i = from; i < to && i < tokens.length; i++)
      if ((tokens.kind[i] as number) >= TokenKind.If) this.cpp = tokens.value[i] as number;
  }
}
