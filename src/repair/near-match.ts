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

/** The weight of a match: a lone brace is everywhere. */
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
  const { moves, scores } = bestMoves(old, pre, expected);
  let end = 0;
  for (let at = 0; at < columns; at += 1) if ((scores[at] ?? 0) > (scores[end] ?? 0)) end = at;
  if ((scores[end] ?? 0) <= 0) return undefined;
  return alignAlong(hunk, old, pre, moves, end);
};

/** A context or removed line of a hunk: the lines that the pre-image must have. */
interface OldLine {
  readonly index: number;
  readonly own: string;
  readonly sign: string;
}

const [UNKNOWN, SKIP, MATCH] = [0, 1, 2];

/** The best move into each cell of the table (a row for each old line), and the scores of the last row. */
const bestMoves = (
  old: readonly OldLine[],
  pre: PreImageLines,
  expected: number,
): { readonly moves: Uint8Array; readonly scores: Float64Array } => {
  const columns = pre.texts.length + 1;
  const moves = new Uint8Array((old.length + 1) * columns);
  let above = new Float64Array(columns);
  let scores = new Float64Array(columns);
  for (let at = 0; at < columns; at += 1) scores[at] = -Math.abs(at - expected) * 1e-6;
  for (const [row, { own, sign }] of old.entries()) {
    [above, scores] = [scores, above];
    for (let at = 0; at < columns; at += 1) {
      const unknown = (above[at] as number) - (sign === '-' ? UNKNOWN_REMOVED : UNKNOWN_CONTEXT);
      let [best, how] = [unknown, UNKNOWN];
      if (at > 0) {
        const skip = (scores[at - 1] as number) - (pre.solids[at - 1] === '' ? 0 : SKIPPED_LINE);
        if (skip > best) [best, how] = [skip, SKIP];
        const match = (above[at - 1] as number) + weightOf(own);
        if (pre.solids[at - 1] === own && match >= best) [best, how] = [match, MATCH];
      }
      scores[at] = best;
      moves[(row + 1) * columns + at] = how;
    }
  }
  return { moves, scores };
};

/** Goes back along the best moves: the lines that match, by their index in the hunk, and where they begin. */
const matchesAlong = (
  old: readonly OldLine[],
  columns: number,
  moves: Uint8Array,
  end: number,
): { readonly matched: ReadonlyMap<number, number>; readonly start: number } => {
  const matched = new Map<number, number>();
  let [row, at] = [old.length, end];
  while (row > 0) {
    const how = moves[row * columns + at];
    if (how === MATCH) {
      matched.set(old[row - 1]?.index ?? -1, at - 1);
      row -= 1;
      at -= 1;
    } else if (how === SKIP) at -= 1;
    else row -= 1;
  }
  return { matched, start: at };
};

/** The hunk's lines at their places: those that match, those that the pre-image lacks, and empty lines between them. */
const alignAlong = (
  hunk: DamagedHunk,
  old: readonly OldLine[],
  pre: PreImageLines,
  moves: Uint8Array,
  end: number,
): AlignedHunk => {
  const { matched, start } = matchesAlong(old, pre.texts.length + 1, moves, end);
  let missing = hunk.oldCount - old.length;
  const lines: AlignedLine[] = [];
  let next = start;
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
  return { hunk, lines: fillUp(lines, missing), start, fit: 'nearly' };
};
