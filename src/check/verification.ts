// What a build shows beside what the analysis found: precision, recall, and every difference. The contract with the
// outside of `verify`; schema/verify.schema.json describes it.

import type { Edge, SourcePlace } from '../base/edge.js';
import { byCodeUnit } from '../base/order.js';
import { type LinkEdge, VMLINUX } from '../build/build.js';
import { compilerMade } from '../reach/compiler-made.js';

/**
 * - `module`: from a module to a module.
 * - `vmlinux`: from a module to what is built in, as far as sources name it.
 * - `compiler-made`: the same, but the compiler may have made the reference; only counted.
 */
export type EdgeClass = 'module' | 'vmlinux' | 'compiler-made';

export interface ClassScore {
  readonly class: EdgeClass;
  /** Whether both sides have this class; numbers of the other side mean nothing where they have not. */
  readonly compared: boolean;
  readonly built: number;
  readonly found: number;
  /** How many are in both. */
  readonly agreed: number;
  /** Of the found, those that the optimiser may drop; absent when there are none. */
  readonly optional?: {
    readonly found: number;
    /** How many of them are in the build. */
    readonly agreed: number;
  };
  /**
   * Share of the found that is in the build, from 0 to 1; null when nothing was found or compared. What the optimiser may drop
   * is left out.
   */
  readonly precision: number | null;
  /** Share of the built that was found, from 0 to 1; null when nothing was built or compared. */
  readonly recall: number | null;
}

export interface Difference {
  /** `missed`: the build has it; `invented`: the build has it not. */
  readonly kind: 'missed' | 'invented';
  readonly class: Exclude<EdgeClass, 'compiler-made'>;
  /** Path as in modules.order, without `.ko`. */
  readonly consumer: string;
  /** The same, or `vmlinux`. */
  readonly provider: string;
  readonly symbol: string;
  /** Where an invented edge is said to be needed. */
  readonly reference?: SourcePlace;
}

/** An edge that the analysis found, with the paths of the build. */
export interface FoundEdge extends LinkEdge {
  readonly reference: SourcePlace;
  /** Whether the optimiser may drop it. */
  readonly optional?: true;
}

export interface Comparison {
  readonly classes: readonly ClassScore[];
  /** Sorted by class, kind, consumer, provider, symbol. */
  readonly differences: readonly Difference[];
}

const CLASSES: readonly EdgeClass[] = ['module', 'vmlinux', 'compiler-made'];

/** What an edge is compared as. */
export const classOf = ({ provider, symbol }: LinkEdge): EdgeClass => {
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
): Comparison => {
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
    if (edge.kind === 'dynamic') dynamic += 1;
    if (edge.kind !== 'link' || isBuiltIn('consumer', edge)) continue;
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

/** The only version of the document so far. */
export const VERIFY_SCHEMA_VERSION = 1;

export interface Verification extends Comparison {
  readonly schemaVersion: typeof VERIFY_SCHEMA_VERSION;
  readonly build: {
    readonly form: 'build folder' | 'installed modules';
    /** As `uname -r` says it; null when no module was read. */
    readonly release: string | null;
    readonly modules: number;
    readonly exportsFrom: 'Module.symvers' | 'modules';
  };
  /** Names or globs of modules. */
  readonly between: readonly [string, string];
  readonly oneWay: boolean;
  readonly notCompared: {
    /** Edges that were found and that no linker sees (`symbol_get`). */
    readonly dynamic: number;
    /** Link edges that were found, of modules that the build does not have. */
    readonly outside: number;
    readonly outsideModules: readonly string[];
    /** Symbols of the build that nobody is known to export; they count as those of vmlinux. */
    readonly unresolved: readonly string[];
  };
  readonly verdict: {
    readonly failed: boolean;
    /** The class that decides. */
    readonly class: EdgeClass;
    /** What precision and recall have to be, from 0 to 1. */
    readonly atLeast: number;
  };
}

/** Whether a class is as good as it has to be; nothing on both sides is. */
export const isGoodEnough = ({ precision, recall }: ClassScore, atLeast: number): boolean =>
  (precision ?? 1) >= atLeast && (recall ?? 1) >= atLeast;
