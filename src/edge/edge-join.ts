// Merges the edges that several workers found into the list that one analysis would have found.

import type { Edge } from '../base/edge.js';
import { byCodeUnit } from '../base/order.js';

/** The identity of an edge, which is also the sort key of edge lists. */
const edgeKey = (edge: Omit<Edge, 'architectures' | 'reference' | 'export'>): string => {
  const { consumer, provider, kind, symbol, condition, class: origin = 'source' } = edge;
  return [consumer, provider, kind, symbol, condition ?? '', origin].join(' ');
};

const union = (one: readonly string[], other: readonly string[]): readonly string[] =>
  [...new Set([...one, ...other])].sort(byCodeUnit);

/** Two modules can have one name in different folders: keep the place of the first. */
const join = (one: Edge, other: Edge): Edge => {
  const builtIn = {
    consumer: union(one.builtIn?.consumer ?? [], other.builtIn?.consumer ?? []),
    provider: union(one.builtIn?.provider ?? [], other.builtIn?.provider ?? []),
  };
  const joined = { ...one, architectures: union(one.architectures, other.architectures) };
  return builtIn.consumer.length + builtIn.provider.length === 0 ? joined : { ...joined, builtIn };
};

/** The lists merged and sorted by `edgeKey`; equal edges are joined. */
export const joinEdges = (lists: readonly (readonly Edge[])[]): readonly Edge[] => {
  const joined = new Map<string, Edge>();
  for (const edge of lists.flat()) {
    const key = edgeKey(edge);
    const known = joined.get(key);
    joined.set(key, known === undefined ? edge : join(known, edge));
  }
  return [...joined].sort(([a], [b]) => byCodeUnit(a, b)).map(([, edge]) => edge);
};
