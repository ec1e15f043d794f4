// Expressions and initialisers (C11, 6.5 and 6.7.9): what they name, and under which parts of `&&`, `||` and `?:`.
import { AssemblerScanner } from './assembler-scanner.js';
import { groupEnd, isAttribute } from './bracket.js';
import { CallScanner } from './call-scanner.js';
import type { Collector } from './collector.js';
import { conditionText } from './expression-text.js';
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
import type { Walk } from './walk.js';

/** Statements stand inside expressions: in `({ … })`, and in arguments of macros. */
export interface StatementScanner {
  readonly block: (from: number, to: number, region: number, scope: Scope) => number;
  readonly statement: (from: number, to: number, region: number, scope: Scope) => number;
}

/** Words that begin a statement or a declaration, and no element of an initialiser. */
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

/** A `?` whose `:` is to come. */
interface Choice {
  readonly outer: number;
  readonly text: string;
  readonly around: Choice | null;
}

/** What only the compiler can tell of one association of `_Generic` (C11, 6.5.1.1). */
const BY_TYPE = '__builtin_types_compatible_p ( )';

export class ExpressionScanner {
  private readonly calls: CallScanner;
  private readonly assembler: AssemblerScanner;

  constructor(
    private readonly tokens: Tokens,
    private readonly names: NameTable,
    private readonly out: Collector,
    private readonly walk: Walk,
    private readonly statements: StatementScanner,
  ) {
    this.calls = new CallScanner(tokens, names, out, walk, this);
    this.assembler = new AssemblerScanner(tokens, names, out);
  }

  /**
   * An expression up to a token that ends it: `;`, `,` (with `stopAtComma`), an unmatched closing bracket, or `:` of a label.
   * Gives the index of that token.
   */
  expression(
    from: number,
    to: number,
    region: number,
    scope: Scope,
    stopAtColon: boolean,
    stopAtComma = false,
  ): number {
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
          if (stopAtComma) break scan;
          current = region;
          levelStart = operandStart = i + 1;
          choice = null;
          break;
        case ASSIGN:
          // `<=` and `>=` are two tokens, and no assignment; `<<=` and `>>=` are three.
          if (this.isComparison(i - 1) && !this.isComparison(i - 2)) break;
          levelStart = operandStart = i + 1;
          break;
        case Operator.Assign:
          levelStart = operandStart = i + 1;
          break;
        case Operator.And:
          // `x && &&label` and `&x` need no care: they are no conditions that a configuration decides.
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
            if (stopAtColon) break scan;
          } else {
            current = this.guarded(RegionKind.Otherwise, choice.outer, choice.text);
            choice = choice.around;
          }
          levelStart = operandStart = i + 1;
          break;
        }
        case HASH:
          // `#x` is text; in code that is no macro it does not occur.
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

  /** Notes what strings in `[from, to)` call that the assembler reads. */
  assemblerText(from: number, to: number, cpp: number, scope: Scope): void {
    this.assembler.read(from, to, cpp, scope);
  }

  /** The call whose callee is token `i`; gives the index after its closing parenthesis. */
  call(i: number, to: number, region: number, scope: Scope): number {
    return this.calls.call(i, to, region, scope);
  }

  /** `( … )` or `[ … ]` that is no call; `({ … })` holds statements. Gives the index after it. */
  private group(open: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    let i = open + 1;
    for (;;) {
      i = this.expression(i, to, region, scope, false);
      if (i >= to || tokens.is(i, CLOSE_PAREN) || tokens.is(i, CLOSE_BRACKET)) return i + 1;
      if (tokens.is(i, CLOSE_BRACE)) return i;
      i++;
    }
  }

  /** `{ … }` inside an expression: statements after `(`, else an initialiser. */
  private braces(open: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    if (tokens.is(open - 1, OPEN_PAREN) || this.isBody(open))
      return this.statements.block(open + 1, to, region, scope) + 1;
    let i = open + 1;
    for (;;) {
      i = this.expression(i, to, region, scope, false);
      if (i >= to || tokens.is(i, CLOSE_BRACE)) return i + 1;
      i++;
    }
  }

  /** The body of a function in a macro: a compound literal has no declaration in it. */
  private isBody(open: number): boolean {
    const { tokens } = this;
    if (!tokens.is(open - 1, CLOSE_PAREN) || !tokens.isIdentifier(open + 1)) return false;
    return BODY_BEGINS.has(keywordOf(tokens.value[open + 1] as number));
  }

  /** An identifier: a keyword, a member, a variable of the code itself, a reference or a call. */
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
    // GNU's old designator `name: value` and labels are followed by a colon, but so is the middle of `a ? b : c`.
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
        // A tag that is a macro's parameter or pasted is no reference either.
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
   * The attributes from their outer parenthesis on: `cleanup(f)` calls f where the variable goes out of scope, `alias("x")`
   * keeps x, whatever makes the text of its name (gcc manual, "Common Variable Attributes", "Common Function Attributes").
   * Gives the index after them.
   */
  private attributes(open: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    const end = this.walk.skipGroup(open, to);
    for (let i = open + 1; i < end; i++) {
      if (!tokens.isIdentifier(i) || !tokens.is(i + 1, OPEN_PAREN)) continue;
      const attribute = this.names.textOf(tokens.value[i] as number);
      if (/^(?:__)?cleanup(?:__)?$/.test(attribute)) this.expression(i + 2, end, region, scope, false);
      else if (/^(?:__)?alias(?:__)?$/.test(attribute)) this.alias(i + 2, end, region, scope);
      i = groupEnd(tokens, i + 1, end) - 1;
    }
    return end;
  }

  /** The parameters of a macro that an alias is made of: of none else the name is known. */
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
    return conditionText(this.tokens, this.names, from, to, scope);
  }
}
