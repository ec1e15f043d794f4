// The tokens of a file as texts, with the `#if`s around each (C11, 6.4 and 6.10): for searches by spelling.
// Includes the bodies of macros; leaves out comments and other directives.
import { lex, lexDirective, type Place } from './lexer.js';
import { NameTable } from './name-table.js';
import { isPunctuator, Operator, TokenKind, Tokens } from './token.js';

/** The tokens of one file, in parallel arrays. */
export interface Spelling {
  /** Names, numbers and punctuators; '' for a string or character literal. */
  readonly texts: readonly string[];
  /** Counted from 1. */
  readonly lines: readonly number[];
  /** For each token, the number of the `#define` around it, counted from 1; 0 outside of directives. */
  readonly defines: readonly number[];
  /** The number of open braces before the token; in a `#define`, those of the code around it. */
  readonly depths: readonly number[];
  /** The conditions of the `#if`s around the token, which all have to hold; texts for `conditionOf`. */
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

/** A branch of an `#if`: the conditions of the branches before it, and its own (none for `#else`). */
interface Branch {
  readonly refused: readonly string[];
  readonly holds: readonly string[];
}

const NO_BRANCH: Branch = { refused: [], holds: [] };

/** Makes the spelling of one file. */
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

  /** Appends the tokens since the last directive to the lists. */
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
    const tested = Array.from({ length: this.inside.length }, (_, i) => this.textAt(this.inside, i) || '?')
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
        this.branches = [...this.branches, { refused: [], holds: [tested] }];
        break;
      case 'ifdef':
        this.branches = [...this.branches, { refused: [], holds: [`defined ( ${tested} )`] }];
        break;
      case 'ifndef':
        this.branches = [...this.branches, { refused: [], holds: [`! defined ( ${tested} )`] }];
        break;
      case 'elif':
        this.branches = next(tested);
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

/** Lexes a C file. */
export const spell = (bytes: Uint8Array): Spelling => new Speller(bytes).spell();
