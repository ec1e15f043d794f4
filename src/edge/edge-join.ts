// Edges that several analyses found, each of its own modules, as one would have found them.

import type { Edge } from '../base/edge.js';
import { byCodeUnit } from '../base/order.js';

/** What tells an edge from the others, and sorts them. */
export const edgeKey = (edge: Omit<Edge, 'architectures' | 'reference' | 'export'>): string => {
  const { consumer, provider, kind, symbol, condition, class: origin = 'source' } = edge;
  return [consumer, provider, kind, symbol, condition ?? '', origin].join(' ');
};

const union = (one: readonly string[], other: readonly string[]): readonly string[] =>
  [...new Set([...one, ...other])].sort(byCodeUnit);

/** Two modules of one name, each in a folder of its own: the first one's place is shown. */
const join = (one: Edge, other: Edge): Edge => {
  const builtIn = {
    consumer: union(one.builtIn?.consumer ?? [], other.builtIn?.consumer ?? []),
    provider: union(one.builtIn?.provider ?? [], other.builtIn?.provider ?? []),
  };
  const joined = { ...one, architectures: union(one.architectures, other.architectures) };
  return builtIn.consumer.length + builtIn.provider.length === 0 ? joined : { ...joined, builtIn };
};

export const joinEdges = (lists: readonly (readonly Edge[])[]): readonly Edge[] => {
  const joined = new Map<string, Edge>();
  for (const edge of lists.flat()) {
    const key = edgeKey(edge);
    const known = joined.get(key);
    joined.set(key, known === undefined ? edge : join(known, edge));
  }
  return [...joined].sort(([a], [b]) => byCodeUnit(a, b)).map(([, edge]) => edge);
};
