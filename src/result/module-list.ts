// The contract of `modules`: what Kbuild makes of one commit. schema/modules.schema.json documents it; a change that
// breaks a reader raises MODULE_LIST_VERSION and is written down in schema/CHANGELOG.md.
import type { ModuleDescription } from '../edge/module-description.js';

export type { ModuleDescription, ModuleMaking, ModuleSource } from '../edge/module-description.js';

export const MODULE_LIST_VERSION = 1;

/** The result of `modules`. */
export interface ModuleList {
  readonly schemaVersion: typeof MODULE_LIST_VERSION;
  /** The commit that was read. */
  readonly commit: string;
  /** The name or glob as asked; null for all that can be a module. */
  readonly asked: string | null;
  /** Sorted by path. */
  readonly modules: readonly ModuleDescription[];
}
