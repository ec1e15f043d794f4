// The strings of an asm statement, with what macros put into them: references to symbols that the assembler makes.
import { calledIn, continuedIn } from './assembler-text.js';
import type { Collector } from './collector.js';
import { ASM, Keyword, keywordOf } from './keyword.js';
import type { NameTable } from './name-table.js';
import type { Scope } from './scope.js';
import { CALL_ARGUMENT, CALL_STRIDE, CallColumn, RegionKind } from './summary.js';
import { HASH, OPEN_PAREN, TokenKind, type Tokens } from './token.js';

/** Sizes of what a register holds: a constant operand made by `sizeof` is one of them. */
const SIZES = ['1', '2', '4', '8'];

export class AssemblerScanner {
  constructor(
    private readonly tokens: Tokens,
    private readonly names: NameTable,
    private readonly out: Collector,
  ) {}

  /**
   * Notes what the strings in `[from, to)` call. The tokens have been scanned already.
   * @param region where the statement stands, the preprocessor's region included.
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
      if (parameter >= 0) this.pasted(open, parameter, i + 3, to, region, line);
      else if (open === '' && tokens.isIdentifier(i + 1) && tokens.is(i + 2, OPEN_PAREN))
        this.called(i + 1, region);
      else if (open !== '') this.out.ref(this.names.idOf(open), region, line);
    }
  }

  /** `"call __" #fn "_%c[size]"`. */
  private pasted(
    open: string,
    parameter: number,
    next: number,
    to: number,
    region: number,
    line: number,
  ): void {
    const { tokens, names, out } = this;
    const isString =
      next < to && tokens.kind[next] === TokenKind.String && (tokens.value[next] as number) >= 0;
    const { word, constant } = isString
      ? continuedIn(names.textOf(tokens.value[next] as number))
      : { word: '', constant: false };
    const ends = constant ? (this.hasSizeof(next, to) ? SIZES : []) : [''];
    for (const end of ends) {
      // Which of them it is, only the compiler knows.
      const here = end === '' ? region : this.out.region(RegionKind.Then, region, `sizeof ( ) == ${end}`);
      if (open !== '') out.pieces.push(names.idOf(open));
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

  /** `"call " STATIC_CALL_TRAMP_STR(x)`: the symbol is the text that the call comes to. Noted as a call of the keyword. */
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
