// Lines of `show`: text of mail is escaped here, once, before it is measured and coloured.
import { escapePlain } from '../../report/part/escape.js';
import { type Ink, lines, type Pen, plainInk } from '../../report/part/pen.js';

/** One wrapped entry: `first` stands before its first line, the others hang below its text. */
export const entry = (pen: Pen, text: string, first: string, ink: Ink = plainInk): readonly string[] =>
  lines(pen, ink, escapePlain(text.replace(/\s+/g, ' ')), first);

/** A line of code or of a commit message, as it is, with its tabs. */
export const verbatim = (text: string): string => text.split('\t').map(escapePlain).join('\t');

/** `2026-04-07`, in UTC. */
export const day = (date: Date | null): string => date?.toISOString().slice(0, 10) ?? 'undated';
