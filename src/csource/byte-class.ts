// Classes of bytes for the lexer (C11, 5.2.1 and 6.4). Bytes beyond ASCII are letters, so that names in UTF-8 stay whole.

/** Classes from `Letter` on can be inside a word. */
export const ByteClass = {
  /** A punctuator of one byte, whatever follows. */
  Single: 0,
  /** A punctuator that may have more bytes. */
  Operator: 1,
  Blank: 2,
  Newline: 3,
  Backslash: 4,
  Slash: 5,
  Quote: 6,
  Apostrophe: 7,
  Hash: 8,
  Dot: 9,
  Letter: 10,
  Digit: 11,
} as const;

const CHARACTERS: readonly (readonly [string, number])[] = [
  ['-&|=!+*', ByteClass.Operator],
  [' \t\r\v\f', ByteClass.Blank],
  ['\n', ByteClass.Newline],
  ['\\', ByteClass.Backslash],
  ['/', ByteClass.Slash],
  ['"', ByteClass.Quote],
  ["'", ByteClass.Apostrophe],
  ['#', ByteClass.Hash],
  ['.', ByteClass.Dot],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$', ByteClass.Letter],
  ['0123456789', ByteClass.Digit],
];

/** The class of each byte. Returns a new table: V8 reads a table fastest in the module that owns it. */
export const byteClasses = (): Uint8Array => {
  const classes = new Uint8Array(256).fill(ByteClass.Letter, 128);
  for (const [characters, kind] of CHARACTERS) for (const c of characters) classes[c.charCodeAt(0)] = kind;
  return classes;
};
