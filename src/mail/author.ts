// Who wrote the patch in a mail, by the rules of git-mailinfo(1) (git's mailinfo.c: handle_from), so that commits name
// the author as `git am` does.
import { decodeWords } from 'postal-mime';
import type { Mailbox } from './address.js';

/** Git takes a longer name for something else, and writes the address instead. Counts bytes. */
const MOST_NAME_BYTES = 60;

/** Takes the quotes and backslashes from quoted strings and comments; comments keep their parentheses. */
const unquote = (text: string): string => {
  let plain = '';
  let isQuoted = false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    const isInside = isQuoted || depth > 0;
    if (isInside && char === '\\') {
      at++;
      plain += text[at] ?? '';
    } else if (char === '"' && depth === 0) isQuoted = !isQuoted;
    else {
      if (!isQuoted && char === '(') depth++;
      if (!isQuoted && char === ')' && depth > 0) depth--;
      plain += char;
    }
  }
  return plain;
};

const trimmed = (text: string): string => text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');

/** The name, or the address when git would not take the name. */
const saneName = (name: string, address: string): string =>
  name === '' || Buffer.byteLength(name) > MOST_NAME_BYTES || /[@<>]/.test(name) ? address : name;

/** A header field in one line: encoded words decoded (RFC 2047), white space squeezed. */
export const headerLine = (value: string): string => trimmed(decodeWords(value));

/** Reads a `From` field: `Rob Herring (Arm) <rob@example.org>` has the name `Rob Herring (Arm)`. */
export const parseAuthor = (value: string): Mailbox => {
  const line = headerLine(value);
  const plain = unquote(line);
  const at = plain.indexOf('@');
  if (at < 0) {
    const [, name = '', address = ''] = /^([^<]*)<([^>]*)>/.exec(line) ?? [];
    return { name: saneName(name.trim(), address), address };
  }
  let start = at;
  while (start > 0 && !/[ <]/.test(plain[start - 1] ?? '')) start--;
  const length = plain.slice(start).search(/[ >]/);
  const end = length < 0 ? plain.length : start + length;
  const address = plain.slice(start, end);
  const before = plain.slice(0, start).replace(/<$/, ' ');
  const rest = trimmed(before + plain.slice(end + 1));
  const name = rest.startsWith('(') && rest.endsWith(')') ? rest.slice(1, -1) : rest;
  return { name: saneName(name, address), address };
};
