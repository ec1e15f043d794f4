// The outcome of each patch in words, for formats that report one result a patch.
import { outcomesOf, type StateOutcome } from '../../result/judge.js';
import type { CheckResult, State } from '../../result/verdict.js';
import { sentence } from './edge-line.js';

/** The level of a patch and one line: the counts of its state, then why it fails. */
export interface PatchOutcome extends Pick<StateOutcome, 'level'> {
  readonly state: State;
  readonly summary: string;
}

/** The outcomes of all patches, in order; none for the base. */
export const patchOutcomes = (result: CheckResult): readonly PatchOutcome[] =>
  [...outcomesOf(result)].map(([state, { level, reasons }]) => ({
    state,
    level,
    summary: state.applied
      ? [
          `${state.edges.length} edges, ${state.added.length} added, ${state.removed.length} removed`,
          ...reasons.map(sentence),
        ].join('; ')
      : 'the patch does not apply',
  }));
