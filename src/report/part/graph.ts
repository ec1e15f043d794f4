// The modules and edges of one state as a graph: one link for each consumer, provider and kind, which carries its
// symbols. Beyond what a picture can hold, a link carries their number only.
import { pushTo } from '../../base/group.js';
import { byCodeUnit } from '../../base/order.js';
import type { CheckResult, Edge, EdgeKind } from '../../result/verdict.js';
import { conditionOf, plural, shown } from './edge-line.js';
import { ledgerOf, type Mark } from './ledger.js';

/** More than these and a picture with every symbol can no longer be read. */
const MOST_MODULES = 40;
const MOST_EDGES = 300;

/** An edge with its mark at each state. */
export interface GraphEdge {
  readonly edge: Edge;
  /** One a state. */
  readonly marks: readonly Mark[];
  /** Symbol and condition. */
  readonly label: string;
}

/** One arrow of the graph: the edges of one kind between two modules. */
export interface GraphLink {
  readonly consumer: string;
  readonly provider: string;
  readonly kind: EdgeKind;
  /** All edges of the link at any state. */
  readonly edges: readonly GraphEdge[];
  /** One a state: what the link as a whole is. */
  readonly marks: readonly Mark[];
}

/** The modules and arrows to draw. */
export interface Graph {
  readonly modules: readonly string[];
  readonly links: readonly GraphLink[];
  /** Whether symbols are shown, not only their number. */
  readonly detailed: boolean;
}

/** There while one edge is there; added or removed when all that is shown is. */
const linkMark = (marks: readonly Mark[]): Mark => {
  if (marks.includes('there')) return 'there';
  const added = marks.includes('added');
  const removed = marks.includes('removed');
  return added && removed ? 'there' : added ? 'added' : removed ? 'removed' : 'gone';
};

const labelOf = (edge: Edge): string => {
  const condition = conditionOf(edge);
  return condition === '' ? shown(edge.symbol) : `${shown(edge.symbol)} ${condition}`;
};

/** The graph over all states; `marks` has the look at each state. */
export const graphOf = (result: CheckResult): Graph => {
  const links = new Map<string, GraphEdge[]>();
  const modules = new Set<string>();
  for (const group of ledgerOf(result)) {
    modules.add(group.consumer).add(group.provider);
    for (const { edge, marks } of group.rows) {
      const key = JSON.stringify([group.consumer, group.provider, edge.kind]);
      const one = { edge, marks, label: labelOf(edge) };
      pushTo(links, key, one);
    }
  }
  const count = [...links.values()].reduce((sum, edges) => sum + edges.length, 0);
  // A pair without an edge is shown all the same: that is what one wants to see.
  if (modules.size === 0) for (const name of result.between) modules.add(name);
  return {
    modules: [...modules].sort(byCodeUnit),
    links: [...links.values()].flatMap((edges) => {
      const first = edges[0]?.edge;
      if (first === undefined) return [];
      const { consumer, provider, kind } = first;
      const marks = result.states.map((_, at) => linkMark(edges.map((one) => one.marks[at] ?? 'gone')));
      return [{ consumer, provider, kind, edges, marks }];
    }),
    detailed: modules.size <= MOST_MODULES && count <= MOST_EDGES,
  };
};

const PREFIX: { readonly [mark in Mark]: string } = { there: '', added: '+ ', removed: '- ', gone: '' };

/** The label of a link at one state, by lines. */
export const linkLabels = (graph: Graph, link: GraphLink, at: number): readonly string[] => {
  const drawn = link.edges.filter((one) => one.marks[at] !== 'gone');
  if (graph.detailed) return drawn.map((one) => `${PREFIX[one.marks[at] ?? 'gone']}${one.label}`);
  const having = (mark: Mark): number => drawn.filter((one) => one.marks[at] === mark).length;
  const [added, removed] = [having('added'), having('removed')];
  return [
    [
      plural(drawn.length - removed, 'symbol'),
      ...(added > 0 ? [`+${added}`] : []),
      ...(removed > 0 ? [`-${removed}`] : []),
    ].join(' '),
  ];
};
