// What one series of a triage does to the edges of its base.
import type { Context } from '../../base/context.js';
import type { CommitId } from '../../base/id.js';
import type { EdgeQuery } from '../../edge/query.js';
import { searchOf } from '../../git/grep.js';
import type { Repository } from '../../git/repository.js';
import type { TriagedLinks } from '../../result/triage.js';
import type { Edge, Finding } from '../../result/verdict.js';
import type { StateEngine } from '../../state/engine.js';
import type { Step } from '../../state/step.js';
import { inspectorsOf } from '../inspect/index.js';
import { compareEdges } from '../state.js';

/** What the series of one triage share. */
export interface TriageAnalysis {
  readonly engine: StateEngine;
  readonly repository: Repository;
  readonly query: EdgeQuery;
}

/**
 * The edges and broken links of one series. Series on one base cost least in a row.
 * @param steps the base, then the state after each patch; every patch applied.
 * @throws UserError `input` when the base makes no module of a queried name.
 */
export const linksOf = async (
  { engine, repository, query }: TriageAnalysis,
  base: CommitId,
  steps: readonly Step[],
  context: Context,
): Promise<TriagedLinks> => {
  const filesWith = searchOf(repository, base);
  const asked = { opaque: [], states: steps.length, allOrphans: false };
  const inspectors = inspectorsOf({ repository, query, filesWith, ...asked });
  const findings: Finding[] = [];
  let first: readonly Edge[] | null = null;
  let last: readonly Edge[] = [];
  for await (const state of engine.states({ steps, inspectors }, context)) {
    // A fault of the base is none of the series.
    if (first !== null) findings.push(...state.findings);
    first ??= state.edges;
    last = state.edges;
  }
  const { added, removed } = compareEdges(first ?? [], last);
  return {
    removed: removed.length,
    added: added.length,
    remaining: last.length,
    broken: findings.flatMap(({ severity, state, message }) =>
      severity === 'error' && state !== undefined ? [{ patch: state, message }] : [],
    ),
  };
};
