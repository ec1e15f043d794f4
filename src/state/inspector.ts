// What the state engine asks of inspectors. The inspectors themselves live above this folder (src/check/inspect).
import type { Context } from '../base/context.js';
import type { GitTree } from '../git/git-tree.js';
import type { Finding } from '../result/verdict.js';
import type { AnalysedState } from './state-analyser.js';
import type { Step } from './step.js';

/**
 * A state with its tree, its edges and, on request, the facts of its analysis. A state whose edges come from the cache is
 * analysed only when an inspector requests its facts: request them only for a change that concerns you.
 */
export interface InspectedState extends Omit<Step, 'tree'>, AnalysedState {
  readonly tree: GitTree;
}

/**
 * Looks at each state in order; `before` is null for the base. The findings may depend on this state, on the states before
 * it and on the key of the `Inspectors`, on nothing else. An inspector is not called for states whose findings are cached,
 * so a finding is its only output.
 */
export type Inspector = (
  now: InspectedState,
  before: InspectedState | null,
  context: Context,
) => Promise<readonly Finding[]>;

/** The inspectors of one run over states. */
export interface Inspectors {
  readonly list: readonly Inspector[];
  /** What the findings depend on besides the states, as a JSON value: part of the key in the cache. */
  readonly key: unknown;
}
