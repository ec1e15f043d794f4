// Which patch of the later revision is which of the earlier one: as `git range-diff` has it, with what it did not tell
// apart, a new message from a new diff (git-range-diff(1), "Output Stability").
import type { RangePair } from '../../git/range-diff.js';
import type { ComparedPatch, PatchChange } from '../../result/comparison.js';
import type { Patch } from '../../series/patch.js';
import type { Series } from '../../series/series.js';

/** The same patch in both revisions, or a patch of one. */
export interface PatchPair {
  readonly change: PatchChange;
  readonly before: Patch | null;
  readonly after: Patch | null;
  readonly lines: readonly string[];
}

/** The parts of a commit that are no diff, by the names that range-diff gives them. */
const OF_MESSAGE = new Set(['Metadata', 'Commit message', 'Notes']);

/** Whether a diff of diffs changes anything but the message. Message and diff stand in it under ` ## name ##`. */
export const changesDiff = (lines: readonly string[]): boolean => {
  let part = '';
  for (const line of lines) {
    const heading = /^@@ (.*)$/.exec(line)?.[1];
    const name = heading ?? /^[ +-] ## (.*) ##$/.exec(line)?.[1];
    if (name !== undefined) part = name;
    if (/^[+-]/.test(line) && !OF_MESSAGE.has(part)) return true;
  }
  return false;
};

const at = (series: Series, place: number | null): Patch | null =>
  place === null ? null : (series.patches[place - 1] ?? null);

/** The pairs with their patches. */
export const pairPatches = (
  pairs: readonly RangePair[],
  before: Series,
  after: Series,
): readonly PatchPair[] =>
  pairs.map((pair) => ({
    change: pair.change === 'changed' && !changesDiff(pair.lines) ? 'reworded' : pair.change,
    before: at(before, pair.before),
    after: at(after, pair.after),
    lines: pair.lines,
  }));

/** A patch as the result shows it. */
export const comparedPatch = (patch: Patch | null): ComparedPatch | null =>
  patch === null ? null : { number: patch.index, subject: patch.subject, messageId: patch.messageId };
