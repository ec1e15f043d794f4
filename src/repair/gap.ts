// White space inside a line, when each run of it was made one blank: taken from a line with the same code
// words, or from the columns that the lines around it keep.
import { gapTo, solid, tokensOf, widthOf } from './white-space.js';

/** A line cut into its tokens and what stands between them. */
const cut = (text: string): { readonly tokens: readonly string[]; readonly gaps: readonly string[] } => {
  const tokens: string[] = [];
  const gaps: string[] = [];
  let end = 0;
  for (const found of text.matchAll(/\w+|[^\w\s]/g)) {
    if (tokens.length > 0) gaps.push(text.slice(end, found.index));
    tokens.push(found[0]);
    end = found.index + found[0].length;
  }
  return { tokens, gaps };
};

/** The share of tokens that two lines have in common, 0 to 1. */
export const likeness = (a: string, b: string): number => {
  const [left, right] = [tokensOf(a), tokensOf(b)];
  if (left.length === 0 || right.length === 0) return left.length === right.length ? 1 : 0;
  const counts = new Map<string, number>();
  for (const token of left) counts.set(token, (counts.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of right) {
    const count = counts.get(token) ?? 0;
    if (count === 0) continue;
    common += 1;
    counts.set(token, count - 1);
  }
  return (2 * common) / (left.length + right.length);
};

/** The line with the gaps of its model wherever the same two tokens stand side by side in both. */
export const gapsOf = (model: string, text: string): string => {
  const known = new Map<string, string>();
  const from = cut(model);
  for (const [index, gap] of from.gaps.entries()) {
    if (/^ ?$/.test(gap)) continue;
    known.set(`${from.tokens[index]} ${from.tokens[index + 1]}`, gap);
    // The words may be new and the column the same: `u32 devid; /* x */` and its comment.
    if (from.tokens[index] === ';' && from.tokens[index + 1] === '/') known.set('; /', gap);
  }
  if (known.size === 0) return text;
  const own = cut(text);
  return own.tokens
    .map((token, index) => {
      const gap = own.gaps[index];
      if (gap === undefined) return token;
      return token + (gap === '' ? '' : (known.get(`${token} ${own.tokens[index + 1]}`) ?? gap));
    })
    .join('');
};

/** Where a line's second part begins in a column: a member's name, a macro's value, a comment, a backslash. */
const PARTS: readonly RegExp[] = [
  /^(\s*(?:[\w]+ )*[\w]+[ \t*]*?)((?: {2,}|\t[ \t]*| )(?=\**\w+(?:\[.*\])?(?: *:.*)?[;,=]))/,
  /^(#\s*define\s+\w+(?:\([^)]*\))?)(\s+)(?=\S)/,
  /^(.*?\S)(\s+)(?=\/\*)/,
  /^(.*?\S)(\s*)(?=\\$)/,
  /^(\s*\.?[\w.]+)(\s+)(?==)/,
  /^(\s*\*)(\s+)(?=[^\s/])/,
];

/**
 * The line with its parts in the columns that its neighbours keep, one for each part that a neighbour has in a
 * column wider than one blank.
 */
export const columnsOf = (neighbours: readonly string[], text: string): readonly string[] => {
  const ways: string[] = [];
  for (const part of PARTS) {
    const own = part.exec(text);
    if (own === null) continue;
    for (const neighbour of neighbours) {
      const other = part.exec(neighbour);
      const gap = other?.[2] ?? '';
      if (other === null || /^ ?$/.test(gap)) continue;
      const head = own[1] ?? '';
      const column = widthOf((other[1] ?? '') + gap);
      if (column <= widthOf(head)) continue;
      const space = gap.includes('\t') ? gapTo(widthOf(head), column) : ' '.repeat(column - widthOf(head));
      const way = head + space + text.slice(head.length + (own[2] ?? '').length);
      if (solid(way) === solid(text) && !ways.includes(way)) ways.push(way);
    }
  }
  return ways;
};
