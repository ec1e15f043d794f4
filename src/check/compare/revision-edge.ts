// The edges of two revisions at each of their states. Both are applied before either is analysed, so a revision that does
// not apply costs no analysis.
import type { Context } from '../../base/context.js';
import type { CommitId } from '../../base/id.js';
import type { Repository } from '../../git/repository.js';
import { looksDamaged, wholeSeries } from '../../repair/series.js';
import type { ComparedEdges, RevisionEdges, StatesEnd } from '../../result/comparison.js';
import type { State } from '../../result/verdict.js';
import type { Series } from '../../series/series.js';
import type { StateEngine } from '../../state/engine.js';
import { patchSteps, type Step } from '../../state/step.js';
import { patchesToApply } from '../series-finding.js';
import { compareEdges, compareStates, type StateFacts } from '../state.js';

/** A revision, applied up to the first patch that does not apply. */
export interface AppliedRevision {
  readonly base: CommitId;
  /** As it was applied: with lost white space repaired. */
  readonly series: Series;
  /** The base and the state after each patch that applies; empty when the first patch does not apply. */
  readonly steps: readonly Step[];
  readonly end: StatesEnd;
}

/**
 * Applies a revision.
 * @throws UserError `input` when the tree is not a kernel, or a patch names a path outside of it.
 */
export const applyRevision = async (
  repository: Repository,
  sent: Series,
  base: CommitId,
  context: Context,
): Promise<AppliedRevision> => {
  const series = looksDamaged(sent) ? await wholeSeries(sent, base, repository, context) : sent;
  const fault = series.diagnostics.find(({ severity }) => severity === 'error');
  if (fault !== undefined) {
    return { base, series, steps: [], end: { kind: 'incomplete', message: fault.message } };
  }
  const steps: Step[] = [];
  for await (const step of patchSteps(repository, base, patchesToApply(series), context)) {
    if (step.failures.length > 0) {
      const end = { kind: 'refused', label: step.label, failures: step.failures } as const;
      return { base, series, steps: steps.length > 1 ? steps : [], end };
    }
    steps.push(step);
  }
  return { base, series, steps, end: { kind: 'whole' } };
};

const statesOf = async (
  engine: StateEngine,
  { series, steps }: AppliedRevision,
  context: Context,
): Promise<readonly State[]> => {
  const facts: StateFacts[] = [];
  const run = { steps, name: `v${series.revision} ` };
  for await (const state of engine.states(run, context)) facts.push(state);
  return compareStates(facts);
};

const edgesOf = ({ base, end }: AppliedRevision, states: readonly State[]): RevisionEdges => ({
  base,
  states,
  end,
});

/**
 * Analyses both revisions. Those on one base share an engine. Those on two do not: how a condition is written depends on
 * the commits that an engine has seen before.
 * @throws UserError `input` when the tree makes no module of a queried name.
 */
export const analyseRevisions = async (
  newEngine: () => StateEngine,
  before: AppliedRevision,
  after: AppliedRevision,
  context: Context,
): Promise<Pick<ComparedEdges, 'before' | 'after' | 'left'>> => {
  const engine = newEngine();
  const first = await statesOf(engine, before, context);
  const second = await statesOf(before.base === after.base ? engine : newEngine(), after, context);
  const [lastBefore, lastAfter] = [first.at(-1), second.at(-1)];
  const isWhole = before.end.kind === 'whole' && after.end.kind === 'whole';
  let left: ComparedEdges['left'] = null;
  if (isWhole && lastBefore !== undefined && lastAfter !== undefined) {
    const { added, removed } = compareEdges(lastBefore.edges, lastAfter.edges);
    left = { onlyBefore: removed, onlyAfter: added };
  }
  return { before: edgesOf(before, first), after: edgesOf(after, second), left };
};
