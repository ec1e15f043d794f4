// References to symbols in the strings of an asm statement, which the assembler resolves.
import { calledIn, continuedIn } from './assembler-text.js';
import type { Collector } from './collector.js';
import { ASM, Keyword, keywordOf } from './keyword.js';
import type { NameTable } from './name-table.js';
import type { Scope } from './scope.js';
import { CALL_ARGUMENT, CALL_STRIDE, CallColumn, RegionKind } from './summary.js';
import { HASH, OPEN_PAREN, TokenKind, type Tokens } from './token.js';

/** Sizes of values in registers: a constant operand with `sizeof` is one of them. */
const SIZES = ['1', '2', '4', '8'];

/** The beginning of a symbol's name in a string, continued by a parameter of the macro: `"call __" #fn`. */
interface OpenName {
  readonly beginning: string;
  /** Number of the parameter. */
  readonly parameter: number;
  readonly region: number;
  readonly line: number;
}

/** Collects the references of asm statements. Owned by an `ExpressionScanner`. */
export class AssemblerScanner {
  constructor(
    private readonly tokens: Tokens,
    private readonly names: NameTable,
    private readonly out: Collector,
  ) {}

  /**
   * Collects the calls in the strings of `[from, to)`. The other tokens must have been scanned before.
   * @param region the region of the statement, including that of the preprocessor.
   */
  read(from: number, to: number, region: number, scope: Scope): void {
    const { tokens } = this;
    for (let i = from; i < to; i++) {
      if (tokens.kind[i] !== TokenKind.String || (tokens.value[i] as number) < 0) continue;
      const { names, open } = calledIn(this.names.textOf(tokens.value[i] as number));
      const line = tokens.line[i] as number;
      for (const name of names) this.out.ref(this.names.idOf(name), region, line);
      if (open === null) continue;
      const isText = tokens.is(i + 1, HASH) && tokens.isIdentifier(i + 2);
      const parameter = isText ? scope.parameters.numberOf(tokens.value[i + 2] as number) : -1;
      if (parameter >= 0) this.pasted({ beginning: open, parameter, region, line }, i + 3, to);
      else if (open === '' && tokens.isIdentifier(i + 1) && tokens.is(i + 2, OPEN_PAREN))
        this.called(i + 1, region);
      else if (open !== '') this.out.ref(this.names.idOf(open), region, line);
    }
  }

  /** `"call __" #fn "_%c[size]"`: a pasted name whose end is at `next`. */
  private pasted({ beginning, parameter, region, line }: OpenName, next: number, to: number): void {
    const { tokens, names, out } = this;
    const isString =
      next < to && tokens.kind[next] === TokenKind.String && (tokens.value[next] as number) >= 0;
    const { word, constant } = isString
      ? continuedIn(names.textOf(tokens.value[next] as number))
      : { word: '', constant: false };
    const ends = constant ? (this.hasSizeof(next, to) ? SIZES : []) : [''];
    for (const end of ends) {
      // Only the compiler can compute the size.
      const here = end === '' ? region : this.out.region(RegionKind.Then, region, `sizeof ( ) == ${end}`);
      if (beginning !== '') out.pieces.push(names.idOf(beginning));
      out.pieces.push(-1 - parameter);
      if (word + end !== '') out.pieces.push(names.idOf(word + end));
      out.pastes.push3(here, line, out.pieces.length);
    }
  }

  private hasSizeof(from: number, to: number): boolean {
    const { tokens } = this;
    for (let i = from; i < to; i++)
      if (
        tokens.isIdentifier(i) &&
        keywordOf(tokens.value[i] as number) === Keyword.Unevaluated &&
        this.names.textOf(tokens.value[i] as number) === 'sizeof'
      )
        return true;
    return false;
  }

  /**
   * `"call " STATIC_CALL_TRAMP_STR(x)`: the symbol is the string that the macro expands to. Recorded as a call of the
   * keyword `asm`, which nothing else can be.
   */
  private called(i: number, region: number): void {
    const { tokens, out } = this;
    const line = tokens.line[i] as number;
    for (let row = out.calls.length - CALL_STRIDE; row >= 0; row -= CALL_STRIDE) {
      const lineOfCall = out.calls.at(row + CallColumn.Line);
      if (lineOfCall < line) return;
      if (out.calls.at(row) !== tokens.value[i] || lineOfCall !== line) continue;
      out.args.push(CALL_ARGUMENT + row / CALL_STRIDE);
      out.calls.push4(ASM, region, line, out.args.length);
      return;
    }
  }
}
