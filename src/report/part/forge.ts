// Pieces of GitHub Flavored Markdown: tables, folded parts, fenced code (GFM, 4.5 "Fenced code blocks", 4.10 "Tables").
import { escapePlain, escapeXml, shorten } from './escape.js';

const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table; cells come escaped. */
export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  tableRow(heads),
  tableRow(heads.map(() => '---')),
  ...rows.map(tableRow),
];

/** A part that is folded away under its summary. */
export const folded = (summary: string, lines: readonly string[]): readonly string[] => [
  `<details><summary>${escapeXml(summary)}</summary>`,
  '',
  ...lines,
  '',
  '</details>',
  '',
];

/** A longer line of code comes from an attack, and is cut. */
const MOST_CODE = 1000;

/** Code of some language; its fence is longer than any in the code. */
export const fenced = (language: string, code: readonly string[]): readonly string[] => {
  const lines = code.map((line) => line.split('\t').map(escapePlain).join('\t'));
  const longest = Math.max(2, ...lines.map((line) => /^\s*(`*)/.exec(line)?.[1]?.length ?? 0));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines.map((line) => shorten(line, MOST_CODE)), fence];
};
