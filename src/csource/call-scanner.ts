// Calls with their arguments, and names that `##` pastes (C11, 6.5.2.2 and 6.10.3.3).
import { isConstantName } from './attribute.js';
import { closesAt } from './bracket.js';
import type { Collector } from './collector.js';
import { KEYWORD_COUNT } from './keyword.js';
import type { NameId, NameTable } from './name-table.js';
import { Rows } from './rows.js';
import type { Scope } from './scope.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  EMPTY_ARGUMENT,
  OTHER_ARGUMENT,
  PASTE_ARGUMENT,
  PASTE_STRIDE,
  REST_ARGUMENT,
  TEXT_ARGUMENT,
} from './summary.js';
import {
  AMPERSAND,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COMMA,
  DOT,
  HASH,
  OPEN_PAREN,
  Operator,
  SEMICOLON,
  TokenKind,
  type Tokens,
} from './token.js';
import { StopAt, type Walk } from './walk.js';

/** Scans an argument as an expression; returns the index of the token that ends it. `ExpressionScanner` implements it. */
export interface ArgumentScanner {
  readonly expression: (from: number, to: number, region: number, scope: Scope, stop: number) => number;
}

/** Collects calls and pasted names. Owned by an `ExpressionScanner`. */
export class CallScanner {
  /** Arguments of the open calls, those of the outermost call first. */
  private readonly pending = new Rows();

  constructor(
    private readonly tokens: Tokens,
    private readonly names: NameTable,
    private readonly out: Collector,
    private readonly walk: Walk,
    private readonly args: ArgumentScanner,
  ) {}

  /** Reads a chain `a ## b ## c`; the pasted name depends on the arguments of the macro. Returns the index after it. */
  paste(i: number, to: number, region: number, scope: Scope): number {
    const { tokens, out } = this;
    let j = i;
    for (;;) {
      const kind = tokens.kind[j];
      const value = tokens.value[j] as number;
      const parameter = kind === TokenKind.Identifier ? scope.parameters.numberOf(value) : -1;
      const plain = kind === TokenKind.Identifier || kind === TokenKind.Number;
      out.pieces.push(parameter >= 0 ? -1 - parameter : plain ? value : OTHER_ARGUMENT);
      if (!tokens.is(j + 1, Operator.Paste) || j + 2 >= to) break;
      j += 2;
    }
    const isMember = tokens.is(i - 1, DOT) || tokens.is(i - 1, Operator.Arrow);
    if (isMember) out.pieces.truncate(this.lastPasteEnd());
    else out.pastes.push3(this.here(region), tokens.line[i] as number, out.pieces.length);
    return j + 1;
  }

  private lastPasteEnd(): number {
    return this.out.pastes.length === 0 ? 0 : this.out.pastes.at(this.out.pastes.length - 1);
  }

  /** Reads a call or macro invocation; returns the index after its closing parenthesis. */
  call(i: number, to: number, region: number, scope: Scope): number {
    const { tokens, out } = this;
    const callee = tokens.value[i] as number;
    const line = tokens.line[i] as number;
    const { pending } = this;
    const first = pending.length;
    let isKept = scope.keepNumbers;
    let j = i + 2;
    for (let index = 0; ; index++) {
      const start = this.walk.skipMarkers(j, to);
      if (index === 0 && tokens.is(start, CLOSE_PAREN)) {
        j = start;
        break;
      }
      const callsBefore = out.calls.length;
      const pastesBefore = out.pastes.length;
      const inside = this.isLocal(start, scope)
        ? region
        : out.argumentRegion(region, callee, index, this.isName(start));
      // Arguments of macros can be types and blocks.
      j = this.args.expression(start, to, inside, scope, StopAt.Comma);
      while (j < to && (tokens.is(j, SEMICOLON) || tokens.is(j, CLOSE_BRACKET)))
        j = this.args.expression(j + 1, to, inside, scope, StopAt.Comma);
      const argument =
        j - start === 1
          ? this.tokenArgument(start, scope, callee)
          : this.longArgument(start, j, callsBefore, pastesBefore, scope);
      pending.push(argument);
      isKept ||= this.canBeName(argument, start);
      if (!tokens.is(j, COMMA)) break;
      j++;
    }
    if (isKept) {
      for (let k = first; k < pending.length; k++) out.args.push(pending.at(k));
      out.calls.push4(callee, this.here(region), line, out.args.length);
    }
    pending.truncate(first);
    return tokens.is(j, CLOSE_PAREN) ? j + 1 : Math.min(j, to);
  }

  /** Whether an argument contains no reference: it is a number, a string or a local variable. */
  private isLocal(i: number, scope: Scope): boolean {
    const { tokens } = this;
    if (!tokens.is(i + 1, COMMA) && !tokens.is(i + 1, CLOSE_PAREN)) return false;
    return !tokens.isIdentifier(i) || scope.locals.has(tokens.value[i] as number);
  }

  /** Whether an argument is `x` or `&x`. */
  private isName(i: number): boolean {
    const { tokens } = this;
    const at = tokens.is(i, AMPERSAND) ? i + 1 : i;
    return tokens.isIdentifier(at) && (tokens.is(at + 1, COMMA) || tokens.is(at + 1, CLOSE_PAREN));
  }

  /** The argument that is the token at `i`, as a number of `args`. */
  private tokenArgument(i: number, scope: Scope, callee: NameId): number {
    const { tokens } = this;
    const rest = this.restParameter(i, i + 1, scope);
    if (rest >= 0) return REST_ARGUMENT - rest;
    const value = tokens.value[i] as number;
    switch (tokens.kind[i]) {
      case TokenKind.Identifier: {
        const parameter = scope.parameters.numberOf(value);
        if (parameter >= 0) return -1 - parameter;
        // A macro can paste the name of a local variable.
        return scope.locals.has(value) && !isConstantName(this.names, callee) ? OTHER_ARGUMENT : value;
      }
      case TokenKind.Number:
        return value;
      case TokenKind.String:
        return value < 0 ? OTHER_ARGUMENT : value;
      default:
        return OTHER_ARGUMENT;
    }
  }

  /** An argument of no or several tokens, as a number of `args`. @param callsBefore @param pastesBefore lengths before it was read. */
  private longArgument(
    from: number,
    to: number,
    callsBefore: number,
    pastesBefore: number,
    scope: Scope,
  ): number {
    const { tokens, out } = this;
    if (to === from) return EMPTY_ARGUMENT;
    const rest = this.restParameter(from, to, scope);
    if (rest >= 0) return REST_ARGUMENT - rest;
    if (to - from === 2 && tokens.is(from, HASH) && tokens.isIdentifier(from + 1)) {
      const parameter = scope.parameters.numberOf(tokens.value[from + 1] as number);
      return parameter < 0 ? OTHER_ARGUMENT : TEXT_ARGUMENT - parameter;
    }
    if (out.pastes.length > pastesBefore && this.isPaste(from, to))
      return PASTE_ARGUMENT + out.pastes.length / PASTE_STRIDE - 1;
    // The result of a lone call can be a name (`EXPORT_SYMBOL(STATIC_CALL_KEY(x))`).
    const isCall =
      out.calls.length > callsBefore &&
      tokens.isIdentifier(from) &&
      out.calls.at(out.calls.length - CALL_STRIDE) === tokens.value[from] &&
      tokens.is(from + 1, OPEN_PAREN) &&
      closesAt(tokens, from + 1, to - 1);
    return isCall ? CALL_ARGUMENT + out.calls.length / CALL_STRIDE - 1 : OTHER_ARGUMENT;
  }

  /** Whether a macro can make a name of an argument; `from` is its first token. */
  private canBeName(argument: number, from: number): boolean {
    if (argument < 0) return argument !== OTHER_ARGUMENT && argument !== EMPTY_ARGUMENT;
    // `9p_fid_ref` is a preprocessing number: only pasting makes it part of a name.
    if (argument < CALL_ARGUMENT && this.tokens.kind[from] === TokenKind.Number)
      return this.names.hasUnderscore(argument);
    return argument >= KEYWORD_COUNT;
  }

  /** The number of the variadic parameter if the argument is `__VA_ARGS__` or `## __VA_ARGS__`; else -1. */
  private restParameter(from: number, to: number, { parameters, rest }: Scope): number {
    if (rest < 0) return -1;
    const { tokens } = this;
    const at = tokens.is(from, Operator.Paste) ? from + 1 : from;
    if (at !== to - 1 || !tokens.isIdentifier(at)) return -1;
    return parameters.numberOf(tokens.value[at] as number) === rest ? rest : -1;
  }

  /** Whether the tokens are a chain `a ## b ## c`. */
  private isPaste(from: number, to: number): boolean {
    for (let i = from + 1; i < to; i += 2) if (!this.tokens.is(i, Operator.Paste)) return false;
    return (to - from) % 2 === 1;
  }

  private here(region: number): number {
    return this.out.bothRegions(this.walk.cpp, region);
  }
}
