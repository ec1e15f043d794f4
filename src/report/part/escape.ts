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
