// Where the boxes, arrows and labels of a graph stand. The layout is the union of all states, so that nothing moves
// from one state to the next. Layers by dagre (Gansner et al., "A Technique for Drawing Directed Graphs").
import { Graph as LayeredGraph, layout } from '@dagrejs/dagre';
import { shown } from './edge-line.js';
import type { Graph, GraphLink } from './graph.js';
import { clip, widthOf } from './wrap.js';

/** Of the monospace font at 12 pixels; a little more than any common font needs. */
export const COLUMN = 7.4;
export const LINE = 18;
const PADDING = 10;
const MARGIN = 16;
/** A longer symbol is cut in the picture; its title has it whole. */
export const MOST_LABEL = 48;
const MOST_NAME = 32;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedModule extends Point {
  readonly name: string;
  readonly label: string;
  readonly width: number;
  readonly height: number;
}

export interface PlacedLink extends Point {
  readonly link: GraphLink;
  /** The arrow, from the consumer's box to the provider's. */
  readonly points: readonly Point[];
  /** The label's box around `x` and `y`. */
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly modules: readonly PlacedModule[];
  readonly links: readonly PlacedLink[];
}

const labelSize = (graph: Graph, link: GraphLink): { readonly width: number; readonly height: number } => {
  const labels = graph.detailed
    ? link.edges.map((one) => `+ ${clip(one.label, MOST_LABEL)}`)
    : ['000 symbols'];
  return {
    width: Math.max(...labels.map(widthOf)) * COLUMN + 2 * PADDING,
    height: labels.length * LINE + PADDING,
  };
};

/** Places a graph, left to right from consumer to provider. */
export const layOut = (graph: Graph): Layout => {
  const layered = new LayeredGraph({ directed: true, multigraph: true });
  layered.setGraph({
    rankdir: 'LR',
    nodesep: 40,
    edgesep: 24,
    ranksep: 40,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  const names = graph.modules.map((name) => clip(shown(name), MOST_NAME));
  graph.modules.forEach((_, at) => {
    layered.setNode(String(at), { width: widthOf(names[at] ?? '') * COLUMN + 4 * PADDING, height: 40 });
  });
  graph.links.forEach((link, at) => {
    const [from, to] = [graph.modules.indexOf(link.consumer), graph.modules.indexOf(link.provider)];
    layered.setEdge(String(from), String(to), { ...labelSize(graph, link), labelpos: 'c' }, String(at));
  });
  layout(layered);
  const { width = 0, height = 0 } = layered.graph();
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    modules: graph.modules.map((name, at) => {
      const { x, y, width: w, height: h } = layered.node(String(at));
      return { name, label: names[at] ?? '', x, y, width: w, height: h };
    }),
    links: graph.links.map((link, at) => {
      const [from, to] = [graph.modules.indexOf(link.consumer), graph.modules.indexOf(link.provider)];
      const placed = layered.edge(String(from), String(to), String(at));
      return {
        link,
        points: placed.points ?? [],
        x: placed.x ?? 0,
        y: placed.y ?? 0,
        ...labelSize(graph, link),
      };
    }),
  };
};
