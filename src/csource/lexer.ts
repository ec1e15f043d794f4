// C translation phases 2 and 3 (C11, 5.1.1.2): line splices, comments, tokens. Directives are handed out as bytes.
import type { NameTable } from './name-table.js';
import { Operator, TokenKind, type Tokens } from './token.js';

const SPACE = 1;
const LETTER = 2;
const DIGIT = 3;
const CLASS = new Uint8Array(256);
for (const c of ' \t\r\v\f') CLASS[c.charCodeAt(0)] = SPACE;
for (let c = 0; c < 128; c++) if (/[A-Za-z_$]/.test(String.fromCharCode(c))) CLASS[c] = LETTER;
for (let c = 128; c < 256; c++) CLASS[c] = LETTER;
for (let c = 48; c < 58; c++) CLASS[c] = DIGIT;

/** String literals longer than this are texts, never names of symbols. */
const LONGEST_STRING = 200;
const NEWLINE = 10;
const BACKSLASH = 92;

/** Where the logical line that begins at `i` ends: at a newline that no backslash joins and no comment hides. */
export const endOfDirective = (bytes: Uint8Array, from: number): number => {
  let i = from;
  while (i < bytes.length) {
    const c = bytes[i] as number;
    if (c === NEWLINE) {
      if (!isSpliced(bytes, i)) return i;
    } else if (c === 47 && bytes[i + 1] === 42) {
      const end = endOfComment(bytes, i + 2);
      i = end;
      continue;
    } else if (c === 47 && bytes[i + 1] === 47) {
      return endOfLineComment(bytes, i);
    } else if (c === 34 || c === 39) {
      i = endOfLiteral(bytes, i, c);
      continue;
    }
    i++;
  }
  return bytes.length;
};

/** Whether a backslash joins the line that ends at `newline` to the next. */
const isSpliced = (bytes: Uint8Array, newline: number): boolean =>
  (bytes[newline - 1] === 13 ? bytes[newline - 2] : bytes[newline - 1]) === BACKSLASH;

const endOfLineComment = (bytes: Uint8Array, from: number): number => {
  for (let i = bytes.indexOf(NEWLINE, from); i !== -1; i = bytes.indexOf(NEWLINE, i + 1))
    if (!isSpliced(bytes, i)) return i;
  return bytes.length;
};

const endOfComment = (bytes: Uint8Array, from: number): number => {
  for (let i = bytes.indexOf(42, from); i !== -1; i = bytes.indexOf(42, i + 1))
    if (bytes[i + 1] === 47) return i + 2;
  return bytes.length;
};

/** The position after the closing quote, or the end of the line when there is none (`#error don't`). */
const endOfLiteral = (bytes: Uint8Array, from: number, quote: number): number => {
  for (let i = from + 1; i < bytes.length; i++) {
    const c = bytes[i];
    if (c === BACKSLASH) i++;
    else if (c === quote) return i + 1;
    else if (c === NEWLINE) return i;
  }
  return bytes.length;
};

const linesIn = (bytes: Uint8Array, from: number, to: number): number => {
  let lines = 0;
  for (let i = bytes.indexOf(NEWLINE, from); i !== -1 && i < to; i = bytes.indexOf(NEWLINE, i + 1)) lines++;
  return lines;
};

/** Called at each directive with the place of its `#`; gives the place where the text goes on, and its line. */
export type DirectiveHandler = (at: number, line: number) => { readonly at: number; readonly line: number };

/**
 * Puts the tokens of `bytes[from..to)` into `tokens`.
 * @param line line number of `from`, counted from 1.
 * @param directive undefined inside a directive: there `#` is an ordinary token.
 */
export const lex = (
  bytes: Uint8Array,
  from: number,
  to: number,
  line: number,
  names: NameTable,
  tokens: Tokens,
  directive: DirectiveHandler | undefined,
): void => {
  let i = from;
  let lineStart = directive !== undefined;
  let spaced = false;
  while (i < to) {
    const c = bytes[i] as number;
    const kind = CLASS[c];
    if (kind === SPACE) {
      i++;
      spaced = true;
      continue;
    }
    if (c === NEWLINE) {
      i++;
      line++;
      lineStart = directive !== undefined;
      spaced = true;
      continue;
    }
    if (c === BACKSLASH && (bytes[i + 1] === NEWLINE || (bytes[i + 1] === 13 && bytes[i + 2] === NEWLINE))) {
      i += bytes[i + 1] === NEWLINE ? 2 : 3;
      line++;
      spaced = true;
      continue;
    }
    if (c === 47 && bytes[i + 1] === 42) {
      const end = Math.min(endOfComment(bytes, i + 2), to);
      line += linesIn(bytes, i, end);
      i = end;
      spaced = true;
      continue;
    }
    if (c === 47 && bytes[i + 1] === 47) {
      const end = Math.min(endOfLineComment(bytes, i), to);
      line += linesIn(bytes, i, end);
      i = end;
      continue;
    }
    if (c === 35 && lineStart && directive !== undefined) {
      ({ at: i, line } = directive(i, line));
      continue;
    }
    lineStart = false;
    if (kind === LETTER) {
      const start = i++;
      while (i < to && (CLASS[bytes[i] as number] as number) >= LETTER) i++;
      const next = bytes[i];
      // L"..." and u8'...' are literals; a name never touches a quote otherwise.
      if (
        (next === 34 || next === 39) &&
        i - start <= 2 &&
        /^(?:L|u|U|u8)$/.test(String.fromCharCode(...bytes.subarray(start, i)))
      )
        continue;
      tokens.push(TokenKind.Identifier, names.intern(bytes, start, i), line, spaced);
    } else if (kind === DIGIT || (c === 46 && CLASS[bytes[i + 1] as number] === DIGIT)) {
      const start = i++;
      while (i < to) {
        const d = bytes[i] as number;
        const before = bytes[i - 1] as number;
        const exponent = (d === 43 || d === 45) && (before | 32) === 101 && bytes[start + 1] !== 120;
        if ((CLASS[d] as number) < LETTER && d !== 46 && !exponent) break;
        i++;
      }
      tokens.push(TokenKind.Number, names.intern(bytes, start, i), line, spaced);
    } else if (c === 34) {
      const end = Math.min(endOfLiteral(bytes, i, 34), to);
      const value = end - i <= LONGEST_STRING ? names.intern(bytes, i, end) : -1;
      tokens.push(TokenKind.String, value, line, spaced);
      line += linesIn(bytes, i, end);
      i = end;
    } else if (c === 39) {
      tokens.push(TokenKind.Character, 0, line, spaced);
      i = Math.min(endOfLiteral(bytes, i, 39), to);
    } else {
      const [value, length] = operatorAt(bytes, i, c);
      tokens.push(TokenKind.Punctuator, value, line, spaced);
      i += length;
    }
    spaced = false;
  }
};

const SINGLE: readonly (readonly [number, number])[] = Array.from({ length: 256 }, (_, c) => [c, 1] as const);
const DOUBLE = {
  arrow: [Operator.Arrow, 2],
  and: [Operator.And, 2],
  or: [Operator.Or, 2],
  paste: [Operator.Paste, 2],
  ellipsis: [Operator.Ellipsis, 3],
  equal: [Operator.Equal, 2],
  unequal: [Operator.Unequal, 2],
  assign: [Operator.Assign, 2],
} as const;

const operatorAt = (bytes: Uint8Array, i: number, c: number): readonly [number, number] => {
  const d = bytes[i + 1];
  switch (c) {
    case 45: // -
      return d === 62 ? DOUBLE.arrow : d === 61 ? DOUBLE.assign : (SINGLE[c] as readonly [number, number]);
    case 38: // &
      return d === 38 ? DOUBLE.and : d === 61 ? DOUBLE.assign : (SINGLE[c] as readonly [number, number]);
    case 124: // |
      return d === 124 ? DOUBLE.or : d === 61 ? DOUBLE.assign : (SINGLE[c] as readonly [number, number]);
    case 35: // #
      return d === 35 ? DOUBLE.paste : (SINGLE[c] as readonly [number, number]);
    case 46: // .
      return d === 46 && bytes[i + 2] === 46 ? DOUBLE.ellipsis : (SINGLE[c] as readonly [number, number]);
    case 61: // =
      return d === 61 ? DOUBLE.equal : (SINGLE[c] as readonly [number, number]);
    case 33: // !
      return d === 61 ? DOUBLE.unequal : (SINGLE[c] as readonly [number, number]);
    case 43: // +
    case 42: // *
      return d === 61 ? DOUBLE.assign : (SINGLE[c] as readonly [number, number]);
    default:
      return SINGLE[c] as readonly [number, number];
  }
};
