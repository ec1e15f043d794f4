import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newNameTable } from '../../src/csource/keyword.js';
import { lex, lexDirective } from '../../src/csource/lexer.js';
import { isPunctuator, Operator, TokenKind, Tokens } from '../../src/csource/token.js';
import { runs } from '../runs.js';

const OPERATORS = new Map<number, string>([
  [Operator.Arrow, '->'],
  [Operator.And, '&&'],
  [Operator.Or, '||'],
  [Operator.Paste, '##'],
  [Operator.Ellipsis, '...'],
  [Operator.Equal, '=='],
  [Operator.Unequal, '!='],
  [Operator.Assign, '?='],
]);

/** Tokens as `text@line`; directives as `#line`. */
const tokensOf = (source: string): readonly string[] => {
  const bytes = new TextEncoder().encode(source);
  const names = newNameTable();
  const tokens = new Tokens();
  const directives: string[] = [];
  lex(bytes, names, tokens, (place) => {
    directives.push(`#${place.line}`);
    lexDirective(bytes, place, names, new Tokens());
  });
  const found = Array.from({ length: tokens.length }, (_, i) => {
    const value = tokens.value[i]!;
    const kind = tokens.kind[i]!;
    if (isPunctuator(kind)) return `${OPERATORS.get(kind) ?? String.fromCharCode(kind)}@${tokens.line[i]}`;
    if (kind === TokenKind.Character) return `'@${tokens.line[i]}`;
    return `${value < 0 ? '"long"' : names.textOf(value)}@${tokens.line[i]}`;
  });
  return [...directives, ...found];
};

describe('lex', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['words and punctuators', 'a = b;', ['a@1', '=@1', 'b@1', ';@1']],
    ['lines', 'a\n\nb', ['a@1', 'b@3']],
    ['windows line ends', 'a\r\nb', ['a@1', 'b@2']],
    ['a splice between words', 'a \\\n b', ['a@1', 'b@2']],
    ['a splice with a carriage return', 'a \\\r\n b', ['a@1', 'b@2']],
    ['a comment', 'a /* b\n c */ d', ['a@1', 'd@2']],
    ['a comment that is not closed', 'a /* b', ['a@1']],
    ['a comment with stars', 'a /***/ b /* * / */ c', ['a@1', 'b@1', 'c@1']],
    ['a line comment', 'a // b\nc', ['a@1', 'c@2']],
    ['a line comment with a splice', 'a // b \\\n still\nc', ['a@1', 'c@3']],
    ['a line comment with a splice and a quote', "a // b \\\n don't /* c\nd", ['a@1', 'd@3']],
    ['a string', 'f("a b")', ['f@1', '(@1', '"a b"@1', ')@1']],
    ['a string with an escape', '"a\\"b" c', ['"a\\"b"@1', 'c@1']],
    ['a string that is not closed', '"a\nb', ['"a@1', 'b@2']],
    ['a string with a comment in it', '"/*" a "*/"', ['"/*"@1', 'a@1', '"*/"@1']],
    ['a long string', `"${'x'.repeat(300)}" a`, ['"long"@1', 'a@1']],
    ['a character', "'a' 'b'", ["'@1", "'@1"]],
    ['a quote as a character', "'\"' a", ["'@1", 'a@1']],
    ['prefixes of strings', 'L"a" u8"b" U\'c\'', ['"a"@1', '"b"@1', "'@1"]],
    ['a word before a quote that is no prefix', 'A"a"', ['A@1', '"a"@1']],
    ['numbers', '0x1fUL 1e+3 .5 1.', ['0x1fUL@1', '1e+3@1', '.5@1', '1.@1']],
    ['a hexadecimal e is no exponent', '0xe+1', ['0xe@1', '+@1', '1@1']],
    [
      'operators',
      'a->b && c || d ## e == f != ...',
      ['a@1', '->@1', 'b@1', '&&@1', 'c@1', '||@1', 'd@1', '##@1', 'e@1', '==@1', 'f@1', '!=@1', '...@1'],
    ],
    ['a character over lines', "'\\\n' a", ["'@1", 'a@2']],
    ['a string over lines', '"\\\n" a', ['"\\\n"@1', 'a@2']],
    ['a byte that is none of C', '\u0001 a', ['\u0001@1', 'a@1']],
    ['a dollar in a word', 'a$b', ['a$b@1']],
    ['letters beyond ASCII', 'naïve', ['naïve@1']],
    ['directives', '#define A\nb\n  # if X', ['#1', '#3', 'b@2']],
    ['a directive over lines', '#define A \\\n b\nc', ['#1', 'c@3']],
    ['a directive with a comment over lines', '#define A /* x\n y */ b\nc', ['#1', 'c@3']],
    ['a hash inside a line is no directive', 'a # b', ['a@1', '#@1', 'b@1']],
    ['a directive after a comment', '/* x */ #if A\nb', ['#1', 'b@2']],
    ['nothing', '', []],
  ])('reads %s', (_, source, tokens) => {
    expect(tokensOf(source)).toEqual(tokens);
  });

  it('takes any bytes, and keeps lines in order and within the file', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '/*',
        '*/',
        '//',
        '"',
        "'",
        '\\',
        '\n',
        '\r',
        '#',
        '(',
        '{',
        '}',
        ')',
        'a',
        '0x',
        '.',
        ' ',
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
        (source) => {
          const lines = source.split('\n').length;
          let last = 0;
          for (const token of tokensOf(source).filter((text) => !text.startsWith('#'))) {
            const line = Number(token.slice(token.lastIndexOf('@') + 1));
            expect(line).toBeGreaterThanOrEqual(last);
            expect(line).toBeLessThanOrEqual(lines);
            last = line;
          }
        },
      ),
      { numRuns: runs(500) },
    );
  });
});

describe('lexDirective', () => {
  it.each([
    ['#define A 1\nb', 11],
    ['#define A \\\n 1\nb', 14],
    ['#define A /*\n*/ 1\nb', 17],
    ['#define A "\\\n" 1\nb', 16],
    ["#error don't\nb", 12],
    ['#define A // c \\\nb', 18],
    ['#define A // c\nb', 14],
    ['#define A', 9],
  ])('ends %j', (source, end) => {
    const place = { at: 0, line: 1 };
    lexDirective(new TextEncoder().encode(source), place, newNameTable(), new Tokens());
    expect(place).toEqual({ at: end, line: source.slice(0, end).split('\n').length });
  });
});
