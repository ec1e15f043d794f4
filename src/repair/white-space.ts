// Lines without their white space, and columns: a tab goes to the next multiple of 8
// (kernel: Documentation/process/coding-style.rst, 1). Texts hold one byte of the file a character.

/** What white space damage leaves alone. */
export const solid = (text: string): string => text.replaceAll(/[ \t\r\f\v]+/g, '');

/** The white space that a line begins with. */
export const indentOf = (text: string): string => /^[ \t]*/.exec(text)?.[0] ?? '';

const TAB = 8;

/** Column that comes after a text, counted from 0. */
export const widthOf = (text: string): number => {
  let column = 0;
  for (const character of text) column = character === '\t' ? column + TAB - (column % TAB) : column + 1;
  return column;
};

/** Indentation up to a column as the kernel writes it: tabs, then less than a tab of blanks. */
export const indentTo = (column: number): string =>
  '\t'.repeat(Math.floor(column / TAB)) + ' '.repeat(column % TAB);

/** Tabs from one column to another that is a multiple of 8, else blanks. */
export const gapTo = (from: number, to: number): string =>
  to % TAB === 0 ? '\t'.repeat(Math.ceil((to - from) / TAB)) : ' '.repeat(Math.max(1, to - from));

/** Words and marks of a line, white space apart. */
export const tokensOf = (text: string): readonly string[] => text.match(/\w+|[^\w\s]/g) ?? [];
