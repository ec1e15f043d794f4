// Lines made into the text of a report for people.
import type { Pen } from './pen.js';

/** Where a text was cut stands an ellipsis, or what stands for it in ASCII. */
const shownBy = (pen: Pen, text: string): string => (pen.ascii ? text.replaceAll('…', '~') : text);

/** Lines that end. */
export const block = (pen: Pen, rows: readonly string[]): string => `${shownBy(pen, rows.join('\n'))}\n`;

/** Parts that are not empty, set apart by an empty line. */
export const sheet = (pen: Pen, parts: readonly (readonly string[])[]): string =>
  block(pen, [
    parts
      .filter((part) => part.length > 0)
      .map((part) => part.join('\n'))
      .join('\n\n'),
  ]);
