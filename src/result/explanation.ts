// The contract of `explain`: why edges of one commit are there. schema/explain.schema.json documents it; a change that
// breaks a reader raises EXPLANATION_VERSION and is written down in schema/CHANGELOG.md.

import type { Edge, SourcePlace } from '../base/edge.js';
import type { Chain } from '../reach/chain.js';

export type { Chain, ChainExport, ChainStep, Surrounding } from '../reach/chain.js';

export const EXPLANATION_VERSION = 1;

/** Another user of the symbol: a module, or an object that can only be built in. */
export interface OtherUser {
  readonly name: string;
  /** As in modules.order, without `.ko`. */
  readonly path: string;
  readonly kind: 'link' | 'dynamic';
  /** Formula over CONFIG symbols without their prefix; null: whenever it exists. */
  readonly condition: string | null;
  readonly architectures: readonly string[];
  /** Whether it can be a module on one of them. */
  readonly isModule: boolean;
  readonly place: SourcePlace;
}

/** An edge with its chains and the other users of the symbol. */
export interface EdgeExplanation {
  readonly edge: Edge;
  /** One for each place in the consumer's own code from which the symbol is reached; that of the edge's reference first. */
  readonly chains: readonly Chain[];
  /** Who else in the tree uses the export, sorted by path, kind, condition. */
  readonly otherUsers: readonly OtherUser[];
}

/** The result of `explain`. */
export interface ExplanationList {
  readonly schemaVersion: typeof EXPLANATION_VERSION;
  /** The commit that was read. */
  readonly commit: string;
  /** The two module names or globs as asked. */
  readonly between: readonly [string, string];
  readonly oneWay: boolean;
  /** False when so many files name the symbols that not all were looked at for other users. */
  readonly usersComplete: boolean;
  /** In the order of the edges. */
  readonly explanations: readonly EdgeExplanation[];
}
