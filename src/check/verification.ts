// Compares the edges of a build with those that the analysis found: precision, recall, and every difference.

import { EDGE_KINDS, type Edge, type SourcePlace } from '../base/edge.js';
import { byCodeUnit } from '../base/order.js';
import { type LinkEdge, VMLINUX } from '../build/build.js';
import { compilerMade } from '../reach/compiler-made.js';
import type { ClassScore, Difference, EdgeClass, EdgeScores } from '../result/verification.js';

/** An edge that the analysis found, with the paths of the build. */
export interface FoundEdge extends LinkEdge {
  readonly reference: SourcePlace;
  /** Whether the optimiser may drop it. */
  readonly optional?: true;
}

const CLASSES: readonly EdgeClass[] = ['module', 'vmlinux', 'compiler-made'];

/** What an edge is compared as. */
const classOf = ({ provider, symbol }: LinkEdge): EdgeClass => {
  if (provider !== VMLINUX) return 'module';
  return compilerMade(symbol) === null ? 'vmlinux' : 'compiler-made';
};

const keyOf = ({ consumer, provider, symbol }: LinkEdge): string => `${consumer}\t${provider}\t${symbol}`;

const byClass = <E extends LinkEdge>(edges: readonly E[]): ReadonlyMap<EdgeClass, ReadonlyMap<string, E>> => {
  const classes = new Map<EdgeClass, Map<string, E>>(CLASSES.map((name) => [name, new Map()]));
  for (const edge of edges) classes.get(classOf(edge))?.set(keyOf(edge), edge);
  return classes;
};

const without = <E>(edges: ReadonlyMap<string, E>, others: ReadonlyMap<string, unknown>): readonly E[] =>
  [...edges].flatMap(([key, edge]) => (others.has(key) ? [] : [edge]));

/**
 * Compares the edges of a build with those that were found.
 * @param compared the classes that the analysis has an answer for.
 */
export const compareEdges = (
  built: readonly LinkEdge[],
  found: readonly FoundEdge[],
  compared: readonly EdgeClass[],
): EdgeScores => {
  const [builtBy, foundBy] = [byClass(built), byClass(found)];
  const differences: Difference[] = [];
  const classes = CLASSES.map((name): ClassScore => {
    const real = builtBy.get(name) ?? new Map<string, LinkEdge>();
    const own = foundBy.get(name) ?? new Map<string, FoundEdge>();
    const inBuild = (edges: ReadonlyMap<string, FoundEdge>): number =>
      [...edges.keys()].filter((key) => real.has(key)).length;
    const agreed = inBuild(own);
    const certain = new Map([...own].filter(([, { optional }]) => optional !== true));
    const optional = { found: own.size - certain.size, agreed: agreed - inBuild(certain) };
    const isCompared = name !== 'compiler-made' && compared.includes(name);
    if (isCompared) {
      for (const edge of without(real, own)) differences.push({ kind: 'missed', class: name, ...edge });
      for (const edge of without(certain, real)) differences.push({ kind: 'invented', class: name, ...edge });
    }
    return {
      class: name,
      compared: isCompared,
      built: real.size,
      found: own.size,
      agreed,
      ...(isCompared && optional.found > 0 ? { optional } : {}),
      precision: isCompared && certain.size > 0 ? inBuild(certain) / certain.size : null,
      recall: isCompared && real.size > 0 ? agreed / real.size : null,
    };
  });
  return { classes, differences: differences.sort(inOrder) };
};

const inOrder = (a: Difference, b: Difference): number =>
  CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class) ||
  // Missed before invented: a missed edge is the worse mistake.
  byCodeUnit(b.kind, a.kind) ||
  byCodeUnit(keyOf(a), keyOf(b));

/** `-` and `_` are the same in names of modules, and no two modules of a kernel differ in that alone. */
const folded = (name: string): string => name.replaceAll('-', '_');

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The edges of a tree by the paths of their modules. */
export interface PlacedEdges {
  readonly found: readonly FoundEdge[];
  /** Edges that no linker sees. */
  readonly dynamic: number;
  /** Edges of modules that the build does not have. */
  readonly outside: number;
  /** Names of those modules, sorted. */
  readonly outsideModules: readonly string[];
}

/**
 * The edges that were found as a build would show them: with its paths for names, and `vmlinux` for what it has built in.
 * @param modules paths of the build's modules.
 */
export const placeEdges = (edges: readonly Edge[], modules: readonly string[]): PlacedEdges => {
  const paths = new Map(modules.map((path) => [folded(nameOf(path)), path]));
  const isBuiltIn = (side: 'consumer' | 'provider', edge: Edge): boolean =>
    edge[side] === VMLINUX ||
    (edge.builtIn !== undefined && edge.architectures.every((one) => edge.builtIn?.[side].includes(one)));
  const found: FoundEdge[] = [];
  const missing = new Set<string>();
  let [dynamic, outside] = [0, 0];
  for (const edge of edges) {
    const { resolvedBy } = EDGE_KINDS[edge.kind];
    if (resolvedBy === 'lookup') dynamic += 1;
    if (resolvedBy !== 'linker' || isBuiltIn('consumer', edge)) continue;
    const consumer = paths.get(folded(edge.consumer));
    const provider = isBuiltIn('provider', edge) ? VMLINUX : paths.get(folded(edge.provider));
    if (consumer === undefined || provider === undefined) {
      outside += 1;
      if (consumer === undefined) missing.add(edge.consumer);
      if (provider === undefined) missing.add(edge.provider);
    } else
      found.push({
        consumer,
        provider,
        symbol: edge.symbol,
        reference: edge.reference,
        ...(edge.class === 'optional' ? { optional: true } : {}),
      });
  }
  return { found, dynamic, outside, outsideModules: [...missing].sort(byCodeUnit) };
};

/** Whether a class is as good as it has to be; nothing on both sides is. */
export const isGoodEnough = ({ precision, recall }: ClassScore, atLeast: number): boolean =>
  (precision ?? 1) >= atLeast && (recall ?? 1) >= atLeast;
