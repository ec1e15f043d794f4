// Modules that need each other: the strongly connected ones of a list of edges, and the shortest way round in them.
import { byCodeUnit } from '../../base/order.js';
import type { Edge } from '../../result/verdict.js';

type Graph = ReadonlyMap<string, readonly string[]>;

/** The modules that each module needs, in the order of their names. */
const graphOf = (edges: readonly Edge[]): Graph => {
  const needs = new Map<string, Set<string>>();
  for (const { consumer, provider } of edges) {
    const known = needs.get(consumer) ?? new Set();
    needs.set(consumer, known.add(provider));
  }
  return new Map([...needs].map(([module, others]) => [module, [...others].sort(byCodeUnit)]));
};

/** What can be reached from a module. A check has few modules, so no cleverness is needed. */
const reachedFrom = (graph: Graph, start: string): ReadonlySet<string> => {
  const reached = new Set<string>();
  const pending = [start];
  for (let module = pending.pop(); module !== undefined; module = pending.pop())
    for (const next of graph.get(module) ?? [])
      if (!reached.has(next)) {
        reached.add(next);
        pending.push(next);
      }
  return reached;
};

/** Sets of modules that all need each other, each sorted. */
export const circlesOf = (edges: readonly Edge[]): readonly (readonly string[])[] => {
  const graph = graphOf(edges);
  const reached = new Map([...graph.keys()].map((module) => [module, reachedFrom(graph, module)]));
  const circles: string[][] = [];
  const placed = new Set<string>();
  for (const module of [...graph.keys()].sort(byCodeUnit)) {
    if (placed.has(module) || reached.get(module)?.has(module) !== true) continue;
    const circle = [...(reached.get(module) ?? [])].filter((other) => reached.get(other)?.has(module));
    for (const one of circle) placed.add(one);
    circles.push(circle.sort(byCodeUnit));
  }
  return circles;
};

/** The shortest way from the first module of a circle back to it; the first and last of the result are the same. */
export const wayRound = (edges: readonly Edge[], circle: readonly string[]): readonly string[] => {
  const inside = new Set(circle);
  const graph = graphOf(
    edges.filter(({ consumer, provider }) => inside.has(consumer) && inside.has(provider)),
  );
  const start = circle[0] ?? '';
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways)
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, next];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  return [start];
};
