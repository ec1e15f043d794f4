// Which patches of a series are wanted: `1-3,5`, `7-`, `-1`, `<4`, `*glob*` over subjects (b4's grammar), but a number
// that the series does not have is an error.
import { UserError } from '../base/error.js';

const asGlob = (text: string): RegExp =>
  new RegExp(
    `^${text
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '[^]*')
      .replace(/\?/g, '[^]')}$`,
    'i',
  );

const pickPiece = (piece: string, highest: number): readonly [number, number] => {
  const range = /^(\d{1,5})-(\d{1,5})?$/.exec(piece);
  if (range !== null) return [Number(range[1]), Number(range[2] ?? highest)];
  const below = /^<(\d{1,5})$/.exec(piece);
  if (below !== null) return [1, Number(below[1]) - 1];
  const fromEnd = /^-(\d{1,5})$/.exec(piece);
  if (fromEnd !== null) return [highest + 1 - Number(fromEnd[1]), highest + 1 - Number(fromEnd[1])];
  if (/^\d{1,5}$/.test(piece)) return [Number(piece), Number(piece)];
  throw new UserError('usage', `"${piece}" names no patches`, {
    hint: 'write 1-3,5 or 7- or -1 or <4 or *subject*',
  });
};

/**
 * The indexes that `text` names, sorted.
 * @throws UserError `usage` when it cannot be read, `input` when a patch is not there
 */
export const pickPatches = (
  text: string,
  patches: readonly { readonly index: number; readonly subject: string }[],
): readonly number[] => {
  const there = new Set(patches.map(({ index }) => index));
  const highest = Math.max(0, ...there);
  if (text.includes('*')) {
    const glob = asGlob(text);
    const matching = patches.filter(({ subject }) => glob.test(subject)).map(({ index }) => index);
    if (matching.length === 0) throw new UserError('input', `no patch has a subject like ${text}`);
    return matching;
  }
  const picked = new Set<number>();
  for (const piece of text.replace(/\s/g, '').split(',')) {
    const [from, to] = pickPiece(piece, highest);
    if (from > to) throw new UserError('usage', `"${piece}" names no patches`);
    for (let index = from; index <= to; index++) {
      if (!there.has(index)) {
        throw new UserError('input', `patch ${index} is not in the series`, {
          hint: `it has 1 to ${highest}`,
        });
      }
      picked.add(index);
    }
  }
  return [...picked].sort((a, b) => a - b);
};
