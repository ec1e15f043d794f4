// A file as its tokens are spelled, with the `#if`s around each: for those who look for a spelling rather than for what
// it means (C11, 6.4 and 6.10). Bodies of macros are in it, comments, strings and other directives are not.
import { lex, lexDirective, type Place } from './lexer.js';
import { NameTable } from './name-table.js';
import { isPunctuator, Operator, TokenKind, Tokens } from './token.js';

export interface Spelling {
  /** Names, numbers and punctuators; '' for a literal. */
  readonly texts: readonly string[];
  /** Counted from 1. */
  readonly lines: readonly number[];
  /** For each token, the number of the `#define` that it stands in, counted from 1; 0 outside of any. */
  readonly defines: readonly number[];
  /** How many braces are open before the token; within a `#define`, those of the code around it. */
  readonly depths: readonly number[];
  /** Conditions that all hold where the token is compiled, of the `#if`s around it, as `conditionOf` reads them. */
  readonly conditions: readonly (readonly string[])[];
}

const OPERATORS: Readonly<Record<number, string>> = {
  [Operator.Arrow]: '->',
  [Operator.And]: '&&',
  [Operator.Or]: '||',
  [Operator.Paste]: '##',
  [Operator.Ellipsis]: '...',
  [Operator.Equal]: '==',
  [Operator.Unequal]: '!=',
  [Operator.Assign]: '+=',
};

const NAME = /^[A-Za-z_$\u0080-\uffff]/;

/** Whether a token is a name rather than a number or punctuator. */
export const isName = (text: string | undefined): text is string => text !== undefined && NAME.test(text);

/** A branch of an `#if`: the conditions of the branches before it, and its own; an `#else` has none. */
interface Branch {
  readonly refused: readonly string[];
  readonly holds: readonly string[];
}

const NO_BRANCH: Branch = { refused: [], holds: [] };

class Speller {
  readonly texts: string[] = [];
  readonly lines: number[] = [];
  readonly defines: number[] = [];
  readonly depths: number[] = [];
  readonly conditions: (readonly string[])[] = [];
  private readonly names = new NameTable();
  private readonly code = new Tokens();
  private readonly inside = new Tokens();
  private branches: readonly Branch[] = [];
  private stack: readonly string[] = [];
  private define = 0;
  private depth = 0;
  private taken = 0;

  constructor(private readonly bytes: Uint8Array) {}

  spell(): Spelling {
    const { bytes, names, code } = this;
    lex(bytes, names, code, (place) => this.directive(place));
    this.take();
    const { texts, lines, defines, depths, conditions } = this;
    return { texts, lines, defines, depths, conditions };
  }

  /** Moves the tokens since the last directive into the lists. */
  private take(): void {
    for (; this.taken < this.code.length; this.taken++) this.add(this.code, this.taken, 0);
  }

  private add(tokens: Tokens, at: number, define: number): void {
    const text = this.textAt(tokens, at);
    if (define === 0 && text === '}' && this.depth > 0) this.depth--;
    this.texts.push(text);
    this.lines.push(tokens.line[at] as number);
    this.defines.push(define);
    this.depths.push(this.depth);
    this.conditions.push(this.stack);
    if (define === 0 && text === '{') this.depth++;
  }

  private textAt(tokens: Tokens, at: number): string {
    const value = tokens.value[at] as number;
    const kind = tokens.kind[at] as number;
    switch (kind) {
      case TokenKind.Identifier:
      case TokenKind.Number:
        return this.names.textOf(value);
      default:
        return isPunctuator(kind) ? (OPERATORS[kind] ?? String.fromCharCode(kind)) : '';
    }
  }

  private directive(place: Place): void {
    this.take();
    const { inside } = this;
    inside.length = 0;
    lexDirective(this.bytes, place, this.names, inside);
    const word = this.textAt(inside, 0);
    if (word === 'define') this.body();
    else this.condition(word);
  }

  private body(): void {
    this.define++;
    for (let i = 1; i < this.inside.length; i++) this.add(this.inside, i, this.define);
  }

  private condition(word: string): void {
    const asked = Array.from({ length: this.inside.length }, (_, i) => this.textAt(this.inside, i) || '?')
      .slice(1)
      .join(' ');
    const around = this.branches.slice(0, -1);
    const { refused, holds } = this.branches.at(-1) ?? NO_BRANCH;
    const next = (condition: string): readonly Branch[] => [
      ...around,
      { refused: [...refused, ...holds], holds: condition === '' ? [] : [condition] },
    ];
    switch (word) {
      case 'if':
        this.branches = [...this.branches, { refused: [], holds: [asked] }];
        break;
      case 'ifdef':
        this.branches = [...this.branches, { refused: [], holds: [`defined ( ${asked} )`] }];
        break;
      case 'ifndef':
        this.branches = [...this.branches, { refused: [], holds: [`! defined ( ${asked} )`] }];
        break;
      case 'elif':
        this.branches = next(asked);
        break;
      case 'else':
        this.branches = next('');
        break;
      case 'endif':
        this.branches = around;
        break;
      default:
        return;
    }
    this.stack = this.branches.flatMap((branch) => [
      ...branch.refused.map((condition) => `! ( ${condition} )`),
      ...branch.holds,
    ]);
  }
}

/** The tokens of a C file. */
export const spell = (bytes: Uint8Array): Spelling => new Speller(bytes).spell();
