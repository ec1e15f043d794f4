// C translation phases 2 and 3 (C11, 5.1.1.2): line splices, comments, tokens. A handler reads each directive.
import { ByteClass, byteClasses } from './byte-class.js';
import { HASH_BEGIN, HASH_FACTOR, type NameTable } from './name-table.js';
import { lengthOf, operatorAt } from './operator.js';
import { TokenKind, type Tokens } from './token.js';

const CLASS = byteClasses();
/** Longer string literals never contain names of symbols; their text is dropped. In bytes, with the quotes. */
const LONGEST_STRING = 200;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const APOSTROPHE = 39;
const STAR = 42;
const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const SLASH = 47;
const BACKSLASH = 92;
const LOWER_E = 101;
const LOWER_X = 120;
const LOWER = 32;

/** A position in a file: the offset of the next byte and its line. */
export interface Place {
  at: number;
  /** Counted from 1. */
  line: number;
}

/** Called at each directive with the place of its `#`; has to move the place to the end of the directive. */
export type DirectiveHandler = (place: Place) => void;

/** Whether a backslash joins the line that ends at `newline` to the next line. */
const isSpliced = (bytes: Uint8Array, newline: number): boolean =>
  (bytes[newline - 1] === RETURN ? bytes[newline - 2] : bytes[newline - 1]) === BACKSLASH;

/** Whether a word is the prefix of a literal: `L"..."`, `u8'...'`. */
const isPrefix = (bytes: Uint8Array, start: number, end: number): boolean =>
  (bytes[end] === QUOTE || bytes[end] === APOSTROPHE) &&
  end - start <= 2 &&
  /^(?:L|u|U|u8)$/.test(String.fromCharCode(...bytes.subarray(start, end)));

/**
 * Appends the tokens of a file. Without a handler: those of the logical line at the place, where `#` is an ordinary
 * token. Words are hashed while they are read.
 */
const scan = (
  bytes: Uint8Array,
  place: Place,
  names: NameTable,
  tokens: Tokens,
  directive: DirectiveHandler | null,
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table-driven lexer in one loop, the hot path of reading a kernel
): void => {
  const end = bytes.length;
  let i = place.at;
  let line = place.line;
  let lineStart = directive !== null;
  let spaced = false;
  while (i < end) {
    const c = bytes[i] as number;
    const kind = CLASS[c] as number;
    if (kind === ByteClass.Blank) {
      i++;
      spaced = true;
      continue;
    }
    if (kind === ByteClass.Letter) {
      const start = i++;
      let hash = Math.imul(HASH_BEGIN ^ c, HASH_FACTOR);
      while (i < end) {
        const d = bytes[i] as number;
        if ((CLASS[d] as number) < ByteClass.Letter) break;
        hash = Math.imul(hash ^ d, HASH_FACTOR);
        i++;
      }
      lineStart = false;
      if (i - start <= 2 && isPrefix(bytes, start, i)) continue;
      tokens.push(TokenKind.Identifier, names.internHashed(bytes, start, i, hash), line, spaced);
      spaced = false;
      continue;
    }
    if (kind === ByteClass.Single) {
      i++;
      tokens.push(c, 0, line, spaced);
      lineStart = spaced = false;
      continue;
    }
    if (kind === ByteClass.Newline) {
      if (directive === null) {
        if (!isSpliced(bytes, i)) break;
      } else lineStart = true;
      i++;
      line++;
      spaced = true;
      continue;
    }
    if (kind === ByteClass.Slash) {
      const d = bytes[i + 1];
      if (d === STAR) {
        spaced = true;
        for (i += 2; i < end; i++) {
          const e = bytes[i];
          if (e === NEWLINE) line++;
          else if (e === STAR && bytes[i + 1] === SLASH) break;
        }
        i = Math.min(i + 2, end);
        continue;
      }
      if (d === SLASH) {
        for (; i < end; i++)
          if (bytes[i] === NEWLINE) {
            if (!isSpliced(bytes, i)) break;
            line++;
          }
        continue;
      }
    } else if (kind === ByteClass.Backslash) {
      const d = bytes[i + 1];
      if (d === NEWLINE || (d === RETURN && bytes[i + 2] === NEWLINE)) {
        i += d === NEWLINE ? 2 : 3;
        line++;
        spaced = true;
        continue;
      }
    } else if (kind === ByteClass.Hash && lineStart && directive !== null) {
      place.at = i;
      place.line = line;
      directive(place);
      i = place.at;
      line = place.line;
      continue;
    }
    lineStart = false;
    if (
      kind === ByteClass.Digit ||
      (kind === ByteClass.Dot && CLASS[bytes[i + 1] as number] === ByteClass.Digit)
    ) {
      const start = i++;
      let hash = Math.imul(HASH_BEGIN ^ c, HASH_FACTOR);
      let before = c;
      while (i < end) {
        const d = bytes[i] as number;
        if ((CLASS[d] as number) < ByteClass.Letter && d !== DOT) {
          const isExponent =
            (d === PLUS || d === MINUS) && (before | LOWER) === LOWER_E && bytes[start + 1] !== LOWER_X;
          if (!isExponent) break;
        }
        hash = Math.imul(hash ^ d, HASH_FACTOR);
        before = d;
        i++;
      }
      tokens.push(TokenKind.Number, names.internHashed(bytes, start, i, hash), line, spaced);
    } else if (kind === ByteClass.Quote || kind === ByteClass.Apostrophe) {
      const start = i++;
      const startLine = line;
      // Up to the closing quote, or the end of the line when there is none (`#error don't`).
      while (i < end) {
        const d = bytes[i] as number;
        if (d === NEWLINE) break;
        i++;
        if (d === c) break;
        if (d === BACKSLASH && i < end && bytes[i++] === NEWLINE) line++;
      }
      if (kind === ByteClass.Apostrophe) tokens.push(TokenKind.Character, 0, startLine, spaced);
      else {
        const value = i - start <= LONGEST_STRING ? names.intern(bytes, start, i) : -1;
        tokens.push(TokenKind.String, value, startLine, spaced);
      }
    } else {
      const operator = operatorAt(bytes, i, c);
      tokens.push(operator, 0, line, spaced);
      i += lengthOf(operator);
    }
    spaced = false;
  }
  place.at = i;
  place.line = line;
};

/** Appends the tokens of a file, except those of its directives, which the handler reads. */
export const lex = (bytes: Uint8Array, names: NameTable, tokens: Tokens, directive: DirectiveHandler): void =>
  scan(bytes, { at: 0, line: 1 }, names, tokens, directive);

/**
 * Appends the tokens of the directive whose `#` is at the place, without the `#`. Moves the place to the end of the
 * directive: the first newline outside of comments and line splices.
 */
export const lexDirective = (bytes: Uint8Array, place: Place, names: NameTable, tokens: Tokens): void => {
  place.at++;
  scan(bytes, place, names, tokens, null);
};
