// `#define NAME 0x1234`, alone on its line: of four million definitions in a kernel nine in ten are the registers of some
// device. Read in one go over its bytes.

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const BLANK = 32;
const WORD = new Uint8Array(256);
for (let c = 0; c < 128; c++) if (/\w/.test(String.fromCharCode(c))) WORD[c] = 1;
const DEFINE = Uint8Array.from('define', (c) => c.charCodeAt(0));

const isDigit = (c: number | undefined): boolean => c !== undefined && c >= 48 && c <= 57;

export class NumberDefinition {
  nameStart = 0;
  nameEnd = 0;
  numberStart = 0;
  numberEnd = 0;
  /** Where the newline stands. */
  end = 0;

  /** Takes in the directive whose `#` stands at `at`; false when it is another one, or says more. */
  read(bytes: Uint8Array, at: number): boolean {
    let i = at + 1;
    for (const c of DEFINE) if (bytes[i++] !== c) return false;
    const name = afterBlanks(bytes, i);
    if (name === i || isDigit(bytes[name])) return false;
    const nameEnd = afterWord(bytes, name);
    const number = afterBlanks(bytes, nameEnd);
    // What stands right behind the name are its parameters.
    if (nameEnd === name || number === nameEnd || !isDigit(bytes[number])) return false;
    const numberEnd = afterWord(bytes, number);
    let end = afterBlanks(bytes, numberEnd);
    if (bytes[end] === RETURN) end++;
    if (bytes[end] !== NEWLINE) return false;
    this.nameStart = name;
    this.nameEnd = nameEnd;
    this.numberStart = number;
    this.numberEnd = numberEnd;
    this.end = end;
    return true;
  }
}

const afterBlanks = (bytes: Uint8Array, from: number): number => {
  let i = from;
  while (bytes[i] === BLANK || bytes[i] === TAB) i++;
  return i;
};

const afterWord = (bytes: Uint8Array, from: number): number => {
  let i = from;
  while (WORD[bytes[i] as number] === 1) i++;
  return i;
};
