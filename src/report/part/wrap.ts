// Lines that fit a width, for terminals and mail. Text comes in escaped and without colour.
import stringWidth from 'fast-string-width';

/** Almost every text; the library takes its time over the others. */
const ASCII = /^[ -~]*$/;

/** The columns that a terminal gives the text (UAX #11, East Asian Width). */
export const widthOf = (text: string): number => (ASCII.test(text) ? text.length : stringWidth(text));

/** Cuts off the first columns of a text: at least one character. */
const cut = (text: string, width: number): readonly [string, string] => {
  let head = '';
  let columns = 0;
  for (const character of text) {
    columns += widthOf(character);
    if (head !== '' && columns > width) break;
    head += character;
  }
  return [head, text.slice(head.length)];
};

/** After one of these a name or path is broken rather than elsewhere, when at least half of the line is filled. */
const JOINTS = /^.*[_/]/;

const pieces = (word: string, width: number): readonly string[] => {
  const parts: string[] = [];
  for (let rest = word; rest !== ''; ) {
    const [head] = widthOf(rest) <= width ? [rest] : cut(rest, width);
    const [jointed = ''] = head === rest ? [] : (JOINTS.exec(head) ?? []);
    const part = 2 * widthOf(jointed) >= width ? jointed : head;
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return parts;
};

/** A word is never cut into pieces smaller than this, however narrow the terminal. */
const LEAST_ROOM = 8;

/**
 * Breaks a text at its spaces so that each line fits; a word that is wider than a line is cut.
 * @param first what stands before the first line; following lines are indented by `hang` columns.
 */
export const wrap = (text: string, width: number, first = '', hang = widthOf(first)): readonly string[] => {
  const lines: string[] = [];
  const room = Math.max(LEAST_ROOM, width - Math.max(hang, widthOf(first)));
  let line = first;
  let empty = true;
  for (const word of text.split(' ').flatMap((one) => (one === '' ? [] : pieces(one, room)))) {
    if (!empty && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = ' '.repeat(hang);
      empty = true;
    }
    line = empty ? line + word : `${line} ${word}`;
    empty = false;
  }
  return [...lines, line];
};

/** A text on one line of at most this width, with an ellipsis where it was cut. */
export const clip = (text: string, width: number): string =>
  widthOf(text) <= width ? text : `${cut(text, width - 1)[0]}…`;

/** A text filled up with spaces. */
export const pad = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));
