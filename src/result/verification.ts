// The contract of `verify`: the edges of a tree beside those of a build of it. schema/verify.schema.json documents it; a
// change that breaks a reader raises VERIFY_SCHEMA_VERSION and is written down in schema/CHANGELOG.md.
import type { SourcePlace } from '../base/edge.js';

export const VERIFY_SCHEMA_VERSION = 1;

/**
 * - `module`: from a module to a module.
 * - `vmlinux`: from a module to what is built in, as far as sources name it.
 * - `compiler-made`: the same, but the compiler may have made the reference; only counted.
 */
export type EdgeClass = 'module' | 'vmlinux' | 'compiler-made';

/** Precision and recall of one class of edges. */
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

/** An edge that only one side has. */
export interface Difference {
  /** `missed`: the build has it; `invented`: the build has it not. */
  readonly kind: 'missed' | 'invented';
  readonly class: Exclude<EdgeClass, 'compiler-made'>;
  /** Path as in modules.order, without `.ko`. */
  readonly consumer: string;
  /** The same, or `vmlinux`. */
  readonly provider: string;
  readonly symbol: string;
  /** The place that needs an invented edge. */
  readonly reference?: SourcePlace;
}

/** The scores of all classes, and each edge that only one side has. */
export interface EdgeScores {
  readonly classes: readonly ClassScore[];
  /** Sorted by class, kind, consumer, provider, symbol. */
  readonly differences: readonly Difference[];
}

/** The result of `verify`. */
export interface Verification extends EdgeScores {
  readonly schemaVersion: typeof VERIFY_SCHEMA_VERSION;
  readonly build: {
    readonly form: 'build folder' | 'installed modules';
    /** The output of `uname -r`; null when no module was read. */
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
    /** Symbols of the build without a known exporter; they count as those of vmlinux. */
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
