// Git's C-style quoting of names (core.quotePath in git-config(1); git's quote.c).

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  '"': '"',
  '\\': '\\',
};

/**
 * Undoes the quoting. `text` begins with a double quote; text and name have one character for each byte.
 * Returns the name and where the text after the closing quote begins; null when the quoting is broken.
 */
export const unquoteName = (text: string): { readonly name: string; readonly end: number } | null => {
  let name = '';
  for (let at = 1; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '"') return { name, end: at + 1 };
    if (char !== '\\') {
      name += char;
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(text.slice(at + 1, at + 4))?.[0];
    if (octal !== undefined) {
      name += String.fromCharCode(Number.parseInt(octal, 8));
      at += 3;
      continue;
    }
    const escaped = ESCAPES[text[at + 1] ?? ''];
    if (escaped === undefined) return null;
    name += escaped;
    at++;
  }
  return null;
};
