// How reports draw each kind of edge: one row a kind.
import type { EdgeKind } from '../../result/verdict.js';

/** How one kind of edge is drawn. */
interface EdgeLook {
  /** The `style` of an edge in the DOT language (graphviz.org, "style"). */
  readonly dot: string;
  /** What stands before and after the label of a Mermaid link (mermaid.js.org, "Flowcharts", "Links between nodes"). */
  readonly mermaid: readonly [string, string];
  /** The `stroke-dasharray` of SVG; null for a solid line. */
  readonly dash: string | null;
}

export const EDGE_LOOKS: { readonly [kind in EdgeKind]: EdgeLook } = {
  link: { dot: 'solid', mermaid: ['--', '-->'], dash: null },
  dynamic: { dot: 'dashed', mermaid: ['-.', '.->'], dash: '7 4' },
  include: { dot: 'dotted', mermaid: ['-.', '.->'], dash: '2 4' },
};
