// Walks through code (function bodies, initialisers, macro bodies) and collects what it names: references, calls, pasted
// names, and the C conditions around them. It reads statements loosely: kernel code is full of macros that are no C yet.
import type { Collector } from './collector.js';
import { KEYWORD_COUNT, type Keyword, keywordOf } from './keyword.js';
import type { NameId, NameTable } from './name-table.js';
import { CALL_ARGUMENT, OTHER_ARGUMENT, PASTE_ARGUMENT, PASTE_STRIDE, RegionKind } from './summary.js';
import {
  ASSIGN,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COLON,
  COMMA,
  DOT,
  HASH,
  NOT,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  Operator,
  QUESTION,
  SEMICOLON,
  STAR,
  TokenKind,
  type Tokens,
} from './token.js';

/** Conditions longer than this are taken as unknown: none that a configuration decides is as long. */
const LONGEST_CONDITION = 48;
/** Nesting deeper than this is no code that a compiler takes (C11, 5.2.4.1 asks for 127). */
const DEEPEST_NESTING = 400;

/** What the names of a piece of code mean: its own variables and, in a macro, its parameters. */
export interface Scope {
  readonly locals: Set<NameId>;
  readonly parameters: ReadonlyMap<NameId, number>;
  /** Calls with arguments of plain numbers are kept (macro bodies and invocations outside functions paste them). */
  readonly keepNumbers: boolean;
}

export class Scanner {
  private depth = 0;
  private cpp = 0;

  constructor(
    private readonly tokens: Tokens,
    private readonly names: NameTable,
    private readonly out: Collector,
  ) {}

  /** Scans `[from, to)` as a list of statements. `cpp` is the preprocessor region of the first token. */
  statements(from: number, to: number, cpp: number, scope: Scope, region = 0): void {
    this.cpp = cpp;
    this.depth = 0;
    let i = from;
    while (i < to) {
      const next = this.block(i, to, region, scope);
      // A brace too many, from branches of an #if that share one: go on behind it.
      i = next < to && this.tokens.is(next, CLOSE_BRACE) ? next + 1 : Math.max(next, i + 1);
    }
  }

  /** Scans `[from, to)` as one expression or initialiser. */
  expressionOnly(from: number, to: number, cpp: number, scope: Scope, region = 0): void {
    this.cpp = cpp;
    this.depth = 0;
    for (let i = from; i < to; ) i = Math.max(this.expression(i, to, region, scope, false), i) + 1;
  }

  /** Scans the call whose callee is token `i`; gives the index of its row. */
  callOnly(i: number, to: number, cpp: number, scope: Scope): number {
    this.cpp = cpp;
    this.depth = 0;
    const before = this.out.calls.length;
    this.call(i, to, 0, scope);
    return before;
  }

  /** Statements until the brace that closes the block (its index is returned) or the end. */
  private block(from: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    const saved: number[] = [];
    const outer = region;
    let current = region;
    let i = from;
    if (++this.depth > DEEPEST_NESTING) {
      this.depth--;
      return to;
    }
    while (i < to) {
      const kind = tokens.kind[i];
      if (kind === TokenKind.If) {
        saved.push(current);
        this.cpp = tokens.value[i++] as number;
      } else if (kind === TokenKind.Else) {
        current = saved.at(-1) ?? current;
        this.cpp = tokens.value[i++] as number;
      } else if (kind === TokenKind.Endif) {
        current = saved.pop() ?? current;
        this.cpp = tokens.value[i++] as number;
      } else if (tokens.is(i, CLOSE_BRACE)) {
        break;
      } else {
        // A label can be jumped to from anywhere in the function.
        if (this.isLabel(i)) current = outer;
        const end = this.statement(i, to, current, scope);
        current = end.rest;
        i = end.next > i ? end.next : i + 1;
      }
    }
    this.depth--;
    return i;
  }

  private isLabel(i: number): boolean {
    const { tokens } = this;
    if (!tokens.is(i + 1, COLON)) return false;
    return tokens.isIdentifier(i);
  }

  /** One statement; `rest` is the region of what follows it in the block, `jumps` whether it leaves the block. */
  private statement(
    from: number,
    to: number,
    region: number,
    scope: Scope,
  ): { readonly next: number; readonly rest: number; readonly jumps: boolean } {
    const { tokens } = this;
    const i = this.skipMarkers(from, to);
    if (i >= to) return { next: to, rest: region, jumps: false };
    if (tokens.is(i, OPEN_BRACE)) {
      const end = this.block(i + 1, to, region, scope);
      return { next: end + 1, rest: region, jumps: this.endsWithJump(i + 1, end) };
    }
    if (tokens.is(i, SEMICOLON)) return { next: i + 1, rest: region, jumps: false };
    const value = tokens.value[i] as number;
    const keyword =
      tokens.kind[i] === TokenKind.Identifier && value < KEYWORD_COUNT ? keywordOf(value) : undefined;
    switch (keyword) {
      case 'if':
        return this.ifStatement(i, to, region, scope);
      case 'while':
      case 'for':
      case 'switch': {
        const close = this.header(i + 1, to, region, scope);
        const inside =
          keyword === 'while'
            ? this.guarded(RegionKind.Then, region, this.condition(i + 2, close, scope))
            : region;
        // The `while` of a `do` has no body of its own.
        const body = this.statement(close + 1, to, inside, scope);
        return { next: body.next, rest: region, jumps: false };
      }
      case 'do':
        return { next: this.statement(i + 1, to, region, scope).next, rest: region, jumps: false };
      case 'else':
        return { next: i + 1, rest: region, jumps: false };
      case 'goto':
        return { next: this.endOfStatement(i, to), rest: region, jumps: true };
      case 'case':
      case 'default': {
        const end = this.expression(i + 1, to, region, scope, true);
        return { next: end + 1, rest: region, jumps: false };
      }
      default: {
        if (keyword === undefined && this.isLabel(i)) return { next: i + 2, rest: region, jumps: false };
        this.declare(i, to, scope);
        const end = this.expression(i, to, region, scope, false);
        return { next: tokens.is(end, SEMICOLON) ? end + 1 : end, rest: region, jumps: keyword === 'jump' };
      }
    }
  }

  private ifStatement(
    i: number,
    to: number,
    region: number,
    scope: Scope,
  ): { readonly next: number; readonly rest: number; readonly jumps: boolean } {
    const { tokens } = this;
    const cppAtIf = this.cpp;
    const close = this.header(i + 1, to, region, scope);
    const text = this.condition(i + 2, close, scope);
    const body = this.statement(close + 1, to, this.guarded(RegionKind.Then, region, text), scope);
    const otherwise = this.guarded(RegionKind.Otherwise, region, text);
    let next = body.next;
    const elseAt = this.peekElse(next, to);
    if (elseAt === -1) {
      // `if (x) return;`: what follows runs only without x, as long as the `if` itself is compiled.
      return { next, rest: body.jumps ? otherwise : region, jumps: false };
    }
    this.skipMarkers(next, elseAt + 1);
    const start = this.skipMarkers(elseAt + 1, to);
    const other = this.statement(start, to, this.cpp === cppAtIf ? otherwise : region, scope);
    next = other.next;
    return { next, rest: region, jumps: body.jumps && other.jumps && tokens.length > 0 };
  }

  /** The parenthesis after `if`, `for`, ...; gives the index of its closing one. */
  private header(open: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    if (!tokens.is(open, OPEN_PAREN)) return open - 1;
    this.declare(open + 1, to, scope);
    let i = open + 1;
    for (;;) {
      i = this.expression(i, to, region, scope, false);
      if (!tokens.is(i, SEMICOLON)) return Math.min(i, to - 1);
      i++;
    }
  }

  private peekElse(i: number, to: number): number {
    const { tokens } = this;
    let j = i;
    while (j < to && (tokens.kind[j] as number) >= TokenKind.If) j++;
    return tokens.isIdentifier(j) && keywordOf(tokens.value[j] as number) === 'else' && j < to ? j : -1;
  }

  private skipMarkers(from: number, to: number): number {
    let i = from;
    while (i < to && (this.tokens.kind[i] as number) >= TokenKind.If)
      this.cpp = this.tokens.value[i++] as number;
    return i;
  }

  private endOfStatement(from: number, to: number): number {
    let i = from;
    while (i < to && !this.tokens.is(i, SEMICOLON) && !this.tokens.is(i, CLOSE_BRACE))
      i = this.skipMarkers(i, to) + 1;
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
    // `case X: return` and `label: return` begin with no jump; `if (x) return` ends with one that is conditional.
    while (first < end && !tokens.isIdentifier(first)) first++;
    const keyword = tokens.isIdentifier(first) ? keywordOf(tokens.value[first] as number) : undefined;
    return keyword === 'jump' || keyword === 'goto';
  }

  /**
   * An expression up to a token that ends it: `;`, `,` (with `stopAtComma`), an unmatched closing bracket, or `:` of a label.
   * Gives the index of that token.
   */
  private expression(
    from: number,
    to: number,
    region: number,
    scope: Scope,
    stopAtColon: boolean,
    stopAtComma = false,
  ): number {
    const { tokens } = this;
    if (++this.depth > DEEPEST_NESTING) {
      this.depth--;
      return to;
    }
    let current = region;
    let levelStart = from;
    let operandStart = from;
    const choices: { outer: number; text: string }[] = [];
    let i = from;
    scan: while (i < to) {
      const kind = tokens.kind[i] as number;
      if (kind === TokenKind.Identifier) {
        i = this.name(i, to, current, scope);
        continue;
      }
      if (kind !== TokenKind.Punctuator) {
        if (kind >= TokenKind.If) this.cpp = tokens.value[i] as number;
        i++;
        continue;
      }
      switch (tokens.value[i]) {
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
          choices.length = 0;
          break;
        case ASSIGN:
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
            choices.at(-1)?.outer ?? region,
            this.condition(levelStart, i, scope),
          );
          operandStart = i + 1;
          break;
        case QUESTION: {
          const text = this.condition(levelStart, i, scope);
          const outer = choices.at(-1)?.outer ?? region;
          choices.push({ outer, text });
          current = this.guarded(RegionKind.Then, outer, text);
          levelStart = operandStart = i + 1;
          break;
        }
        case COLON: {
          const choice = choices.pop();
          if (choice === undefined) {
            if (stopAtColon) break scan;
          } else current = this.guarded(RegionKind.Otherwise, choice.outer, choice.text);
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
    this.depth--;
    return i;
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
    if (tokens.is(open - 1, OPEN_PAREN)) return this.block(open + 1, to, region, scope) + 1;
    let i = open + 1;
    for (;;) {
      i = this.expression(i, to, region, scope, false);
      if (i >= to || tokens.is(i, CLOSE_BRACE)) return i + 1;
      i++;
    }
  }

  /** An identifier: a keyword, a member, a variable of the code itself, a reference or a call. */
  private name(i: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    const id = tokens.value[i] as number;
    if (id < KEYWORD_COUNT) return this.keyword(i, to, region, scope);
    const parameter = scope.parameters.get(id);
    if (tokens.is(i + 1, Operator.Paste) || (tokens.is(i - 1, Operator.Paste) && !tokens.is(i - 2, COMMA)))
      return this.paste(i, to, region, scope);
    const before = i - 1;
    const isMember = tokens.is(before, DOT) || tokens.is(before, Operator.Arrow);
    if (parameter !== undefined) {
      if (!isMember) this.out.ref(-1 - parameter, this.here(region), tokens.line[i] as number);
      if (!tokens.is(i + 1, OPEN_PAREN)) return i + 1;
      return this.group(i + 1, to, region, scope);
    }
    if (isMember || scope.locals.has(id)) return i + 1;
    // GNU's old designator `name: value` and labels are followed by a colon, but so is the middle of `a ? b : c`.
    if (!tokens.is(i + 1, OPEN_PAREN)) {
      this.out.ref(id, this.here(region), tokens.line[i] as number);
      return i + 1;
    }
    this.out.ref(id, this.here(region), tokens.line[i] as number);
    return this.call(i, to, region, scope);
  }

  private keyword(i: number, to: number, region: number, scope: Scope): number {
    const { tokens } = this;
    const kind = keywordOf(tokens.value[i] as number) as Keyword;
    switch (kind) {
      case 'struct':
      case 'union':
      case 'enum': {
        let j = i + 1;
        while (this.isAttribute(j)) j = this.skipGroup(j + 1, to);
        // A tag that is a macro's parameter or pasted is no reference either.
        while (tokens.isIdentifier(j) || tokens.is(j, Operator.Paste)) {
          j++;
          if (!tokens.is(j, Operator.Paste) && !tokens.is(j - 1, Operator.Paste)) break;
        }
        return tokens.is(j, OPEN_BRACE) ? this.skipGroup(j, to) : j;
      }
      case 'unevaluated':
        return tokens.is(i + 1, OPEN_PAREN) ? this.skipGroup(i + 1, to) : i + 1;
      case 'attribute':
        return tokens.is(i + 1, OPEN_PAREN) ? this.skipGroup(i + 1, to) : i + 1;
      case 'goto':
        return tokens.isIdentifier(i + 1) ? i + 2 : i + 1;
      case 'if':
      case 'while':
      case 'for':
      case 'switch':
      case 'do':
        return Math.max(this.statement(i, to, region, scope).next, i + 1);
      default:
        return i + 1;
    }
  }

  private isAttribute(i: number): boolean {
    return this.tokens.isIdentifier(i) && keywordOf(this.tokens.value[i] as number) === 'attribute';
  }

  /** The index after the bracket that matches the one at `open`. */
  private skipGroup(open: number, to: number): number {
    const { tokens } = this;
    let depth = 0;
    for (let i = open; i < to; i++) {
      if (tokens.kind[i] !== TokenKind.Punctuator) {
        if ((tokens.kind[i] as number) >= TokenKind.If) this.cpp = tokens.value[i] as number;
        continue;
      }
      const value = tokens.value[i];
      if (value === OPEN_PAREN || value === OPEN_BRACE || value === OPEN_BRACKET) depth++;
      else if ((value === CLOSE_PAREN || value === CLOSE_BRACE || value === CLOSE_BRACKET) && --depth <= 0)
        return i + 1;
    }
    return to;
  }

  /** A chain `a ## b ## c`; the name that it makes is known only with the macro's arguments. */
  private paste(i: number, to: number, region: number, scope: Scope): number {
    const { tokens, out } = this;
    let j = i;
    for (;;) {
      const kind = tokens.kind[j];
      const value = tokens.value[j] as number;
      const parameter = kind === TokenKind.Identifier ? scope.parameters.get(value) : undefined;
      const plain = kind === TokenKind.Identifier || kind === TokenKind.Number;
      out.pieces.push(parameter !== undefined ? -1 - parameter : plain ? value : OTHER_ARGUMENT);
      if (!tokens.is(j + 1, Operator.Paste) || j + 2 >= to) break;
      j += 2;
    }
    const isMember = tokens.is(i - 1, DOT) || tokens.is(i - 1, Operator.Arrow);
    if (isMember) out.pieces.truncate(this.lastPasteEnd());
    else out.pastes.push(this.here(region), tokens.line[i] as number, out.pieces.length);
    return j + 1;
  }

  private lastPasteEnd(): number {
    return this.out.pastes.length === 0 ? 0 : this.out.pastes.at(this.out.pastes.length - 1);
  }

  /** A call or macro invocation; gives the index after its closing parenthesis. */
  private call(i: number, to: number, region: number, scope: Scope): number {
    const { tokens, out } = this;
    const callee = tokens.value[i] as number;
    const line = tokens.line[i] as number;
    const args: number[] = [];
    let telling = scope.keepNumbers;
    let j = i + 2;
    for (let index = 0; ; index++) {
      const start = this.skipMarkers(j, to);
      if (index === 0 && tokens.is(start, CLOSE_PAREN)) {
        j = start;
        break;
      }
      const callsBefore = out.calls.length;
      const pastesBefore = out.pastes.length;
      const inside = this.isPlain(start, scope) ? region : out.argumentRegion(region, callee, index);
      // Types and blocks can stand where a macro takes them as arguments.
      j = this.expression(start, to, inside, scope, false, true);
      while (j < to && (tokens.is(j, SEMICOLON) || tokens.is(j, CLOSE_BRACKET)))
        j = this.expression(j + 1, to, inside, scope, false, true);
      const argument = this.argument(start, j, callsBefore, pastesBefore, scope);
      args.push(argument.value);
      telling ||= argument.telling;
      if (!tokens.is(j, COMMA)) break;
      j++;
    }
    if (telling) {
      for (const arg of args) out.args.push(arg);
      out.calls.push(callee, this.here(region), line, out.args.length);
    }
    return tokens.is(j, CLOSE_PAREN) ? j + 1 : Math.min(j, to);
  }

  /** Whether an argument holds no name that could be a reference: a number, a string, a variable of the code itself. */
  private isPlain(i: number, scope: Scope): boolean {
    const { tokens } = this;
    if (!tokens.is(i + 1, COMMA) && !tokens.is(i + 1, CLOSE_PAREN)) return false;
    return !tokens.isIdentifier(i) || scope.locals.has(tokens.value[i] as number);
  }

  private argument(
    from: number,
    to: number,
    callsBefore: number,
    pastesBefore: number,
    scope: Scope,
  ): { readonly value: number; readonly telling: boolean } {
    const { tokens, out } = this;
    const other = { value: OTHER_ARGUMENT, telling: false };
    if (to - from === 1) {
      const value = tokens.value[from] as number;
      switch (tokens.kind[from]) {
        case TokenKind.Identifier: {
          const parameter = scope.parameters.get(value);
          if (parameter !== undefined) return { value: -1 - parameter, telling: true };
          return scope.locals.has(value) ? other : { value, telling: value >= KEYWORD_COUNT };
        }
        case TokenKind.Number:
          return { value, telling: false };
        case TokenKind.String:
          return value < 0 ? other : { value, telling: true };
      }
      return other;
    }
    if (out.pastes.length > pastesBefore && this.isPaste(from, to))
      return { value: PASTE_ARGUMENT + out.pastes.length / PASTE_STRIDE - 1, telling: true };
    // One call and nothing else: its result can be a name (`EXPORT_SYMBOL(STATIC_CALL_KEY(x))`).
    const isCall =
      tokens.isIdentifier(from) && tokens.is(from + 1, OPEN_PAREN) && this.closesAt(from + 1, to - 1);
    if (isCall && out.calls.length > callsBefore && out.calls.at(out.calls.length - 4) === tokens.value[from])
      return { value: CALL_ARGUMENT + out.calls.length / 4 - 1, telling: true };
    return other;
  }

  /** `a ## b ## c` and nothing else. */
  private isPaste(from: number, to: number): boolean {
    for (let i = from + 1; i < to; i += 2) if (!this.tokens.is(i, Operator.Paste)) return false;
    return (to - from) % 2 === 1;
  }

  private closesAt(open: number, close: number): boolean {
    let depth = 0;
    for (let i = open; i <= close; i++) {
      if (this.tokens.is(i, OPEN_PAREN)) depth++;
      else if (this.tokens.is(i, CLOSE_PAREN) && --depth === 0) return i === close;
    }
    return false;
  }

  /** Notes the variables that a declaration at `i` declares, when there is one. */
  private declare(from: number, to: number, scope: Scope): void {
    const { tokens } = this;
    let i = from;
    let typed = false;
    for (; i < to; i++) {
      if (!tokens.isIdentifier(i)) break;
      const id = tokens.value[i] as number;
      if (id >= KEYWORD_COUNT) {
        if (typed || !this.looksLikeType(i)) break;
        typed = true;
        continue;
      }
      const kind = keywordOf(id);
      if (kind === 'struct' || kind === 'union' || kind === 'enum') {
        typed = true;
        while (this.isAttribute(i + 1)) i = this.skipOnly(i + 2, to) - 1;
        if (tokens.isIdentifier(i + 1)) i++;
        if (tokens.is(i + 1, OPEN_BRACE)) i = this.skipOnly(i + 1, to) - 1;
      } else if (kind === 'unevaluated') {
        if ((tokens.value[i] as number) === this.names.idOf('sizeof')) return;
        typed = true;
        if (tokens.is(i + 1, OPEN_PAREN)) i = this.skipOnly(i + 1, to) - 1;
      } else if (kind === 'attribute') {
        if (tokens.is(i + 1, OPEN_PAREN)) i = this.skipOnly(i + 1, to) - 1;
      } else if (kind === 'type') typed = true;
      else if (kind !== 'static' && kind !== 'extern' && kind !== 'inline' && kind !== 'typedef') return;
    }
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
    return (
      [ASSIGN, SEMICOLON, COMMA, OPEN_BRACKET, CLOSE_PAREN].some((end) => tokens.is(after, end)) ||
      tokens.isIdentifier(after)
    );
  }

  private declarators(from: number, to: number, scope: Scope): void {
    const { tokens } = this;
    let expecting = true;
    for (let i = from; i < to; i++) {
      const kind = tokens.kind[i] as number;
      if (kind === TokenKind.Identifier) {
        const id = tokens.value[i] as number;
        if (expecting && id >= KEYWORD_COUNT) {
          if (!scope.parameters.has(id)) scope.locals.add(id);
          expecting = false;
        } else if (this.isAttribute(i) && tokens.is(i + 1, OPEN_PAREN)) i = this.skipOnly(i + 1, to) - 1;
        continue;
      }
      if (kind !== TokenKind.Punctuator) continue;
      const value = tokens.value[i] as number;
      if (value === COMMA) expecting = true;
      else if (value === SEMICOLON || value === CLOSE_PAREN || value === CLOSE_BRACE) return;
      else if (value === OPEN_PAREN && expecting) {
        let j = i + 1;
        while (tokens.is(j, STAR) || (tokens.isIdentifier(j) && (tokens.value[j] as number) < KEYWORD_COUNT))
          j++;
        if (tokens.isIdentifier(j) && !scope.parameters.has(tokens.value[j] as number))
          scope.locals.add(tokens.value[j] as number);
        expecting = false;
        i = this.skipOnly(i, to) - 1;
      } else if (value === OPEN_PAREN || value === OPEN_BRACKET || value === OPEN_BRACE)
        i = this.skipOnly(i, to) - 1;
      else if (value === ASSIGN) expecting = false;
      else if (value !== STAR && expecting) return;
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

  /** As `skipGroup`, but stays in the region: for looking ahead. */
  private skipOnly(open: number, to: number): number {
    const cpp = this.cpp;
    const end = this.skipGroup(open, to);
    this.cpp = cpp;
    return end;
  }

  private here(region: number): number {
    return this.out.bothRegions(this.cpp, region);
  }

  private guarded(kind: number, region: number, text: string): number {
    return text === '' ? region : this.out.region(kind, region, text);
  }

  /** The text of a condition; empty when no configuration can decide it. */
  private condition(from: number, to: number, scope: Scope): string {
    if (to <= from || to - from > LONGEST_CONDITION) return '';
    const { text, telling } = textOfTokens(this.tokens, this.names, from, to, scope);
    return telling ? text : '';
  }
}

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
): { readonly text: string; readonly telling: boolean } => {
  const parts: string[] = [];
  let telling = false;
  for (let i = from; i < to; i++) {
    const value = tokens.value[i] as number;
    switch (tokens.kind[i]) {
      case TokenKind.Identifier: {
        if (tokens.is(i - 1, DOT) || tokens.is(i - 1, Operator.Arrow)) break;
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
  return { text: parts.join(' '), telling };
};
