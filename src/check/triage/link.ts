// What one series of a triage does to the edges of its base.
import type { Context } from '../../base/context.js';
import type { CommitId } from '../../base/id.js';
import type { EdgeQuery } from '../../edge/query.js';
import { searchOf } from '../../git/grep.js';
import type { Repository } from '../../git/repository.js';
import type { TriagedLinks } from '../../result/triage.js';
import type { Finding } from '../../result/verdict.js';
import type { StateEngine } from '../../state/engine.js';
import type { Step } from '../../state/step.js';
import { answerTo, type Guard } from '../guard/enforce.js';
import type { GuardableState } from '../guard/guard-states.js';
import { inspectorsOf } from '../inspect/index.js';
import { triagedLinks } from './series-link.js';

/** What the series of one triage share. */
export interface TriageAnalysis {
  readonly engine: StateEngine;
  readonly repository: Repository;
  /** What the user asks; the engine may be asked for what the guard is about too. */
  readonly query: EdgeQuery;
  /** The policy and the baseline of the tree; null when it has neither. */
  readonly guard: Guard | null;
}

/**
 * The edges and broken links of one series. Series on one base cost least in a row.
 * @param steps the base, then the state after each patch; every patch applied.
 * @throws UserError `input` when the base makes no module of a queried name.
 */
export const linksOf = async (
  { engine, repository, query, guard }: TriageAnalysis,
  base: CommitId,
  steps: readonly Step[],
  context: Context,
): Promise<TriagedLinks> => {
  const filesWith = searchOf(repository, base);
  const asked = { opaque: [], states: steps.length, allOrphans: false };
  const inspectors = inspectorsOf({ repository, query, filesWith, ...asked });
  const view = guard === null ? {} : { view: answerTo(query) };
  const states: GuardableState[] = [];
  const findings: Finding[] = [];
  for await (const state of engine.states({ steps, inspectors, ...view }, context)) {
    // A fault of the base is none of the series.
    if (states.length > 0) findings.push(...state.findings);
    states.push(state);
  }
  return triagedLinks({ states, findings }, { query, guard, reader: repository.reader });
};
