// An edge of the module graph: one module needs a symbol (or a header) of another.
import type { ModuleName } from './id.js';

/** How the consumer needs the provider. */
export type EdgeKind = 'link' | 'dynamic' | 'include';

/**
 * Who decides whether the object file has the reference:
 * - `source`: the code; it is there wherever the condition holds.
 * - `optional`: the optimiser may drop it: the code names the symbol only in branches that the compiler chooses by what it
 *   knows of values and types (`__builtin_constant_p()`).
 * - `compiler-made`: the compiler makes references to this symbol by itself, and drops those of the code.
 * Only edges to vmlinux are told apart.
 */
export type EdgeClass = 'source' | 'optional' | 'compiler-made';

/** The macro that exports, without its name for the symbol: `EXPORT_SYMBOL`, `EXPORT_SYMBOL_GPL`, ... */
export type ExportType = string;

export interface SourcePlace {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
}

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
