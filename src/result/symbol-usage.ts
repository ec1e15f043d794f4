// The contract of `who`: who exports symbols, and who uses them. schema/who.schema.json documents it; a change that breaks a
// reader raises SYMBOL_USAGE_VERSION.
import type { SourcePlace } from '../base/edge.js';

export const SYMBOL_USAGE_VERSION = 1;

/** A module, or an object that can only be built in, with the condition under which it exports or uses a symbol. */
export interface SymbolParty {
  readonly name: string;
  /** As in modules.order, without `.ko`. */
  readonly path: string;
  /** Whether it can be a module on one of the architectures. */
  readonly isModule: boolean;
  /** Formula over CONFIG symbols without their prefix; null: whenever it exists. */
  readonly condition: string | null;
  /** Sorted. */
  readonly architectures: readonly string[];
  readonly place: SourcePlace;
}

/** One export of a symbol. */
export interface ExportingParty extends SymbolParty {
  /** The macro that the source calls. */
  readonly macro: string;
  readonly namespace: string | null;
  /** The only modules that may use it (`EXPORT_SYMBOL_FOR_MODULES`); null: any. */
  readonly modules: readonly string[] | null;
}

/** One user of a symbol. */
export interface UsingParty extends SymbolParty {
  /** `dynamic`: `symbol_get()` and the like. */
  readonly kind: 'link' | 'dynamic';
  /** The macros and inline functions between the user's own code and the symbol, in order; empty: its code names it. */
  readonly through: readonly string[];
}

/** The smallest set of modules that has to see an export: `everybody` if not all users are known. */
export type Audience = 'nobody' | 'modules' | 'everybody';

/** One symbol. */
export interface SymbolReport {
  readonly symbol: string;
  /** Sorted by path. */
  readonly exports: readonly ExportingParty[];
  /** Where code defines it, if nothing exports it. */
  readonly definitions: readonly SourcePlace[];
  /** Sorted by path, kind, condition. */
  readonly users: readonly UsingParty[];
  readonly audience: Audience;
  /** Names of the modules that use it, sorted. */
  readonly audienceModules: readonly string[];
}

/** The result of `who`. */
export interface SymbolUsageList {
  readonly schemaVersion: typeof SYMBOL_USAGE_VERSION;
  /** The commit that was read. */
  readonly commit: string;
  /** The module name or glob of `--exports-of`; null: the symbols were named. */
  readonly exportsOf: string | null;
  /** False when so many files name the symbols that not all were analysed. */
  readonly allFiles: boolean;
  /** False when so many files name the symbols that each was analysed on one architecture only. */
  readonly allArchitectures: boolean;
  /** In the order of the question; those of `--exports-of` sorted. */
  readonly symbols: readonly SymbolReport[];
}
