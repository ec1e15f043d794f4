// Where a damaged hunk belongs in the pre-image: its context and removed lines are matched without white space,
// and the empty lines that were lost are those of the pre-image between them.
import {
  type AlignedHunk,
  type AlignedLine,
  type Budget,
  fillUp,
  type PreImageLines,
} from './aligned-hunk.js';
import type { DamagedHunk } from './damaged-diff.js';
import { matchAt } from './exact-match.js';
import { alignNearly } from './near-match.js';
import { solid } from './white-space.js';

/** Matches one hunk exactly at the nearest place to the `wanted` line (from 0), else as well as it can be. */
export const alignHunk = (
  hunk: DamagedHunk,
  pre: PreImageLines,
  wanted: number,
  budget: Budget,
): AlignedHunk => {
  const expected = Math.max(0, Math.min(wanted, pre.texts.length));
  if (hunk.oldCount === 0) {
    const lines = onlyAdded(hunk);
    const exact = lines.length === hunk.newCount && wanted <= pre.texts.length;
    return { hunk, lines, start: expected, fit: exact ? 'exact' : 'nearly' };
  }
  const solids = hunk.lines.map(({ text }) => solid(text));
  const last = pre.texts.length - hunk.oldCount;
  for (let distance = 0; distance <= Math.max(expected, last); distance += 1) {
    for (const start of distance === 0 ? [expected] : [expected - distance, expected + distance]) {
      if (start < 0 || start > last) continue;
      const lines = matchAt(hunk, solids, pre, start, budget);
      if (lines !== undefined) return { hunk, lines, start, fit: 'exact' };
    }
  }
  return alignNearly(hunk, pre, expected, budget) ?? alignNowhere(hunk, expected);
};

/** The lines of a hunk that only adds: a line without a sign is the end of the broken line before it. */
const onlyAdded = (hunk: DamagedHunk): readonly AlignedLine[] => {
  const lines: AlignedLine[] = [];
  for (const { sign, text } of hunk.lines) {
    const before = sign === '+' ? undefined : lines.pop();
    lines.push({ kind: 'added', text: before === undefined ? text : `${before.text} ${text}` });
  }
  return lines;
};

/** The hunk by itself: the tree has none of its lines. */
const alignNowhere = (hunk: DamagedHunk, expected: number): AlignedHunk => {
  const lines = hunk.lines.map(({ sign, text }): AlignedLine => {
    if (sign === '+') return { kind: 'added', text };
    return { kind: sign === '-' ? 'removed-unknown' : 'kept-unknown', text };
  });
  const missing = hunk.oldCount - hunk.lines.filter(({ sign }) => sign !== '+').length;
  return { hunk, lines: fillUp(lines, missing), start: expected, fit: 'nowhere' };
};
