// Lines of text of mail: escaped here, once, before they are measured and coloured.
import { escapePlain } from './escape.js';
import { type Ink, lines, type Pen, plainInk } from './pen.js';

/** One wrapped entry: `first` stands before its first line, the others hang below its text. */
export const entry = (pen: Pen, text: string, first: string, ink: Ink = plainInk): readonly string[] =>
  lines(pen, ink, escapePlain(text.replace(/\s+/g, ' ')), first);

/** A line of code or of a commit message, as it is, with its tabs. */
export const verbatim = (text: string): string => text.split('\t').map(escapePlain).join('\t');

/** `2026-04-07`, in UTC, of a date as ISO 8601 has it. */
export const day = (date: string | null): string => date?.slice(0, 10) ?? 'undated';
