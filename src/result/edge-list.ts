// The contract of `edges`: every edge of one commit that was asked for. schema/edges.schema.json documents it; a change
// that breaks a reader raises EDGE_LIST_VERSION and is written down in schema/CHANGELOG.md.
import type { Edge } from '../base/edge.js';

export const EDGE_LIST_VERSION = 1;

/** A module that an edge names, and where it is made. */
export interface EdgeModule {
  readonly name: string;
  /** As in modules.order, without `.ko`. */
  readonly path: string;
  /** Folders of arch/ on which this path makes the module. */
  readonly architectures: readonly string[];
}

/** The result of `edges`. */
export interface EdgeList {
  readonly schemaVersion: typeof EDGE_LIST_VERSION;
  /** The commit that was read. */
  readonly commit: string;
  /** The two module names or globs as asked; `*` for all. */
  readonly between: readonly [string, string];
  /** Whether only edges from the first to the second were asked for. */
  readonly oneWay: boolean;
  /** The modules of the edges, sorted by name, then path; a name may have several paths. The kernel image is `vmlinux`. */
  readonly modules: readonly EdgeModule[];
  /** Sorted by consumer, provider, kind, symbol, condition. */
  readonly edges: readonly Edge[];
}
