// One escaping function per kind of output. Everything that comes from mail or from the tree passes through one:
// a subject may carry terminal escapes (ECMA-48), text that runs backwards (UAX #9) or markup.

/**
 * Characters that move the cursor, change the terminal, or make text look other than it is: controls (C0, DEL,
 * C1), format characters (marks and overrides of direction, zero widths, tags), separators of lines, lone
 * surrogates, private use, and whatever a font may leave out (UAX #44, general categories).
 */
const TREACHEROUS = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const named = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return `\\u{${code.toString(16)}}`;
};

/** Text with each treacherous character written out (`\x1b`, `\u{202e}`), on one line, for terminals and plain text. */
export const escapePlain = (text: string): string => text.replace(TREACHEROUS, named);

/** Text with its first `limit` characters kept, and an ellipsis when there were more. */
export const shorten = (text: string, limit: number): string => {
  const characters = [...text.slice(0, 2 * limit + 2)];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
};

/** Longer than any path with its message; what is longer is an attack on the terminal. */
const MESSAGE_LIMIT = 2000;

/** A message or a path on one line, as a terminal can show it; an attack is cut. */
export const plainLine = (text: string): string => escapePlain(shorten(text, MESSAGE_LIMIT));

/** Characters that XML 1.0 cannot hold at all, even escaped (XML 1.0, 2.2 "Char"). */
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const ENTITY: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML and HTML, inside an element or a quoted attribute; treacherous characters are written out first. */
export const escapeXml = (text: string): string =>
  escapePlain(text)
    .replace(NOT_XML, named)
    .replace(/[&<>"']/g, (character) => ENTITY[character] ?? character);

/** Text between the quotes of a DOT or Mermaid label (graphviz "The DOT Language"; Mermaid "Entity codes"). */
export const escapeDot = (text: string): string =>
  escapePlain(text).replace(/["\\]/g, (character) => `\\${character}`);

/** Mermaid has no backslash escapes: everything but plain characters becomes an entity code (`#34;`). */
export const escapeMermaid = (text: string): string =>
  escapePlain(text).replace(/[^\w ./:,()*-]/gu, (character) => `#${character.codePointAt(0)};`);

/** Text for GitHub's Markdown: nothing of it is markup, a mention, or a link (GFM, 2.4 "Backslash escapes"). */
export const escapeMarkdown = (text: string): string =>
  escapePlain(text)
    .replace(/[\\`*_{}[\]()#+.!|~$^:=-]/g, (character) => `\\${character}`)
    .replace(/[&<>]/g, (character) => ENTITY[character] ?? character)
    .replace(/@/g, '&#64;');

/**
 * Text in a code span of GitHub's Markdown. A back-tick cannot be escaped there, so it becomes an apostrophe; a bar
 * would end a table's cell, and a backslash before it would undo its escape (GFM, 4.10 "Tables").
 */
export const codeSpan = (text: string): string => {
  const literal = escapePlain(text)
    .replace(/`/g, "'")
    .replace(/\\+(?=\|)/g, (slashes) => '\\x5c'.repeat(slashes.length))
    .replace(/\|/g, '\\|');
  return `\`${literal === '' ? ' ' : literal}\``;
};

/** The message of a GitHub workflow command. */
export const escapeCommand = (text: string): string =>
  escapePlain(text).replace(
    /[%\r\n]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );

/** A property of a GitHub workflow command. */
export const escapeCommandProperty = (text: string): string =>
  escapeCommand(text).replace(
    /[:,]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
