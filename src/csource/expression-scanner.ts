// Expressions and initialisers (C11, 6.5 and 6.7.9): the names in them, with the operands of `&&`, `||` and `?:` that guard them.
import { AssemblerScanner } from './assembler-scanner.js';
import { groupEnd, isAttribute } from './bracket.js';
import { CallScanner } from './call-scanner.js';
import type { Collector } from './collector.js';
import type { ExpressionText } from './expression-text.js';
import { GENERIC, KEYWORD_COUNT, Keyword, keywordOf } from './keyword.js';
import type { NameTable } from './name-table.js';
import type { Scope } from './scope.js';
import { RegionKind } from './summary.js';
import {
  ASSIGN,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COLON,
  COMMA,
  DOT,
  GREATER,
  HASH,
  isPunctuator,
  LESS,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  Operator,
  QUESTION,
  SEMICOLON,
  TokenKind,
  type Tokens,
} from './token.js';
import { StopAt, type Walk } from './walk.js';

/** Scans statements inside expressions: in `({ … })`, and in arguments of macros. `Scanner` implements it. */
export interface StatementScanner {
  readonly block: (from: number, to: number, region: number, scope: Scope) => number;
  readonly statement: (from: number, to: number, region: number, scope: Scope) => number;
}

/** Keywords that begin a statement or a declaration, but no element of an initialiser. */
const BODY_BEGINS: ReadonlySet<number> = new Set<number>([
  Keyword.Struct,
  Keyword.Union,
  Keyword.Enum,
  Keyword.Static,
  Keyword.Type,
  Keyword.If,
  Keyword.For,
  Keyword.While,
  Keyword.Do,
  Keyword.Switch,
  Keyword.Goto,
  Keyword.Jump,
]);

/** A `?` without its `:` so far; `outer` is the region around it, `around` the next outer `?`. */
interface Choice {
  readonly outer: number;
  readonly text: string;
  readonly around: Choice | null;
}

/** The condition of an association of `_Generic`: only the compiler can decide it (C11, 6.5.1.1). */
const BY_TYPE = '__builtin_types_compatible_p ( )';

/** Collects the references and calls of expressions. Owned by a `Scanner`, with which it shares the `Walk`. */
export class ExpressionScanner {
  private readonly tokens: Tokens;
  private readonly names: NameTable;
  private readonly calls: CallScanner;
  private readonly assembler: AssemblerScanner;

  /** @param texts of the tokens to scan. */
  constructor(
    private readonly texts: ExpressionText,
    private readonly out: Collector,
    private readonly walk: Walk,
    private readonly statements: StatementScanner,
  ) {
    this.tokens = texts.tokens;
    this.names = texts.names;
    this.calls = new CallScanner(this.tokens, this.names, out, walk, this);
    this.assembler = new AssemblerScanner(this.tokens, this.names, out);
  }

  /**
   * Reads an expression up to `;`, an unmatched closing bracket, or a token of `stop` (bits of `StopAt`; a `:` that
   * belongs to a `?` does not end it). Returns the index of that token.
   */
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one switch over punctuators on the hot path; its cases share five local variables
  expression(from: number, to: number, region: number, scope: Scope, stop: number = StopAt.None): number {
    const { tokens } = this;
    if (!this.walk.descend()) return to;
    let current = region;
    let levelStart = from;
    let operandStart = from;
    let choice: Choice | null = null;
    let i = from;
    scan: while (i < to) {
      const kind = tokens.kind[i] as number;
      if (kind === TokenKind.Identifier) {
        i = this.name(i, to, current, scope);
        continue;
      }
      if (!isPunctuator(kind)) {
        if (kind >= TokenKind.If) this.walk.cpp = tokens.value[i] as number;
        i++;
        continue;
      }
      switch (kind) {
        case OPEN_PAREN:
        case OPEN_BRACKET:
          i = this.group(i, to, current, scope);
          continue;
        case OPEN_BRACE:
          i = this.braces(i, to, current, scope);
          continue;
        case CLOSE_PAREN:
        case CLOSE_BRACKET:
        case CLOSE_BRACE:
        case SEMICOLON:
          break scan;
        case COMMA:
          if ((stop & StopAt.Comma) !== 0) break scan;
          current = region;
          levelStart = operandStart = i + 1;
          choice = null;
          break;
        case ASSIGN:
          // `<=` and `>=` are two tokens, but no assignment; `<<=` and `>>=` are three.
          if (this.isComparison(i - 1) && !this.isComparison(i - 2)) break;
          levelStart = operandStart = i + 1;
          break;
        case Operator.Assign:
          levelStart = operandStart = i + 1;
          break;
        case Operator.And:
          // A label address (`x && &&label`) needs no care: no configuration decides such a condition.
          current = this.guarded(RegionKind.Then, current, this.condition(operandStart, i, scope));
          operandStart = i + 1;
          break;
        case Operator.Or:
          current = this.guarded(
            RegionKind.Otherwise,
            choice?.outer ?? region,
            this.condition(levelStart, i, scope),
          );
          operandStart = i + 1;
          break;
        case QUESTION: {
          const text = this.condition(levelStart, i, scope);
          const outer: number = choice?.outer ?? region;
          choice = { outer, text, around: choice };
          current = this.guarded(RegionKind.Then, outer, text);
          levelStart = operandStart = i + 1;
          break;
        }
        case COLON: {
          if (choice === null) {
            if ((stop & StopAt.Colon) !== 0) break scan;
          } else {
            current = this.guarded(RegionKind.Otherwise, choice.outer, choice.text);
            choice = choice.around;
          }
          levelStart = operandStart = i + 1;
          break;
        }
        case HASH:
          // `#x` is a string; it occurs only in macros.
          if (tokens.isIdentifier(i + 1)) i++;
          break;
      }
      i++;
    }
    this.walk.ascend();
    return i;
  }

  private isComparison(i: number): boolean {
    return this.tokens.is(i, LESS) || this.tokens.is(i, GREATER);
  }

  /** Collects the calls in the assembler text of the strings in `[from, to)`. */
  assemblerText(from: number, to: number, cpp: number, scope: Scope): void {
    this.assembler.read(from, to, cpp, scope);
  }

  /** Reads the call with the callee at `i`; returns the index after its closing parenthesis. */
  call(i: number, to: number, region: number, scope: Scope): number {
    return this.calls.call(i, to, region, scope);
  }

  /** Reads `( … )` or `[ … ]` that is not a call; `({ … })` contains statements. Returns the index after it. */
  private group(open: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    let i = open + 1;
    for (;;) {
      i = this.expression(i, to, region, scope);
      if (i >= to || tokens.is(i, CLOSE_PAREN) || tokens.is(i, CLOSE_BRACKET)) return i + 1;
      if (tokens.is(i, CLOSE_BRACE)) return i;
      i++;
    }
  }

  /** Reads `{ … }` inside an expression: statements after `(`, else an initialiser. */
  private braces(open: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    if (tokens.is(open - 1, OPEN_PAREN) || this.isBody(open))
      return this.statements.block(open + 1, to, region, scope) + 1;
    let i = open + 1;
    for (;;) {
      i = this.expression(i, to, region, scope);
      if (i >= to || tokens.is(i, CLOSE_BRACE)) return i + 1;
      i++;
    }
  }

  /** Whether `) {` begins the body of a function in a macro rather than a compound literal. */
  private isBody(open: number): boolean {
    const { tokens } = this;
    if (!tokens.is(open - 1, CLOSE_PAREN) || !tokens.isIdentifier(open + 1)) return false;
    return BODY_BEGINS.has(keywordOf(tokens.value[open + 1] as number));
  }

  /** Reads an identifier: a keyword, a member, a local variable, a reference or a call. */
  private name(i: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    const id = tokens.value[i] as number;
    if (id < KEYWORD_COUNT) return this.keyword(i, to, region, scope);
    const next = tokens.kindAt(i + 1);
    const before = tokens.kindAt(i - 1);
    if (next === Operator.Paste || (before === Operator.Paste && !tokens.is(i - 2, COMMA)))
      return this.calls.paste(i, to, region, scope);
    const isMember = before === DOT || before === Operator.Arrow;
    const parameter = scope.parameters.numberOf(id);
    if (parameter >= 0) {
      if (!isMember) this.out.ref(-1 - parameter, this.here(region), tokens.line[i] as number);
      if (next !== OPEN_PAREN) return i + 1;
      return this.group(i + 1, to, region, scope);
    }
    if (isMember || scope.locals.has(id)) return i + 1;
    // A colon does not identify a label or GNU's old designator `name: value`: the middle of `a ? b : c` has one too.
    this.out.ref(id, this.here(region), tokens.line[i] as number);
    return next === OPEN_PAREN ? this.calls.call(i, to, region, scope) : i + 1;
  }

  private keyword(i: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    switch (keywordOf(tokens.value[i] as number)) {
      case Keyword.Struct:
      case Keyword.Union:
      case Keyword.Enum: {
        let j = i + 1;
        while (isAttribute(tokens, j)) j = this.walk.skipGroup(j + 1, to);
        // A tag that is a parameter of the macro or pasted is no reference either.
        while (tokens.isIdentifier(j) || tokens.is(j, Operator.Paste)) {
          j++;
          if (!tokens.is(j, Operator.Paste) && !tokens.is(j - 1, Operator.Paste)) break;
        }
        return tokens.is(j, OPEN_BRACE) ? this.walk.skipGroup(j, to) : j;
      }
      case Keyword.Unevaluated:
        return tokens.is(i + 1, OPEN_PAREN) ? this.walk.skipGroup(i + 1, to) : i + 1;
      case Keyword.Attribute:
        if (!tokens.is(i + 1, OPEN_PAREN)) return i + 1;
        return this.attributes(i + 1, to, region, scope);
      case Keyword.Asm: {
        let open = i + 1;
        while (tokens.isIdentifier(open)) open++;
        if (!tokens.is(open, OPEN_PAREN)) return i + 1;
        const end = this.group(open, to, region, scope);
        this.assembler.read(open, end, this.here(region), scope);
        return end;
      }
      case Keyword.Other:
        if (tokens.value[i] !== GENERIC || !tokens.is(i + 1, OPEN_PAREN)) return i + 1;
        return this.group(i + 1, to, this.guarded(RegionKind.Then, region, BY_TYPE), scope);
      case Keyword.Goto:
        return tokens.isIdentifier(i + 1) ? i + 2 : i + 1;
      case Keyword.If:
      case Keyword.While:
      case Keyword.For:
      case Keyword.Switch:
      case Keyword.Do:
        return Math.max(this.statements.statement(i, to, region, scope), i + 1);
      default:
        return i + 1;
    }
  }

  /**
   * Reads the attributes in the parenthesis at `open`: `cleanup(f)` calls f at the end of the variable's scope,
   * `alias("x")` refers to x (gcc manual, "Common Variable Attributes", "Common Function Attributes").
   * Returns the index after them.
   */
  private attributes(open: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    const end = this.walk.skipGroup(open, to);
    for (let i = open + 1; i < end; i++) {
      if (!tokens.isIdentifier(i) || !tokens.is(i + 1, OPEN_PAREN)) continue;
      const attribute = this.names.textOf(tokens.value[i] as number);
      if (/^(?:__)?cleanup(?:__)?$/.test(attribute)) this.expression(i + 2, end, region, scope);
      else if (/^(?:__)?alias(?:__)?$/.test(attribute)) this.alias(i + 2, end, region, scope);
      i = groupEnd(tokens, i + 1, end) - 1;
    }
    return end;
  }

  /** Collects the parameters of the macro that an alias consists of; other parts of its name are unknown. */
  private alias(from: number, to: number, region: number, scope: Scope): void {
    const { tokens } = this;
    for (let i = from; i < to; i++) {
      const parameter = tokens.isIdentifier(i) ? scope.parameters.numberOf(tokens.value[i] as number) : -1;
      const isPasted = tokens.is(i - 1, Operator.Paste) || tokens.is(i + 1, Operator.Paste);
      if (parameter >= 0 && !isPasted)
        this.out.ref(-1 - parameter, this.here(region), tokens.line[i] as number);
    }
  }

  private here(region: number): number {
    return this.out.bothRegions(this.walk.cpp, region);
  }

  private guarded(kind: number, region: number, text: string): number {
    return text === '' ? region : this.out.region(kind, region, text);
  }

  private condition(from: number, to: number, scope: Scope): string {
    return this.texts.condition(from, to, scope);
  }
}
