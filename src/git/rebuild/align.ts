// Where a damaged hunk belongs in the pre-image: its context and removed lines are matched without white space,
// and the empty lines that were lost are those of the pre-image between them.
import type { DamagedHunk, DamagedLine } from './damaged-diff.js';
import { solid } from './white-space.js';

/** A line of a hunk as it stood, or as it is to be inferred. */
export type AlignedLine =
  /** Taken from the pre-image, white space and all; `given` is what the damage made of it. */
  | {
      readonly kind: 'kept' | 'removed';
      readonly text: string;
      readonly at: number;
      readonly given: string;
    }
  /** An empty line of the pre-image that the damage swallowed. */
  | { readonly kind: 'swallowed'; readonly text: string; readonly at: number }
  /** Context or a removed line that this pre-image has not. */
  | { readonly kind: 'kept-unknown' | 'removed-unknown'; readonly text: string }
  | { readonly kind: 'added'; readonly text: string };

export interface AlignedHunk {
  readonly hunk: DamagedHunk;
  readonly lines: readonly AlignedLine[];
  /** Index of the first line of the pre-image that the hunk covers. */
  readonly start: number;
  /** `exact`: each context and removed line was found and the counts agree; `nearly`: some; `nowhere`: none. */
  readonly fit: 'exact' | 'nearly' | 'nowhere';
}

/**
 * Work that matching may do for one patch. A hunk of 100 lines in the kernel's longest files (50,000 lines)
 * needs five million; a mail with thousands of hunks that fit nowhere must not take hours.
 */
export const MAX_WORK = 100_000_000;

/** What is left of `MAX_WORK`. */
export interface Budget {
  left: number;
}

/** What a step costs that takes a line, against a cell of a table of numbers. */
const STEP = 20;

/** Steps for one place: a hunk goes there nearly straight on, or it does not. */
const MAX_STEPS = 100_000;

/** Matches one hunk exactly at the nearest place to the `wanted` line (from 0), else as well as it can be. */
export const alignHunk = (
  hunk: DamagedHunk,
  preImage: readonly string[],
  preImageSolid: readonly string[],
  wanted: number,
  budget: Budget,
): AlignedHunk => {
  const expected = Math.max(0, Math.min(wanted, preImage.length));
  if (hunk.oldCount === 0) {
    const lines: AlignedLine[] = [];
    for (const { sign, text } of hunk.lines) {
      const before = sign === '+' ? undefined : lines.pop();
      lines.push({ kind: 'added', text: before === undefined ? text : `${before.text} ${text}` });
    }
    const exact = lines.length === hunk.newCount && wanted <= preImage.length;
    return { hunk, lines, start: expected, fit: exact ? 'exact' : 'nearly' };
  }
  const solids = hunk.lines.map(({ text }) => solid(text));
  const last = preImage.length - hunk.oldCount;
  for (let distance = 0; distance <= Math.max(expected, last); distance += 1) {
    for (const start of distance === 0 ? [expected] : [expected - distance, expected + distance]) {
      if (start < 0 || start > last) continue;
      const lines = matchAt(hunk, solids, preImage, preImageSolid, start, budget);
      if (lines !== undefined) return { hunk, lines, start, fit: 'exact' };
    }
  }
  return alignNearly(hunk, preImage, preImageSolid, expected, budget) ?? alignNowhere(hunk, expected);
};

interface Step {
  readonly line: number;
  readonly at: number;
  readonly kept: number;
  readonly taken: AlignedLine | undefined;
  readonly before: Step | undefined;
}

/** Every way to read a line is tried in order of likeliness; the hunk's counts decide. */
const matchAt = (
  hunk: DamagedHunk,
  solids: readonly string[],
  preImage: readonly string[],
  preImageSolid: readonly string[],
  start: number,
  budget: Budget,
): readonly AlignedLine[] | undefined => {
  const end = start + hunk.oldCount;
  const first: Step = { line: 0, at: start, kept: 0, taken: undefined, before: undefined };
  const open = [first];
  let steps = 0;
  for (let step = open.pop(); step !== undefined && steps < MAX_STEPS && budget.left > 0; step = open.pop()) {
    steps += 1;
    budget.left -= STEP;
    const here = step;
    if (here.line === hunk.lines.length && here.at === end) {
      const lines = takenBy(here);
      const added = lines.filter(({ kind }) => kind === 'added').length;
      if (here.kept + added === hunk.newCount) return lines;
      continue;
    }
    const ways = waysOn(here, hunk.lines, solids, preImage, preImageSolid, end);
    // The likeliest is tried first, so it goes on top.
    for (const way of ways.reverse()) open.push(way);
  }
  return undefined;
};

const takenBy = (last: Step): readonly AlignedLine[] => {
  const lines: AlignedLine[] = [];
  for (let step: Step | undefined = last; step !== undefined; step = step.before) {
    if (step.taken !== undefined) lines.push(step.taken);
  }
  return lines.reverse();
};

const waysOn = (
  step: Step,
  lines: readonly DamagedLine[],
  solids: readonly string[],
  preImage: readonly string[],
  preImageSolid: readonly string[],
  end: number,
): Step[] => {
  const { line, at, kept } = step;
  const given = lines[line];
  const text = preImage[at] ?? '';
  const there = at < end ? preImageSolid[at] : undefined;
  const ways: Step[] = [];
  const way = (taken: AlignedLine, lineStep: number, atStep: number, keptStep: number): void => {
    ways.push({ line: line + lineStep, at: at + atStep, kept: kept + keptStep, taken, before: step });
  };
  if (given !== undefined) {
    const own = solids[line] ?? '';
    if (given.sign === '+') {
      // `+ b` may be context whose blank was lost; the pre-image has it then.
      if (there === `+${own}`) way({ kind: 'kept', text, at, given: given.text }, 1, 1, 1);
      way({ kind: 'added', text: given.text }, 1, 0, 0);
    } else if (given.sign === '-') {
      if (there === own) way({ kind: 'removed', text, at, given: given.text }, 1, 1, 0);
      if (there === `-${own}`) way({ kind: 'kept', text, at, given: given.text }, 1, 1, 1);
    } else if (there === own) way({ kind: 'kept', text, at, given: given.text }, 1, 1, 1);
    // A mail program may have broken one line into several.
    if (given.sign !== '+' && there !== undefined && there !== own && own !== '') {
      let joined = own;
      for (let count = 1; count <= MAX_BREAKS && lines[line + count]?.sign === ' '; count += 1) {
        joined += solids[line + count] ?? '';
        if (!there.startsWith(joined)) break;
        if (there !== joined) continue;
        const removed = given.sign === '-';
        way(
          { kind: removed ? 'removed' : 'kept', text, at, given: given.text },
          count + 1,
          1,
          removed ? 0 : 1,
        );
      }
    }
    if (given.sign === ' ' && own !== there && step.taken?.kind === 'added') {
      ways.push({
        ...step,
        line: line + 1,
        taken: { kind: 'added', text: `${step.taken.text} ${given.text}` },
      });
    }
  }
  if (there === '') way({ kind: 'swallowed', text, at }, 0, 1, 1);
  return ways;
};

/** Pieces into which a mail program may have broken one line of code. */
const MAX_BREAKS = 3;

/** How much a match tells: a lone brace is everywhere. */
const weightOf = (text: string): number => (text.length <= 2 ? 1 : text.length <= 8 ? 3 : 6);

/** Costs of what does not fit, against the weights above. */
const SKIPPED_LINE = 1;
const UNKNOWN_CONTEXT = 2;
const UNKNOWN_REMOVED = 8;

/** The best place by dynamic programming, for a pre-image that is near the one the patch was made for. */
const alignNearly = (
  hunk: DamagedHunk,
  preImage: readonly string[],
  preImageSolid: readonly string[],
  expected: number,
  budget: Budget,
): AlignedHunk | undefined => {
  const old = hunk.lines.flatMap((line, index) =>
    line.sign === '+' ? [] : [{ ...line, index, own: solid(line.text) }],
  );
  const columns = preImage.length + 1;
  budget.left -= old.length * columns;
  if (budget.left < 0) return undefined;
  const score = new Float64Array((old.length + 1) * columns);
  const move = new Uint8Array((old.length + 1) * columns);
  for (let at = 0; at < columns; at += 1) score[at] = -Math.abs(at - expected) * 1e-6;
  for (let row = 1; row <= old.length; row += 1) {
    const { own, sign } = old[row - 1] ?? { own: '', sign: ' ' };
    for (let at = 0; at < columns; at += 1) {
      const cell = row * columns + at;
      const unknown = (score[cell - columns] ?? 0) - (sign === '-' ? UNKNOWN_REMOVED : UNKNOWN_CONTEXT);
      let [best, how] = [unknown, UNKNOWN];
      if (at > 0) {
        const skip = (score[cell - 1] ?? 0) - (preImageSolid[at - 1] === '' ? 0 : SKIPPED_LINE);
        if (skip > best) [best, how] = [skip, SKIP];
        const match = (score[cell - columns - 1] ?? 0) + weightOf(own);
        if (preImageSolid[at - 1] === own && match >= best) [best, how] = [match, MATCH];
      }
      score[cell] = best;
      move[cell] = how;
    }
  }
  let end = 0;
  const lastRow = old.length * columns;
  for (let at = 0; at < columns; at += 1)
    if ((score[lastRow + at] ?? 0) > (score[lastRow + end] ?? 0)) end = at;
  if ((score[lastRow + end] ?? 0) <= 0) return undefined;
  return walkBack(hunk, old, preImage, preImageSolid, move, end);
};

const [UNKNOWN, SKIP, MATCH] = [0, 1, 2];

const walkBack = (
  hunk: DamagedHunk,
  old: readonly { readonly index: number; readonly own: string }[],
  preImage: readonly string[],
  preImageSolid: readonly string[],
  move: Uint8Array,
  end: number,
): AlignedHunk => {
  const columns = preImage.length + 1;
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
        if (preImageSolid[next] !== '' || missing <= 0) continue;
        missing -= 1;
        lines.push({ kind: 'swallowed', text: preImage[next] ?? '', at: next });
      }
      next = found + 1;
      lines.push({
        kind: line.sign === '-' ? 'removed' : 'kept',
        text: preImage[found] ?? '',
        at: found,
        given: line.text,
      });
    } else if (line.sign === '+') lines.push({ kind: 'added', text: line.text });
    else lines.push({ kind: line.sign === '-' ? 'removed-unknown' : 'kept-unknown', text: line.text });
  }
  return { hunk, lines: fillUp(lines, missing), start: at, fit: 'nearly' };
};

/** The hunk by itself: the tree has nothing that it says. */
const alignNowhere = (hunk: DamagedHunk, expected: number): AlignedHunk => {
  const lines = hunk.lines.map(({ sign, text }): AlignedLine => {
    if (sign === '+') return { kind: 'added', text };
    return { kind: sign === '-' ? 'removed-unknown' : 'kept-unknown', text };
  });
  const missing = hunk.oldCount - hunk.lines.filter(({ sign }) => sign !== '+').length;
  return { hunk, lines: fillUp(lines, missing), start: expected, fit: 'nowhere' };
};

/** Context that a diff shows on each side of a change (git-diff(1), `-U`). */
const CONTEXT = 3;

/** Empty lines that are still missing stood at the edges, where three lines of context have to be. */
const fillUp = (lines: AlignedLine[], missing: number): readonly AlignedLine[] => {
  const changed = ({ kind }: AlignedLine): boolean =>
    kind !== 'kept' && kind !== 'kept-unknown' && kind !== 'swallowed';
  const lead = lines.findIndex(changed);
  const tail = lines.length - 1 - lines.findLastIndex(changed);
  const empty: AlignedLine = { kind: 'kept-unknown', text: '' };
  const before = Math.max(0, Math.min(missing, CONTEXT - lead));
  const after = Math.max(0, Math.min(missing - before, CONTEXT - tail));
  return [...Array<AlignedLine>(before).fill(empty), ...lines, ...Array<AlignedLine>(after).fill(empty)];
};
