// The best place for a hunk in a pre-image that is near the one it was made for (alignment after Needleman and Wunsch).
import {
  type AlignedHunk,
  type AlignedLine,
  type Budget,
  fillUp,
  type PreImageLines,
} from './aligned-hunk.js';
import type { DamagedHunk } from './damaged-diff.js';
import { solid } from './white-space.js';

/** How much a match tells: a lone brace is everywhere. */
const weightOf = (text: string): number => (text.length <= 2 ? 1 : text.length <= 8 ? 3 : 6);

/** Costs of what does not fit, against the weights above. */
const SKIPPED_LINE = 1;
const UNKNOWN_CONTEXT = 2;
const UNKNOWN_REMOVED = 8;

/** A byte each: a hunk of 400 lines in the kernel's longest files. */
const MAX_CELLS = 20_000_000;

/** The best place by dynamic programming, for a pre-image that is near the one the patch was made for. */
export const alignNearly = (
  hunk: DamagedHunk,
  pre: PreImageLines,
  expected: number,
  budget: Budget,
): AlignedHunk | undefined => {
  const old = hunk.lines.flatMap((line, index) =>
    line.sign === '+' ? [] : [{ ...line, index, own: solid(line.text) }],
  );
  const columns = pre.texts.length + 1;
  budget.left -= old.length * columns;
  if (budget.left < 0 || old.length * columns > MAX_CELLS) return undefined;
  const move = new Uint8Array((old.length + 1) * columns);
  let above = new Float64Array(columns);
  let score = new Float64Array(columns);
  for (let at = 0; at < columns; at += 1) score[at] = -Math.abs(at - expected) * 1e-6;
  for (let row = 1; row <= old.length; row += 1) {
    const { own, sign } = old[row - 1] ?? { own: '', sign: ' ' };
    [above, score] = [score, above];
    for (let at = 0; at < columns; at += 1) {
      const unknown = (above[at] ?? 0) - (sign === '-' ? UNKNOWN_REMOVED : UNKNOWN_CONTEXT);
      let [best, how] = [unknown, UNKNOWN];
      if (at > 0) {
        const skip = (score[at - 1] ?? 0) - (pre.solids[at - 1] === '' ? 0 : SKIPPED_LINE);
        if (skip > best) [best, how] = [skip, SKIP];
        const match = (above[at - 1] ?? 0) + weightOf(own);
        if (pre.solids[at - 1] === own && match >= best) [best, how] = [match, MATCH];
      }
      score[at] = best;
      move[row * columns + at] = how;
    }
  }
  let end = 0;
  for (let at = 0; at < columns; at += 1) if ((score[at] ?? 0) > (score[end] ?? 0)) end = at;
  if ((score[end] ?? 0) <= 0) return undefined;
  return walkBack(hunk, old, pre, move, end);
};

const [UNKNOWN, SKIP, MATCH] = [0, 1, 2];

const walkBack = (
  hunk: DamagedHunk,
  old: readonly { readonly index: number; readonly own: string }[],
  pre: PreImageLines,
  move: Uint8Array,
  end: number,
): AlignedHunk => {
  const columns = pre.texts.length + 1;
  const matched = new Map<number, number>();
  let [row, at] = [old.length, end];
  while (row > 0) {
    const how = move[row * columns + at];
    if (how === MATCH) {
      matched.set(old[row - 1]?.index ?? -1, at - 1);
      row -= 1;
      at -= 1;
    } else if (how === SKIP) at -= 1;
    else row -= 1;
  }
  let missing = hunk.oldCount - old.length;
  const lines: AlignedLine[] = [];
  let next = at;
  for (const [index, line] of hunk.lines.entries()) {
    const found = matched.get(index);
    if (found !== undefined) {
      for (; next < found; next += 1) {
        if (pre.solids[next] !== '' || missing <= 0) continue;
        missing -= 1;
        lines.push({ kind: 'swallowed', text: pre.texts[next] ?? '', at: next });
      }
      next = found + 1;
      lines.push({
        kind: line.sign === '-' ? 'removed' : 'kept',
        text: pre.texts[found] ?? '',
        at: found,
        given: line.text,
      });
    } else if (line.sign === '+') lines.push({ kind: 'added', text: line.text });
    else lines.push({ kind: line.sign === '-' ? 'removed-unknown' : 'kept-unknown', text: line.text });
  }
  return { hunk, lines: fillUp(lines, missing), start: at, fit: 'nearly' };
};
