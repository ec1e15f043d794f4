// An edge of the module graph: one module needs a symbol (or a header) of another.
import type { ModuleName } from './id.js';

/** The properties of a kind of edges. */
interface EdgeKindFacts {
  /** Whether the consumer needs the provider's module at run time. Edges of other kinds are found on request only. */
  readonly needsModule: boolean;
  /** Who resolves the reference: the linker and the module loader, a lookup by name at run time, or the compiler. */
  readonly resolvedBy: 'linker' | 'lookup' | 'compiler';
}

/** The table of the kinds, in the order of columns. A new kind is a row here, and one in src/report/part/edge-look.ts. */
export const EDGE_KINDS = {
  link: { needsModule: true, resolvedBy: 'linker' },
  dynamic: { needsModule: true, resolvedBy: 'lookup' },
  include: { needsModule: false, resolvedBy: 'compiler' },
} as const satisfies { readonly [kind: string]: EdgeKindFacts };

/** How the consumer needs the provider. */
export type EdgeKind = keyof typeof EDGE_KINDS;

/** The names of the kinds, in the order of the table. */
export const EDGE_KIND_NAMES = Object.keys(EDGE_KINDS) as readonly EdgeKind[];

/**
 * Who decides whether the object file has the reference:
 * - `source`: the code; it is there wherever the condition holds.
 * - `optional`: the optimiser may drop it: the code names the symbol only in branches that the compiler chooses by what it
 *   knows of values and types (`__builtin_constant_p()`).
 * - `compiler-made`: the compiler makes references to this symbol by itself, and drops those of the code.
 * Only edges to vmlinux have a class.
 */
export type EdgeClass = 'source' | 'optional' | 'compiler-made';

/** The macro that exports, without its name for the symbol: `EXPORT_SYMBOL`, `EXPORT_SYMBOL_GPL`, ... */
type ExportType = string;

/** A line of a file in the tree. */
export interface SourcePlace {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The place and the kind of an export. */
export interface ExportPlace extends SourcePlace {
  readonly type: ExportType;
  /** Export namespace (Documentation/core-api/symbol-namespaces.rst), or the `module:` list; null when there is none. */
  readonly namespace: string | null;
}

/** One per consumer, provider, symbol, kind and condition. */
export interface Edge {
  readonly consumer: ModuleName;
  readonly provider: ModuleName;
  /** The symbol; for `include` the path of the header as the `#include` names it (`linux/kvm_host.h`). */
  readonly symbol: string;
  readonly kind: EdgeKind;
  /** Formula over CONFIG symbols without their prefix (`SPAPR_TCE_IOMMU`); null: whenever both modules exist. */
  readonly condition: string | null;
  /** The kernel's architecture folders (`x86`, `s390`) on which the edge can exist, sorted. */
  readonly architectures: readonly string[];
  /**
   * Those of them on which a side can only be built in (its CONFIG symbol is a bool), so that it is no `.ko` there; absent
   * when both can be modules on all.
   */
  readonly builtIn?: { readonly consumer: readonly string[]; readonly provider: readonly string[] };
  readonly reference: SourcePlace;
  readonly export: ExportPlace | null;
  /** Absent: `source`. */
  readonly class?: EdgeClass;
}

/** What makes two edges the same one, also of different states: places move. */
export interface EdgeKey extends Pick<Edge, 'kind' | 'symbol' | 'condition'> {
  readonly consumer: string;
  readonly provider: string;
}

/** The identity of an edge as data. */
export const edgeKey = ({ consumer, provider, kind, symbol, condition }: EdgeKey): EdgeKey => ({
  consumer,
  provider,
  kind,
  symbol,
  condition,
});

/** The identity of an edge, to compare and to sort by. */
export const edgeIdentity = (edge: EdgeKey): string =>
  JSON.stringify([edge.consumer, edge.provider, edge.kind, edge.symbol, edge.condition]);

/** An edge in words: `vfio -> kvm kvm_put_kvm (dynamic, if SPAPR)`. */
export const edgeText = ({ consumer, provider, symbol, kind, condition }: EdgeKey): string =>
  `${consumer} -> ${provider} ${symbol} (${kind}${condition === null ? '' : `, if ${condition}`})`;
