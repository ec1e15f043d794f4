// Which state a picture of one state shows.
import type { CheckResult } from '../../result/verdict.js';
import type { View } from '../report.js';

/** The number of the state that the view names, else of the last; src/cli has checked that it exists. */
export const stateShown = (result: CheckResult, view: View): number => {
  const found = result.states.findIndex((state) => state.label === view.state);
  return found < 0 ? result.states.length - 1 : found;
};
