// The analysis of one tree after the other: summaries are kept by blob id, so a state costs what it touches.
import type { Context } from '../base/context.js';
import type { BlobReader, Tree } from '../git/tree.js';
import type { Edge } from './edge.js';
import type { EdgeQuery } from './query.js';

export interface Analysis {
  /** Sorted by consumer, provider, kind, symbol, condition. */
  readonly edges: readonly Edge[];
}

export class Analyser {
  constructor(
    private readonly reader: BlobReader,
    private readonly query: EdgeQuery,
  ) {}

  /**
   * The edges of one state of the tree.
   * @throws UserError `input` when a queried module does not exist in the tree (with near names), or the tree is not a kernel.
   */
  async analyse(tree: Tree, context: Context): Promise<Analysis> {
    throw new Error(`to come ${String(this.reader && this.query && tree && context)}`);
  }
}
