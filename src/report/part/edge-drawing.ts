// The drawing of an edge list, as far as it can be laid out.
import type { EdgeList } from '../../check/edge-list.js';
import { drawGraph } from './drawing.js';
import { asResult } from './edge-list.js';
import { graphOf } from './graph.js';

/** Arrows that are laid out within a second; a picture with more shows nothing but lines anyway. */
const MOST_ARROWS = 500;

export type EdgeDrawing =
  | { readonly drawn: true; readonly svg: string }
  | { readonly drawn: false; readonly arrows: number };

/** @param head what stands in the picture before the drawing (a style). */
export const drawEdges = (list: EdgeList, label: string, head = ''): EdgeDrawing => {
  const graph = graphOf(asResult(list));
  const arrows = graph.links.length;
  return arrows > MOST_ARROWS
    ? { drawn: false, arrows }
    : { drawn: true, svg: drawGraph(graph, 0, label, head) };
};
