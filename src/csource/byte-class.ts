// What a byte can begin in C (C11, 5.2.1 and 6.4). Bytes beyond ASCII are letters: names in UTF-8 stay whole.

/** What is at least a `Letter` can stand inside a word. */
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

export const CLASS = new Uint8Array(256).fill(ByteClass.Letter, 128);
const put = (characters: string, kind: number): void => {
  for (const c of characters) CLASS[c.charCodeAt(0)] = kind;
};
put('-&|=!+*', ByteClass.Operator);
put(' \t\r\v\f', ByteClass.Blank);
put('\n', ByteClass.Newline);
put('\\', ByteClass.Backslash);
put('/', ByteClass.Slash);
put('"', ByteClass.Quote);
put("'", ByteClass.Apostrophe);
put('#', ByteClass.Hash);
put('.', ByteClass.Dot);
put('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$', ByteClass.Letter);
put('0123456789', ByteClass.Digit);
