// Where the boxes, arrows and labels of a graph stand. The layout is the union of all states, so that nothing moves
// from one state to the next. Layers by dagre (Gansner et al., "A Technique for Drawing Directed Graphs").
import { Graph as LayeredGraph, layout } from '@dagrejs/dagre';
import { shown } from './edge-line.js';
import { type Graph, type GraphLink, linkLabels } from './graph.js';
import { clip, widthOf } from './wrap.js';

/** Of the monospace font at 12 pixels; a little more than any common font needs. */
export const COLUMN = 7.4;
export const LINE = 18;
const PADDING = 10;
const MARGIN = 16;
/** A longer symbol is cut in the picture; its title has it whole. */
export const MOST_LABEL = 48;
const MOST_NAME = 32;

/** A point of the drawing, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The box of a module; the point is its centre. */
export interface PlacedModule extends Point {
  readonly name: string;
  readonly label: string;
  readonly width: number;
  readonly height: number;
}

/** The label's box is around `x` and `y`. */
export interface PlacedLink extends Point, LabelBox {
  readonly link: GraphLink;
  /** The arrow, from the consumer's box to the provider's. */
  readonly points: readonly Point[];
}

/** The places of all boxes and arrows. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly modules: readonly PlacedModule[];
  readonly links: readonly PlacedLink[];
}

/** The box of a link's label, and how its symbols stand in it: in columns when they are many. */
interface LabelBox {
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly columnWidth: number;
}

const ROWS = 16;
const MOST_COLUMNS = 6;

const labelBox = (graph: Graph, link: GraphLink): LabelBox => {
  const labels = graph.detailed
    ? link.edges.map((one) => `+ ${clip(one.label, MOST_LABEL)}`)
    : link.marks.flatMap((_, at) => linkLabels(graph, link, at));
  const columns = Math.min(MOST_COLUMNS, Math.ceil(labels.length / ROWS));
  const rows = Math.ceil(labels.length / columns);
  const columnWidth = Math.max(...labels.map(widthOf)) * COLUMN + 2 * PADDING;
  return { width: columns * columnWidth, height: rows * LINE + PADDING, rows, columnWidth };
};

/** Where an arrow touches a box: on the side that faces `toward`, no nearer to a corner than this. */
const CORNER = 8;
const sideOf = (box: PlacedModule, toward: Point, near: Point): Point => {
  const reach = box.height / 2 - CORNER;
  return {
    x: box.x + (toward.x >= box.x ? box.width / 2 : -box.width / 2),
    y: Math.min(box.y + reach, Math.max(box.y - reach, near.y)),
  };
};

/** Straight through the label: the point in its middle becomes one on either side of it. */
const throughLabel = (
  points: readonly Point[],
  label: Point & { readonly width: number },
): readonly Point[] => {
  const isMiddle = (point: Point): boolean =>
    Math.abs(point.x - label.x) < 1 && Math.abs(point.y - label.y) < 1;
  const leftwards = (points[0]?.x ?? 0) > (points.at(-1)?.x ?? 0);
  const sides = [-label.width / 2, label.width / 2].map((step) => ({ x: label.x + step, y: label.y }));
  return points.flatMap((point) => (isMiddle(point) ? (leftwards ? sides.reverse() : sides) : [point]));
};

/** The layout's points with both ends moved to the sides of the boxes. */
const arrowPoints = (
  points: readonly Point[],
  from: PlacedModule,
  to: PlacedModule,
  label: Point & { readonly width: number },
): readonly Point[] => {
  const inner = throughLabel(points, label).slice(1, -1);
  const [first, last] = [points[0] ?? from, points.at(-1) ?? to];
  return [sideOf(from, inner[0] ?? to, first), ...inner, sideOf(to, inner.at(-1) ?? from, last)];
};

/** Room for the arrows between the columns: more when there are more of them. */
const rankGap = (graph: Graph): number => Math.min(180, 90 + 2 * graph.links.length);

/** Places a graph, left to right from consumer to provider. */
export const layOut = (graph: Graph): Layout => {
  const layered = new LayeredGraph({ directed: true, multigraph: true });
  layered.setGraph({
    rankdir: 'LR',
    nodesep: 40,
    edgesep: 14,
    ranksep: rankGap(graph),
    marginx: MARGIN,
    marginy: MARGIN,
  });
  const names = graph.modules.map((name) => clip(shown(name), MOST_NAME));
  graph.modules.forEach((_, at) => {
    layered.setNode(String(at), { width: widthOf(names[at] ?? '') * COLUMN + 4 * PADDING, height: 40 });
  });
  graph.links.forEach((link, at) => {
    const [from, to] = [graph.modules.indexOf(link.consumer), graph.modules.indexOf(link.provider)];
    const label = labelBox(graph, link);
    layered.setEdge(
      String(from),
      String(to),
      { width: label.width, height: label.height, labelpos: 'c' },
      String(at),
    );
  });
  layout(layered);
  const { width = 0, height = 0 } = layered.graph();
  const modules = graph.modules.map((name, at) => {
    const { x, y, width: w, height: h } = layered.node(String(at));
    return { name, label: names[at] ?? '', x, y, width: w, height: h };
  });
  const links = graph.links.flatMap((link, at) => {
    const [from, to] = [graph.modules.indexOf(link.consumer), graph.modules.indexOf(link.provider)];
    const [consumer, provider] = [modules[from], modules[to]];
    if (consumer === undefined || provider === undefined) return [];
    const { x, y, points } = layered.edge(String(from), String(to), String(at));
    const label = labelBox(graph, link);
    const arrow = arrowPoints(points, consumer, provider, { x, y, width: label.width });
    return [{ link, x, y, points: arrow, ...label }];
  });
  return { width: Math.ceil(width), height: Math.ceil(height), modules, links };
};
