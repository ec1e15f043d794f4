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

/** The ways to read the next line of the hunk or of the pre-image, the likeliest first. */
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
  const swallowed: Step = {
    line,
    at: at + 1,
    kept: kept + 1,
    taken: { kind: 'swallowed', text, at },
    before: step,
  };
  const ways = there === '' ? [swallowed] : [];
  if (given === undefined) return ways;
  const own = solids[line] ?? '';
  /** Reads `count` lines of the hunk as one line of the pre-image. */
  const keep = (count = 1): Step => ({
    line: line + count,
    at: at + 1,
    kept: kept + 1,
    taken: { kind: 'kept', text, at, given: given.text },
    before: step,
  });
  const remove = (count = 1): Step => ({
    ...keep(count),
    kept,
    taken: { kind: 'removed', text, at, given: given.text },
  });
  if (given.sign === '+') {
    const add: Step = { line: line + 1, at, kept, taken: { kind: 'added', text: given.text }, before: step };
    // `+ b` may be context whose blank was lost; the pre-image has it then.
    return [...(there === `+${own}` ? [keep()] : []), add, ...ways];
  }
  const read = given.sign === '-' ? remove : keep;
  const plain = [
    ...(there === own ? [read()] : []),
    ...(given.sign === '-' && there === `-${own}` ? [keep()] : []),
  ];
  const broken =
    there === undefined || there === own || own === '' ? [] : breaksAt(lines, solids, line, there).map(read);
  const { taken } = step;
  const addedBefore =
    given.sign === ' ' && own !== there && taken?.kind === 'added'
      ? [{ ...step, line: line + 1, taken: { ...taken, text: `${taken.text} ${given.text}` } }]
      : [];
  return [...plain, ...broken, ...addedBefore, ...ways];
};

/** Into how many lines a mail program may have broken the line `there`, if it did. */
const breaksAt = (
  lines: readonly DamagedLine[],
  solids: readonly string[],
  line: number,
  there: string,
): readonly number[] => {
  const counts: number[] = [];
  let joined = solids[line] ?? '';
  for (let count = 1; count <= MAX_BREAKS && lines[line + count]?.sign === ' '; count += 1) {
    joined += solids[line + count] ?? '';
    if (!there.startsWith(joined)) break;
    if (there === joined) counts.push(count + 1);
  }
  return counts;
};

/** Pieces into which a mail program may have broken one line of code. */
const MAX_BREAKS = 3;
