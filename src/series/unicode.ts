// Unicode control characters in a patch (Trojan Source, CVE-2021-42574): code that reads otherwise than it runs.

const FORMAT = /\p{Cf}/u;
/** Letters of scripts that need joiners and marks of direction to be written at all. */
const OTHER_LETTER = /\p{Lo}/u;

/** An invisible control character in a text. */
export interface UnicodeControl {
  /** Line of the text, counted from 1. */
  readonly line: number;
  /** `U+200B`. */
  readonly codePoint: string;
}

/** The first invisible control character on a line without letters of a script that uses them; null when there is none. */
export const findUnicodeControl = (text: string): UnicodeControl | null => {
  if (!FORMAT.test(text)) return null;
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const char = FORMAT.exec(line)?.[0];
    if (char === undefined || OTHER_LETTER.test(line)) continue;
    const code = char.codePointAt(0) ?? 0;
    return { line: index + 1, codePoint: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` };
  }
  return null;
};
