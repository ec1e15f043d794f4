// The debts of a tree: edges that break its policy and are known (schema/baseline.schema.json).

import { type Edge, type EdgeKey, edgeIdentity, edgeKey } from '../../base/edge.js';
import { byCodeUnit } from '../../base/order.js';

/** Where a tree has its baseline, from its top. */
export const BASELINE_PATH = '.kvm-vfio-series-baseline.json';

/** An edge of a baseline. */
export type KnownEdge = EdgeKey;

/** The accepted edges of a tree. */
export type Baseline = readonly KnownEdge[];

/** The identity of an edge, the same for a known edge and one that is there. */
export const identityOf = (edge: KnownEdge): string => edgeIdentity(edge);

/** The same without the condition, which differs when the query has one configuration or architecture. */
export const identityWithoutCondition = (edge: KnownEdge): string =>
  edgeIdentity({ ...edge, condition: null });

/** The baseline of some edges: each once, in the order of output. */
export const baselineOf = (edges: readonly (Edge | KnownEdge)[]): Baseline =>
  [...new Map(edges.map((edge) => [identityOf(edge), edgeKey(edge)]))]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([, edge]) => edge);

/** The text of a baseline: one edge a line, so that a diff shows edges and git merges them. */
export const baselineText = (baseline: Baseline): string => {
  const lines = baselineOf(baseline).map((edge) => `    ${JSON.stringify(edge)}`);
  return `{\n  "version": 1,\n  "edges": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
};
