// Scans code (function bodies, initialisers, macro bodies) and collects references, calls and pasted names, with the C
// conditions around them. It tolerates code that is not C: macros are not expanded yet.
import { closesAt } from './bracket.js';
import type { Collector } from './collector.js';
import { ExpressionScanner } from './expression-scanner.js';
import { type Assigned, ExpressionText } from './expression-text.js';
import { CONST, KEYWORD_COUNT, Keyword, keywordOf, SIZEOF } from './keyword.js';
import { LocalDeclarations } from './local-declaration.js';
import type { NameId, NameTable } from './name-table.js';
import type { Scope } from './scope.js';
import { RegionKind } from './summary.js';
import {
  ASSIGN,
  CLOSE_BRACE,
  CLOSE_PAREN,
  COLON,
  DOT,
  isPunctuator,
  OPEN_BRACE,
  OPEN_PAREN,
  Operator,
  SEMICOLON,
  STAR,
  TokenKind,
  type Tokens,
} from './token.js';
import { StopAt, Walk } from './walk.js';

/** Each `else if` of a chain nests one statement deeper: kernel code has chains of about a hundred. */
const DEEPEST_STATEMENT = 600;

/** Scans one token list into a collector. Reusable: each public method starts a new scan. */
export class Scanner {
  /** Texts of expressions of the same tokens. */
  readonly texts: ExpressionText;
  private readonly walk: Walk;
  private readonly declarations: LocalDeclarations;
  private readonly expressions: ExpressionScanner;
  private nested = 0;
  /** About the last statement: the region of the code that follows it in its block, and whether it leaves the block. */
  private rest = 0;
  private jumps = false;
  /** The assignment in the statement before. */
  private assigned: Assigned | null = null;

  constructor(
    private readonly tokens: Tokens,
    names: NameTable,
    private readonly out: Collector,
  ) {
    this.walk = new Walk(tokens);
    this.declarations = new LocalDeclarations(tokens, names);
    this.texts = new ExpressionText(tokens, names);
    this.expressions = new ExpressionScanner(this.texts, out, this.walk, this);
  }

  /** Scans `[from, to)` as statements. @param cpp the preprocessor region of the first token. */
  statements(from: number, to: number, cpp: number, scope: Scope, region = 0): void {
    this.walk.begin(cpp);
    let i = from;
    while (i < to) {
      const next = this.block(i, to, region, scope);
      // Branches of an #if can share a closing brace: continue after a surplus one.
      i = next < to && this.tokens.is(next, CLOSE_BRACE) ? next + 1 : Math.max(next, i + 1);
    }
  }

  /** Scans `[from, to)` as one expression or initialiser. */
  expressionOnly(from: number, to: number, cpp: number, scope: Scope, region = 0): void {
    this.walk.begin(cpp);
    for (let i = from; i < to; ) i = Math.max(this.expressions.expression(i, to, region, scope), i) + 1;
  }

  /** Collects the calls in the assembler text of the strings in `[from, to)`. */
  assemblerText(from: number, to: number, cpp: number, scope: Scope): void {
    this.expressions.assemblerText(from, to, cpp, scope);
  }

  /** Scans the call with the callee at `i`: a macro invoked in place of a declaration. */
  callOnly(i: number, to: number, cpp: number, scope: Scope): void {
    this.walk.begin(cpp);
    this.out.ref(this.tokens.value[i] as number, cpp, this.tokens.line[i] as number);
    this.expressions.call(i, to, 0, scope);
  }

  /** Scans statements up to the brace that closes the block, or to the end; returns its index. */
  block(from: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    const saved: number[] = [];
    const outer = region;
    let current = region;
    let i = from;
    if (!this.walk.descend()) return to;
    while (i < to) {
      const kind = tokens.kind[i];
      if (kind !== undefined && kind >= TokenKind.If) this.assigned = null;
      if (kind === TokenKind.If) {
        saved.push(current);
        this.walk.cpp = tokens.value[i++] as number;
      } else if (kind === TokenKind.Else) {
        current = saved.at(-1) ?? current;
        this.walk.cpp = tokens.value[i++] as number;
      } else if (kind === TokenKind.Endif) {
        current = saved.pop() ?? current;
        this.walk.cpp = tokens.value[i++] as number;
      } else if (tokens.is(i, CLOSE_BRACE)) {
        break;
      } else {
        // A jump can reach a label from anywhere in the function, and a case from its `switch`.
        if (this.isLabel(i) || this.isCase(i)) {
          current = outer;
          this.assigned = null;
        }
        const next = this.statement(i, to, current, scope);
        current = this.rest;
        i = next > i ? next : i + 1;
      }
    }
    this.walk.ascend();
    return i;
  }

  private isLabel(i: number): boolean {
    const { tokens } = this;
    if (!tokens.is(i + 1, COLON)) return false;
    return tokens.isIdentifier(i);
  }

  private isCase(i: number): boolean {
    const { tokens } = this;
    const keyword = tokens.isIdentifier(i) ? keywordOf(tokens.value[i] as number) : Keyword.None;
    return keyword === Keyword.Case || keyword === Keyword.Default;
  }

  /** Scans one statement; returns the index after it. Skips the rest of the tokens when it is nested too deeply. */
  statement(from: number, to: number, region: number, scope: Scope): number {
    if (this.nested >= DEEPEST_STATEMENT) return this.end(to, region);
    this.nested++;
    const next = this.statementAt(from, to, region, scope);
    this.nested--;
    return next;
  }

  /** Records the end of a statement: `next` is the index after it. */
  private end(next: number, rest: number, jumps = false): number {
    this.rest = rest;
    this.jumps = jumps;
    return next;
  }

  private statementAt(from: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    const i = this.walk.skipMarkers(from, to);
    if (i >= to) return this.end(to, region);
    // A `#if` between the two statements can remove the assignment.
    if (i !== from) this.assigned = null;
    if (tokens.is(i, OPEN_BRACE)) {
      const end = this.block(i + 1, to, region, scope);
      return this.end(end + 1, region, this.endsWithJump(i + 1, end));
    }
    if (tokens.is(i, SEMICOLON)) return this.end(i + 1, region);
    const value = tokens.value[i] as number;
    const keyword =
      tokens.kind[i] === TokenKind.Identifier && value < KEYWORD_COUNT ? keywordOf(value) : Keyword.None;
    if (keyword !== Keyword.If) this.assigned = null;
    switch (keyword) {
      case Keyword.If:
        return this.ifStatement(i, to, region, scope);
      case Keyword.While:
      case Keyword.For:
      case Keyword.Switch: {
        const close = this.header(i + 1, to, region, scope);
        const inside =
          keyword === Keyword.While
            ? this.guarded(RegionKind.Then, region, this.condition(i + 2, close, scope))
            : region;
        // The `while` of a `do` has no body of its own.
        const next = this.statement(close + 1, to, inside, scope);
        this.assigned = null;
        return this.end(next, region);
      }
      case Keyword.Do:
        return this.end(this.statement(i + 1, to, region, scope), region);
      case Keyword.Else:
        return this.end(i + 1, region);
      case Keyword.Goto:
        return this.end(this.endOfStatement(i, to), region, true);
      case Keyword.Case:
      case Keyword.Default: {
        const end = this.expressions.expression(i + 1, to, region, scope, StopAt.Colon);
        return this.end(end + 1, region);
      }
      case Keyword.Jump: {
        const end = this.expressions.expression(i + 1, to, region, scope);
        return this.end(tokens.is(end, SEMICOLON) ? end + 1 : end, region, true);
      }
      default: {
        if (keyword === Keyword.None && this.isLabel(i)) return this.end(i + 2, region);
        this.declarations.declare(i, to, scope);
        const end = this.expressions.expression(i, to, region, scope);
        this.assigned = this.assignment(i, end, scope);
        if (this.assigned !== null && keyword === Keyword.Type) this.keepConstant(i, this.assigned, scope);
        this.keepSize(i, end, scope);
        return this.end(tokens.is(end, SEMICOLON) ? end + 1 : end, region);
      }
    }
  }

  /** The assignment of the statement `[from, end)` if it is `x = f(…);` or `type x = f(…);`; else null. */
  private assignment(from: number, end: number, scope: Scope): Assigned | null {
    const { tokens } = this;
    if (!tokens.is(end, SEMICOLON) || !tokens.is(end - 1, CLOSE_PAREN)) return null;
    let at = from;
    // The left side has to be one variable or member.
    while (at < end && !tokens.is(at, ASSIGN)) {
      const kind = tokens.kind[at] as number;
      if (isPunctuator(kind) && kind !== STAR && kind !== DOT && kind !== Operator.Arrow) return null;
      at++;
    }
    const callee = tokens.value[at + 1] as number;
    const isCall =
      tokens.isIdentifier(at + 1) &&
      callee >= KEYWORD_COUNT &&
      !scope.locals.has(callee) &&
      !scope.parameters.has(callee) &&
      closesAt(tokens, at + 2, end - 1);
    if (!isCall || !tokens.is(at + 2, OPEN_PAREN) || !tokens.isIdentifier(at - 1)) return null;
    let start = at - 1;
    while (start - 2 >= from && (tokens.is(start - 1, Operator.Arrow) || tokens.is(start - 1, DOT)))
      start -= 2;
    return { from: start, to: at, callee };
  }

  /** `const type x = f(…);`: x is the result of f up to the end of the block. */
  private keepConstant(from: number, { from: at, to, callee }: Assigned, scope: Scope): void {
    const { tokens } = this;
    if (to - at !== 1 || tokens.value[from] !== CONST) return;
    for (let i = from; i < at; i++) if (tokens.is(i, STAR)) return;
    scope.constants?.set(tokens.value[at] as number, callee);
  }

  /** `const type x = sizeof(…);`: x is a size up to the end of the block. A macro needs no `const`. */
  private keepSize(from: number, end: number, scope: Scope): void {
    const { tokens } = this;
    const isConstant = scope.parameters.size > 0 || this.isWord(from, CONST);
    if (!isConstant || !tokens.is(end, SEMICOLON)) return;
    let at = from;
    while (at < end && tokens.isIdentifier(at)) at++;
    const isSize = tokens.is(at, ASSIGN) && this.isWord(at + 1, SIZEOF) && closesAt(tokens, at + 2, end - 1);
    const name = tokens.value[at - 1] as number;
    if (isSize && at - from > 1 && scope.locals.has(name)) {
      scope.sizes ??= new Set();
      scope.sizes.add(name);
    }
  }

  private isWord(i: number, word: NameId): boolean {
    return this.tokens.isIdentifier(i) && this.tokens.value[i] === word;
  }

  private ifStatement(i: number, to: number, region: number, scope: Scope): number {
    const cppAtIf = this.walk.cpp;
    const { assigned } = this;
    this.assigned = null;
    const close = this.header(i + 1, to, region, scope);
    const text = this.texts.condition(i + 2, close, scope, assigned);
    const next = this.statement(close + 1, to, this.guarded(RegionKind.Then, region, text), scope);
    const otherwise = this.guarded(RegionKind.Otherwise, region, text);
    const leaves = this.jumps;
    // An assignment in one branch is not valid in the other one, nor after both.
    this.assigned = null;
    const elseAt = this.peekElse(next, to);
    if (elseAt === -1) {
      // `if (x) return;`: the code after it runs only without x, as long as the `if` itself is compiled.
      return this.end(next, leaves ? otherwise : region);
    }
    this.walk.skipMarkers(next, elseAt + 1);
    const start = this.walk.skipMarkers(elseAt + 1, to);
    const end = this.statement(start, to, this.walk.cpp === cppAtIf ? otherwise : region, scope);
    this.assigned = null;
    return this.end(end, region, leaves && this.jumps);
  }

  /** Scans the parenthesis after `if`, `for`, ...; returns the index of its closing one. */
  private header(open: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    if (!tokens.is(open, OPEN_PAREN)) return open - 1;
    this.declarations.declare(open + 1, to, scope);
    let i = open + 1;
    for (;;) {
      i = this.expressions.expression(i, to, region, scope);
      if (!tokens.is(i, SEMICOLON)) return Math.min(i, to - 1);
      i++;
    }
  }

  private peekElse(i: number, to: number): number {
    const { tokens } = this;
    let j = i;
    while (j < to && (tokens.kind[j] as number) >= TokenKind.If) j++;
    return tokens.isIdentifier(j) && keywordOf(tokens.value[j] as number) === Keyword.Else && j < to ? j : -1;
  }

  private endOfStatement(from: number, to: number): number {
    let i = from;
    while (i < to && !this.tokens.is(i, SEMICOLON) && !this.tokens.is(i, CLOSE_BRACE))
      i = this.walk.skipMarkers(i, to) + 1;
    return this.tokens.is(i, SEMICOLON) ? i + 1 : i;
  }

  /** Whether the last statement of a block is a jump. */
  private endsWithJump(from: number, end: number): boolean {
    const { tokens } = this;
    let i = end - 1;
    if (!tokens.is(i, SEMICOLON)) return false;
    i--;
    while (
      i >= from &&
      !tokens.is(i, SEMICOLON) &&
      !tokens.is(i, OPEN_BRACE) &&
      !tokens.is(i, CLOSE_BRACE) &&
      (tokens.kind[i] as number) < TokenKind.If
    )
      i--;
    let first = i + 1;
    // Only a jump at the start counts: in `if (x) return` it is conditional. `case X: return` is not recognised.
    while (first < end && !tokens.isIdentifier(first)) first++;
    const keyword = tokens.isIdentifier(first) ? keywordOf(tokens.value[first] as number) : Keyword.None;
    return keyword === Keyword.Jump || keyword === Keyword.Goto;
  }

  private guarded(kind: number, region: number, text: string): number {
    return text === '' ? region : this.out.region(kind, region, text);
  }

  private condition(from: number, to: number, scope: Scope): string {
    return this.texts.condition(from, to, scope);
  }
}
