// States side by side: which edges each adds to the one before, and which it removes.
import { edgeIdentity } from '../base/edge.js';
import { byCodeUnit } from '../base/order.js';
import type { ApplyFailure, Edge, Finding, State } from '../result/verdict.js';

const without = (edges: readonly Edge[], others: readonly Edge[]): readonly Edge[] => {
  const known = new Set(others.map(edgeIdentity));
  return edges.filter((edge) => !known.has(edgeIdentity(edge)));
};

/** The edges of `now` that `before` does not have, and the other way round. */
export const compareEdges = (
  before: readonly Edge[],
  now: readonly Edge[],
): { readonly added: readonly Edge[]; readonly removed: readonly Edge[] } => ({
  added: without(now, before),
  removed: without(before, now),
});

/** Edges in the order of output. */
export const sortEdges = (edges: readonly Edge[]): readonly Edge[] =>
  [...edges].sort((a, b) => byCodeUnit(edgeIdentity(a), edgeIdentity(b)));

/** A state that has been applied (or refused) and analysed, not yet compared with the one before. */
export interface StateFacts {
  readonly label: string;
  readonly subject?: string;
  readonly failures: readonly ApplyFailure[];
  readonly edges: readonly Edge[];
}

/** Lays the states side by side; the first is the base, which adds and removes nothing. */
export const compareStates = (facts: readonly StateFacts[]): readonly State[] =>
  facts.map((fact, index) => {
    const edges = sortEdges(fact.edges);
    const before = facts[index - 1];
    return {
      label: fact.label,
      ...(fact.subject === undefined ? {} : { subject: fact.subject }),
      applied: fact.failures.length === 0,
      ...(fact.failures.length === 0 ? {} : { failures: fact.failures }),
      edges,
      ...(before ? compareEdges(sortEdges(before.edges), edges) : { added: [], removed: [] }),
    };
  });

/** One finding for each place where a patch does not apply. */
export const refusalFindings = (facts: readonly StateFacts[]): readonly Finding[] =>
  facts.flatMap(({ label, failures }) =>
    failures.map(({ path, hunk, message, line }) => ({
      kind: 'patch-unapplied' as const,
      severity: 'error' as const,
      message: `does not apply${hunk === null ? '' : ` at ${hunk}`}: ${message}`,
      state: label,
      path,
      ...(line === undefined ? {} : { line }),
    })),
  );
