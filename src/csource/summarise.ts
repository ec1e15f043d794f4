// Summarises a file: reads its directives (C11, 6.10); the scanners read the code between them.
import { Collector } from './collector.js';
import { ExternalDeclarations } from './external-declaration.js';
import { Keyword, keywordOf } from './keyword.js';
import type { Language } from './language.js';
import { lex, lexDirective, type Place } from './lexer.js';
import { NameSet } from './name-set.js';
import type { NameId, NameTable } from './name-table.js';
import { NumberDefinition } from './number-definition.js';
import { Block } from './rows.js';
import { Scanner } from './scanner.js';
import { NO_PARAMETERS, Parameters, type Scope, scopeOf } from './scope.js';
import { EventKind, ItemFlag, ItemKind, PARAMETER_COUNT_SHIFT, RegionKind, type Summary } from './summary.js';
import { CLOSE_PAREN, COMMA, OPEN_PAREN, Operator, TokenKind, Tokens } from './token.js';

/** Longer values of macros are not folded: conditions use short ones. In tokens. */
const LONGEST_VALUE = 16;
/** The limit for values with `__builtin_constant_p`, which are longer (`small_const_nbits()`). */
const LONGEST_CHOICE = 32;
/** A longer number is a register or a mask, which no condition uses. In digits. */
const LONGEST_NUMBER = 6;

/** An `#if` without its `#endif` so far. */
interface OpenIf {
  /** The region around it. */
  readonly outer: number;
  /** The region around the current branch: the branches before did not hold. */
  parent: number;
  expression: string;
  /** The first token of the current branch. */
  start: number;
}

const decoder = new TextDecoder('latin1');

/** Summarises files one after the other; reuses its buffers. */
export class Summariser {
  private readonly code = new Tokens();
  private readonly line = new Tokens();
  private readonly out = new Collector();
  private readonly block = new Block();

  /** @param defersNumbers whether macros for numbers go to `Summary.deferred` and their names stay out of the table. */
  constructor(
    private readonly names: NameTable,
    private readonly defersNumbers = false,
  ) {}

  /** The summary of a file. In assembler only names and macro calls are read. */
  summarise(file: Uint8Array, language: Language = 'c'): Summary {
    const { out } = this;
    // A plain array: V8 slows down when the lexer sees both `Buffer` and `Uint8Array`.
    const bytes = new Uint8Array(file.buffer, file.byteOffset, file.length);
    out.begin();
    this.code.length = 0;
    const { names, code, line, defersNumbers } = this;
    const directives = new Directives(bytes, { names, code, tokens: line, out, defersNumbers });
    lex(bytes, this.names, this.code, (place) => directives.handle(place));
    out.guard = directives.guard();
    // The guard is the first directive, so its region is the first one.
    out.guardRegion = directives.isGuarded() ? 1 : 0;
    const scanner = new Scanner(this.code, this.names, out);
    if (language === 'c') new ExternalDeclarations(this.code, this.names, out, scanner).read();
    else {
      const scope = scopeOf(new NameSet(), false);
      scanner.expressionOnly(0, this.code.length, 0, scope);
      scanner.assemblerText(0, this.code.length, 0, scope);
      out.item(ItemKind.Invocation, 0, this.names.idOf('asm'), 0, 1);
    }
    return out.summary(this.block);
  }
}

/** The state of a `Summariser` that its directives use. */
interface DirectiveContext {
  readonly names: NameTable;
  /** The tokens of the file so far. */
  readonly code: Tokens;
  /** Buffer for the tokens of a directive. */
  readonly tokens: Tokens;
  readonly out: Collector;
  readonly defersNumbers: boolean;
}

/** Reads the directives of one file: regions, macros, includes, and the include guard. */
class Directives {
  private readonly names: NameTable;
  private readonly code: Tokens;
  private readonly tokens: Tokens;
  private readonly out: Collector;
  private readonly defersNumbers: boolean;
  private region = 0;
  private readonly open: OpenIf[] = [];
  private readonly scanner: Scanner;
  private readonly number = new NumberDefinition();
  /** Local variables of the current macro. */
  private readonly locals = new NameSet();
  private guardName: NameId = -1;
  private guardState: 'none' | 'tested' | 'defined' | 'closed' | 'broken' | 'once' = 'none';
  private closedAt = -1;

  constructor(
    private readonly bytes: Uint8Array,
    { names, code, tokens, out, defersNumbers }: DirectiveContext,
  ) {
    this.names = names;
    this.code = code;
    this.tokens = tokens;
    this.out = out;
    this.defersNumbers = defersNumbers;
    this.scanner = new Scanner(tokens, names, out);
  }

  /** Reads the directive at the place and moves the place to its end. */
  handle(place: Place): void {
    const { at, line } = place;
    if (this.number.read(this.bytes, at)) {
      this.defineNumber(line);
      place.at = this.number.end;
      return;
    }
    const { tokens } = this;
    tokens.length = 0;
    lexDirective(this.bytes, place, this.names, tokens);
    if (tokens.isIdentifier(0))
      this.directive(this.names.textOf(tokens.value[0] as number), line, at, place.at);
  }

  /** The macro of the include guard, if it is around the whole file; else -1. */
  guard(): NameId {
    return this.isGuarded() || this.guardState === 'once' ? this.guardName : -1;
  }

  isGuarded(): boolean {
    return this.guardState === 'closed' && this.closedAt === this.code.length;
  }

  private directive(word: string, line: number, at: number, end: number): void {
    this.watchGuard(word, this.tokens.isIdentifier(1) ? (this.tokens.value[1] as number) : -1);
    switch (word) {
      case 'ifdef':
      case 'ifndef': {
        const tested = this.tokens.isIdentifier(1)
          ? `defined ( ${this.names.textOf(this.tokens.value[1] as number)} )`
          : '?';
        this.beginIf(word === 'ifdef' ? tested : `! ${tested}`, line);
        break;
      }
      case 'if':
        this.beginIf(this.rest(1), line);
        break;
      case 'elif':
      case 'else':
        this.branch(word === 'elif' ? this.rest(1) : '1', line);
        break;
      case 'endif': {
        const frame = this.open.pop();
        if (frame === undefined) break;
        this.dropDead(frame);
        this.region = frame.outer;
        this.code.push(TokenKind.Endif, this.region, line, true);
        if (this.open.length === 0 && this.guardState === 'defined') {
          this.guardState = 'closed';
          this.closedAt = this.code.length;
        }
        break;
      }
      case 'define':
        this.define(line);
        break;
      case 'undef':
        if (this.tokens.isIdentifier(1))
          this.out.events.push4(EventKind.Undefine, this.tokens.value[1] as number, this.region, line);
        break;
      case 'include':
      case 'include_next':
        this.include(line, at, end);
        break;
      case 'pragma':
        if (
          this.tokens.isIdentifier(1) &&
          this.names.textOf(this.tokens.value[1] as number) === 'once' &&
          this.code.length === 0
        ) {
          this.guardName = this.names.idOf('#pragma once');
          this.guardState = 'once';
        }
    }
  }

  /** Recognises `#ifndef X`, `#define X`, ..., `#endif` around the whole file. */
  private watchGuard(word: string, name: NameId): void {
    if (this.guardState === 'none') {
      this.guardState = word === 'ifndef' && this.code.length === 0 ? 'tested' : 'broken';
      this.guardName = name;
    } else if (this.guardState === 'tested') {
      this.guardState = word === 'define' && name === this.guardName ? 'defined' : 'broken';
    } else if (
      this.guardState === 'closed' ||
      (this.open.length === 1 && (word === 'else' || word === 'elif'))
    ) {
      this.guardState = 'broken';
    }
  }

  private beginIf(expression: string, line: number): void {
    const frame = { outer: this.region, parent: this.region, expression, start: 0 };
    this.open.push(frame);
    this.region = this.out.preprocessorRegion(RegionKind.If, this.region, expression, line);
    this.code.push(TokenKind.If, this.region, line, true);
    frame.start = this.code.length;
  }

  private branch(expression: string, line: number): void {
    const frame = this.open.at(-1);
    if (frame === undefined) return;
    this.dropDead(frame);
    const otherwise = this.out.preprocessorRegion(RegionKind.Else, frame.parent, frame.expression, line);
    this.region =
      expression === '1'
        ? otherwise
        : this.out.preprocessorRegion(RegionKind.If, otherwise, expression, line);
    frame.parent = otherwise;
    frame.expression = expression;
    this.code.push(TokenKind.Else, this.region, line, true);
    frame.start = this.code.length;
  }

  /** Drops the tokens of an `#if 0`: its braces need not match. */
  private dropDead({ expression, start }: OpenIf): void {
    if (expression === '0') this.code.length = start;
  }

  private include(line: number, at: number, end: number): void {
    const text = decoder.decode(this.bytes.subarray(at, end));
    const literal = /^#\s*include(?:_next)?\s*(?:"([^"\n]*)"|<([^>\n]*)>)/.exec(text);
    const [, quote, angle] = literal ?? [];
    if (quote !== undefined) this.out.include(quote, 'quote', this.region, line);
    else if (angle !== undefined) this.out.include(angle, 'angle', this.region, line);
    else if (this.tokens.isIdentifier(1))
      this.out.include(this.names.textOf(this.tokens.value[1] as number), 'macro', this.region, line);
  }

  private defineNumber(line: number): void {
    const { out, names, bytes, region } = this;
    const { nameStart, nameEnd, nameHash } = this.number;
    if (this.defersNumbers) {
      // The `#ifndef` in the line before added the name of a guard to the table.
      const isTested = this.guardState === 'tested';
      const name = isTested ? names.findBytes(bytes, nameStart, nameEnd, nameHash) : undefined;
      this.watchGuard('define', name ?? -1);
      out.deferNumber(bytes, this.number, region, line, this.shortNumber());
      return;
    }
    const name = names.internHashed(bytes, nameStart, nameEnd, nameHash);
    this.watchGuard('define', name);
    out.number(name, region, line, this.shortNumber());
  }

  /** The text of the current number; null when it is too long for a condition. */
  private shortNumber(): string | null {
    const { numberStart, numberEnd, numberHash } = this.number;
    if (numberEnd - numberStart > LONGEST_NUMBER) return null;
    return this.names.textOf(this.names.internHashed(this.bytes, numberStart, numberEnd, numberHash));
  }

  private define(line: number): void {
    const { tokens, out } = this;
    if (!tokens.isIdentifier(1)) return;
    const name = tokens.value[1] as number;
    let parameters = NO_PARAMETERS;
    let flags = 0;
    let body = 2;
    if (tokens.is(2, OPEN_PAREN) && tokens.spaced[2] === 0) {
      flags |= ItemFlag.FunctionLike;
      body = 3;
      const named = new Parameters();
      while (body < tokens.length && !tokens.is(body, CLOSE_PAREN)) {
        if (tokens.isIdentifier(body)) named.add(tokens.value[body] as number);
        else if (tokens.is(body, Operator.Ellipsis)) {
          flags |= ItemFlag.Variadic;
          if (!tokens.isIdentifier(body - 1)) named.add(this.names.idOf('__VA_ARGS__'));
        } else if (!tokens.is(body, COMMA)) break;
        body++;
      }
      body++;
      parameters = named;
    }
    const rest = (flags & ItemFlag.Variadic) === 0 ? -1 : parameters.size - 1;
    const scope = scopeOf(this.locals, true, parameters, rest);
    if (this.isInlineSpecifier(body)) flags |= ItemFlag.Inline;
    this.scanner.statements(body, tokens.length, this.region, scope);
    // A macro for a string can be assembler text.
    if (tokens.kind[body] === TokenKind.String && tokens.length - body <= LONGEST_VALUE)
      this.scanner.assemblerText(body, tokens.length, this.region, scope);
    const item = out.item(
      ItemKind.Macro,
      flags | (parameters.size << PARAMETER_COUNT_SHIFT),
      name,
      this.region,
      line,
    );
    const value = this.valueText(body, scope);
    if (value !== '') out.value(item, value);
    out.events.push4(EventKind.Define, item, this.region, line);
  }

  private usesConstantTest(body: number): boolean {
    const test = this.names.idOf('__builtin_constant_p');
    for (let i = body; i < this.tokens.length; i++)
      if (this.tokens.isIdentifier(i) && this.tokens.value[i] === test) return true;
    return false;
  }

  /** Whether the macro is `#define X static inline` or similar. */
  private isInlineSpecifier(body: number): boolean {
    const { tokens } = this;
    let hasInline = false;
    for (let i = body; i < tokens.length; i++) {
      const keyword = tokens.isIdentifier(i) ? keywordOf(tokens.value[i] as number) : Keyword.None;
      if (keyword !== Keyword.Static && keyword !== Keyword.Inline && keyword !== Keyword.Extern)
        return false;
      hasInline ||= keyword === Keyword.Inline;
    }
    return hasInline;
  }

  private valueText(body: number, scope: Scope): string {
    const { tokens } = this;
    const length = tokens.length - body;
    if (length === 0) return ' ';
    if (length > LONGEST_VALUE && (length > LONGEST_CHOICE || !this.usesConstantTest(body))) return '';
    const text = this.scanner.texts.of(body, tokens.length, scope);
    return length === 1 && text.length > LONGEST_NUMBER && tokens.kind[body] === TokenKind.Number ? '' : text;
  }

  private rest(from: number): string {
    return this.scanner.texts.of(from, this.tokens.length, NO_SCOPE);
  }
}

const NO_SCOPE = scopeOf(new NameSet(), false);
