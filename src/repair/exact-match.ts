// Whether a hunk fits a place of the pre-image line by line, empty lines apart that the damage swallowed.
import type { AlignedLine, Budget, PreImageLines } from './aligned-hunk.js';
import type { DamagedHunk, DamagedLine } from './damaged-diff.js';

/** What a step costs that takes a line, against a cell of a table of numbers. */
const STEP = 20;

/** Steps for one place: a hunk goes there nearly straight on, or it does not. */
const MAX_STEPS = 100_000;

interface Step {
  readonly line: number;
  readonly at: number;
  readonly kept: number;
  readonly taken: AlignedLine | undefined;
  readonly before: Step | undefined;
}

/** Every way to read a line is tried in order of likeliness; the hunk's counts decide. */
export const matchAt = (
  hunk: DamagedHunk,
  solids: readonly string[],
  pre: PreImageLines,
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
    const ways = waysOn(here, hunk.lines, solids, pre, end);
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
  pre: PreImageLines,
  end: number,
): Step[] => {
  const { line, at, kept } = step;
  const given = lines[line];
  const text = pre.texts[at] ?? '';
  const there = at < end ? pre.solids[at] : undefined;
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
