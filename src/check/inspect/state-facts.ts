// A state with the facts of its analysis, for inspectors that need them.
import type { TreeFacts } from '../../edge/analyse.js';
import type { InspectedState } from './inspector.js';

/** A state whose analysis facts are loaded. */
export interface StateWithFacts extends Omit<InspectedState, 'facts'> {
  readonly facts: TreeFacts;
}

export const withFacts = async (state: InspectedState): Promise<StateWithFacts> => ({
  ...state,
  facts: await state.facts(),
});

/** Whether a state changes nothing that the analysis has read: its result is then the very one of the state before. */
export const isSameAnalysis = (now: InspectedState, before: InspectedState | null): boolean =>
  now.edges === before?.edges;
