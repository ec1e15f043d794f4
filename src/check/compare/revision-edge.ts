// The edges of two revisions at each of their states. Both are applied before any is analysed, so a revision that does
// not apply costs nothing; on one base the second takes over what the first has read.
import type { Context } from '../../base/context.js';
import type { CommitId } from '../../base/id.js';
import { Analyser } from '../../edge/analyse.js';
import type { EdgeQuery } from '../../edge/query.js';
import type { GitTree } from '../../git/git-tree.js';
import type { Repository } from '../../git/repository.js';
import { looksDamaged, wholeSeries } from '../../repair/series.js';
import type { ComparedEdges, RevisionEdges, StatesEnd } from '../../result/comparison.js';
import type { State } from '../../result/verdict.js';
import type { Series } from '../../series/series.js';
import { patchSteps, type Step } from '../../state/step.js';
import { patchesToApply } from '../series-finding.js';
import { compareEdges, compareStates, type StateFacts } from '../state.js';

/** A step whose tree is at hand. */
interface AppliedStep extends Omit<Step, 'tree'> {
  readonly tree: GitTree;
}

/** A revision applied as far as it goes. */
export interface AppliedRevision {
  readonly base: CommitId;
  /** As it was applied: with lost white space rebuilt. */
  readonly series: Series;
  /** The base and after each patch that applies; empty when none does. */
  readonly steps: readonly AppliedStep[];
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
  const steps: AppliedStep[] = [];
  for await (const step of patchSteps(repository, base, patchesToApply(series), context)) {
    if (step.failures.length > 0) {
      const end = { kind: 'refused', label: step.label, failures: step.failures } as const;
      return { base, series, steps: steps.length > 1 ? steps : [], end };
    }
    steps.push({ ...step, tree: await step.tree() });
  }
  return { base, series, steps, end: { kind: 'whole' } };
};

/** The first tree again, as a state after the last one. */
const rewound = (steps: readonly AppliedStep[]): GitTree | null => {
  const first = steps[0]?.tree;
  const last = steps.at(-1)?.tree;
  if (first === undefined || last === undefined) return null;
  const paths = new Set(steps.flatMap(({ tree }) => [...tree.touched]));
  const links = new Map([...paths].map((path) => [path, first.linkAt?.(path) ?? '']));
  const changes = [...paths].map((path) => ({
    path,
    before: last.entryAt(path) ?? null,
    after: first.entryAt(path) ?? null,
  }));
  return last.with(changes, links);
};

const analyseSteps = async (
  analyser: Analyser,
  steps: readonly AppliedStep[],
  name: string,
  context: Context,
): Promise<readonly State[]> => {
  const facts: StateFacts[] = [];
  for (const { label, subject, failures, tree } of steps) {
    context.signal.throwIfAborted();
    context.progress(`analyse ${name} ${label}`);
    const { edges } = await analyser.analyse(tree, context);
    facts.push({ label, ...(subject === undefined ? {} : { subject }), failures, edges });
  }
  return compareStates(facts);
};

const edgesOf = ({ base, end }: AppliedRevision, states: readonly State[]): RevisionEdges => ({
  base,
  states,
  end,
});

/**
 * Analyses both revisions.
 * @throws UserError `input` when the tree makes no module of a queried name.
 */
export const analyseRevisions = async (
  repository: Repository,
  query: EdgeQuery,
  before: AppliedRevision,
  after: AppliedRevision,
  context: Context,
): Promise<Pick<ComparedEdges, 'before' | 'after' | 'left'>> => {
  let analyser = new Analyser(repository.reader, query);
  const name = ({ series }: AppliedRevision): string => `v${series.revision}`;
  const first = await analyseSteps(analyser, before.steps, name(before), context);
  let steps = after.steps;
  const again = before.base === after.base ? rewound(before.steps) : null;
  if (again === null) analyser = new Analyser(repository.reader, query);
  else steps = steps.map((step, at) => (at === 0 ? { ...step, tree: again } : step));
  const second = await analyseSteps(analyser, steps, name(after), context);
  const [lastBefore, lastAfter] = [first.at(-1), second.at(-1)];
  const isWhole = before.end.kind === 'whole' && after.end.kind === 'whole';
  let left: ComparedEdges['left'] = null;
  if (isWhole && lastBefore !== undefined && lastAfter !== undefined) {
    const { added, removed } = compareEdges(lastBefore.edges, lastAfter.edges);
    left = { onlyBefore: removed, onlyAfter: added };
  }
  return { before: edgesOf(before, first), after: edgesOf(after, second), left };
};
