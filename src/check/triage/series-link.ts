// What one series of a triage does to the edges of its base, judged by the rules that `check` has without `--fail-on`.
import { edgeKey } from '../../base/edge.js';
import type { EdgeQuery } from '../../edge/query.js';
import type { BlobReader } from '../../git/tree.js';
import { judgementOf } from '../../result/judge.js';
import type { TriagedLinks } from '../../result/triage.js';
import { type Finding, SCHEMA_VERSION } from '../../result/verdict.js';
import { askedEdges, type Guard } from '../guard/enforce.js';
import { type GuardableState, guardStates } from '../guard/guard-states.js';
import { compareEdges, compareStates } from '../state.js';

/** The states of one series and what was found in them. */
export interface SeriesStates {
  /** The base, then the state after each patch, with every edge that the guard is about. */
  readonly states: readonly GuardableState[];
  /** What the patches caused, not the base. */
  readonly findings: readonly Finding[];
}

/** What all series of a triage share. */
export interface LinkQuestion {
  /** What the user asks, without what only the guard asks. */
  readonly query: EdgeQuery;
  /** The policy and the baseline of the tree; null when it has neither. */
  readonly guard: Guard | null;
  /** Reads the baseline that a series leaves. */
  readonly reader: BlobReader;
}

/**
 * The edges, errors and violations of one series.
 * @throws UserError `input` when the series leaves a file that is not a baseline.
 */
export const triagedLinks = async (
  { states: whole, findings }: SeriesStates,
  { query, guard, reader }: LinkQuestion,
): Promise<TriagedLinks> => {
  const isAsked = askedEdges(query);
  const states = compareStates(
    whole.map((state) => ({ label: state.label, failures: [], edges: state.edges.filter(isAsked) })),
  );
  const partial = query.config !== undefined || query.architecture !== undefined;
  const guarded =
    guard && (await guardStates(guard, whole, { partial, received: true, seriesReader: reader }));
  const judgement = judgementOf({
    schemaVersion: SCHEMA_VERSION,
    between: ['', ''],
    oneWay: false,
    states,
    findings: [...(guarded?.findings ?? []), ...findings],
    ...(guarded ? { known: guarded.outcome.known.map(edgeKey) } : {}),
  });
  const errors = judgement.findings.filter(({ level }) => level === 'error').map(({ finding }) => finding);
  const [before, after] = [states[0]?.edges ?? [], states.at(-1)?.edges ?? []];
  const { added, removed } = compareEdges(before, after);
  return {
    removed: removed.length,
    added: added.length,
    remaining: after.length,
    broken: errors.flatMap(({ kind, state, message }) =>
      kind === 'policy-violation' || state === undefined ? [] : [{ patch: state, message, kind }],
    ),
    violations: errors.flatMap(({ kind, message }) => (kind === 'policy-violation' ? [message] : [])),
    unknown: judgement.edges.filter(({ level, addedBy }) => level === 'error' && addedBy !== null).length,
  };
};
